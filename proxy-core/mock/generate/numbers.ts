import type { Flat } from './flat.ts'
import { type NumberGuess, round } from './number-names.ts'
import type { Run } from './run.ts'
import { numberFits } from './scalar-fits.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

const FLOAT_DIGITS = 2
/** How far a number goes from its only bound. */
const SPAN = 1_000
const TRIES = 30

/** Numbers within every bound of the schema, near what the property's name suggests. */
export function makeNumbers(flat: Flat, integer: boolean, guess: NumberGuess | null): (run: Run) => number {
  const step = stepOf(flat, integer)
  const [low, high] = range(flat, step, guess)
  if (low > high) throw new Unsatisfiable(keywordOf(flat), flat.at, 'no number lies between the bounds')
  const digits = step === null ? digitsFor(flat, guess, high - low) : decimalsOf(step)
  const plain = step === null ? (run: Run) => round(low + run.random() * (high - low), digits) : null
  return (run) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const value =
        plain === null && step !== null
          ? round((Math.ceil(low / step) + Math.floor(run.random() * (Math.floor(high / step) - Math.ceil(low / step) + 1))) * step, digits)
          : (plain?.(run) ?? 0)
      if (numberFits(flat, value)) return value
    }
    for (const value of [low, high, (low + high) / 2, 0]) if (numberFits(flat, value) && (!integer || Number.isInteger(value))) return value
    throw new Unsatisfiable(keywordOf(flat), flat.at, 'no number fits')
  }
}

/** What every number has to be a multiple of; null for any real number. */
function stepOf(flat: Flat, integer: boolean): number | null {
  const steps = integer ? [1, ...flat.multipleOf] : flat.multipleOf
  if (steps.length === 0) return null
  return steps.reduce(commonMultiple)
}

function commonMultiple(one: number, other: number): number {
  const scale = 10 ** Math.max(decimalsOf(one), decimalsOf(other))
  const [a, b] = [Math.round(one * scale), Math.round(other * scale)]
  return (a / divisor(a, b)) * (b / scale)
}

function divisor(one: number, other: number): number {
  let [a, b] = [one, other]
  while (b > 0) [a, b] = [b, a % b]
  return a || 1
}

/** The range to draw from: the schema's bounds, narrowed to the guess where they meet. */
function range(flat: Flat, step: number | null, guess: NumberGuess | null): [number, number] {
  const [low, high] = allowed(flat, step)
  if (guess !== null) {
    const narrowed: [number, number] = [Math.max(low, guess.min), Math.min(high, guess.max)]
    if (holdsMultiple(narrowed, step)) return narrowed
  }
  const span = Math.max(SPAN, (step ?? 1) * SPAN)
  if (low > -Infinity) return [low, Math.min(high, Math.max(low + span, low === 0 ? span : low))]
  if (high < Infinity) return [high >= 0 && holdsMultiple([0, high], step) ? 0 : high - span, high]
  return [step === null ? 0 : step, span]
}

function allowed(flat: Flat, step: number | null): [number, number] {
  let low = flat.minimum
  let high = flat.maximum
  const inside = step ?? 0
  if (flat.exclusiveMinimum >= low) low = flat.exclusiveMinimum + inside
  if (flat.exclusiveMaximum <= high) high = flat.exclusiveMaximum - inside
  if (flat.formats.includes('int32')) [low, high] = [Math.max(low, -(2 ** 31)), Math.min(high, 2 ** 31 - 1)]
  if (step === null) return [low, high]
  // an exclusive bound that is no multiple itself was moved too far; the nearest multiples are still inside
  const first = Math.ceil(Math.max(flat.minimum, flat.exclusiveMinimum) / step) * step
  const last = Math.floor(Math.min(flat.maximum, flat.exclusiveMaximum) / step) * step
  if (Number.isFinite(first) && first > flat.exclusiveMinimum)
    low = Math.max(first, flat.formats.includes('int32') ? -(2 ** 31) : -Infinity)
  if (Number.isFinite(last) && last < flat.exclusiveMaximum) high = Math.min(last, flat.formats.includes('int32') ? 2 ** 31 - 1 : Infinity)
  return [low, high]
}

function holdsMultiple([low, high]: [number, number], step: number | null): boolean {
  if (low > high) return false
  return step === null || Math.ceil(low / step) * step <= high
}

/** Enough decimals that a narrow range holds numbers. */
function digitsFor(flat: Flat, guess: NumberGuess | null, width: number): number {
  const wanted = guess?.digits ?? FLOAT_DIGITS
  if (flat.minimum === flat.maximum) return 15
  return width > 0 && width < 10 ? Math.min(15, Math.max(wanted, Math.ceil(-Math.log10(width)) + 2)) : wanted
}

function decimalsOf(value: number): number {
  const [coefficient = '', exponent = '0'] = String(value).split('e')
  return Math.min(15, Math.max(0, (coefficient.split('.')[1]?.length ?? 0) - Number(exponent)))
}

function keywordOf(flat: Flat): string {
  if (flat.multipleOf.length > 0) return 'multipleOf'
  if (flat.maximum < Infinity) return 'maximum'
  if (flat.exclusiveMaximum < Infinity) return 'exclusiveMaximum'
  return flat.exclusiveMinimum > -Infinity ? 'exclusiveMinimum' : 'minimum'
}
