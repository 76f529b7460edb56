import { type Conjunction, conjunction, type Part } from './conjunction.ts'
import type { Flat } from './flat.ts'
import { type Context, type LateMaker, late, type Maker, takes, type Workshop } from './maker.ts'
import { settlePage } from './pages.ts'
import { generateLimits, integerBetween, isTight, type Run } from './run.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

/** How many items a list has when nothing says so: at the root of a body, and inside. */
const USUAL_AT_ROOT: [number, number] = [3, 5]
const USUAL_INSIDE: [number, number] = [1, 3]
const TRIES_PER_ITEM = 30
/** Tries for an item with an id of its own. */
const TRIES_PER_ID = 8

export function makeArrays(flat: Flat, context: Context, workshop: Workshop): Maker {
  if (flat.minItems > flat.maxItems) throw new Unsatisfiable('minItems', flat.at, 'minItems is over maxItems')
  if (flat.minItems > generateLimits.MAX_ITEMS) throw new Unsatisfiable('minItems', flat.at, 'the list would be too long')
  const items = itemMakers(flat, context, workshop)
  const least = Math.max(flat.minItems, items.least)
  if (least > flat.maxItems) throw new Unsatisfiable('contains', flat.at, 'more items must be contained than maxItems allows')
  const isPaged = context.place === 'page' || context.place === 'resource'
  const atRoot = isPaged || (context.name === null && context.place !== 'inner')
  const most = items.closed ? Math.max(items.prefix.length, least) : flat.maxItems
  const lengths: [number, number] = [least, Math.min(flat.maxItems, most)]

  function lengthFor(run: Run): number {
    if (isPaged && run.pageAsk !== null && run.coherent) {
      run.page ??= settlePage(run.pageAsk, integerBetween(run, ...usualLengths(run, true)), lengths)
      return Math.max(least, Math.min(flat.maxItems, run.page.shown))
    }
    if (isTight(run) || run.leaveOut === 1) return least
    const wanted = Math.max(integerBetween(run, ...usualLengths(run, atRoot)), items.prefix.length, least)
    return Math.min(flat.maxItems, items.closed ? Math.max(items.prefix.length, least) : wanted)
  }

  function make(run: Run): unknown {
    if (run.examples === 'all' && !run.repeated && Array.isArray(flat.ownExamples[0])) return flat.ownExamples[0]
    run.depth++
    const { repeated } = run
    try {
      return fill(run, lengthFor(run))
    } finally {
      run.repeated = repeated
      run.depth--
    }
  }

  function fill(run: Run, length: number): unknown[] {
    const made: unknown[] = []
    const seen = flat.uniqueItems ? new Set<string>() : null
    const outer = run.repeated
    for (let position = 0; position < length; position++) {
      run.repeated = outer || position > 0
      const value = item(run, made, seen)
      if (value === nothing) {
        if (position < least)
          throw new Unsatisfiable(seen === null ? 'items' : 'uniqueItems', flat.at, `no more than ${position} items can be made`)
        break
      }
      made.push(value)
    }
    return made
  }

  /** The next item; `nothing` when none could be made. */
  function item(run: Run, made: readonly unknown[], seen: Set<string> | null): unknown {
    const position = made.length
    const maker = items.at(position)
    for (let tries = 0; tries < TRIES_PER_ITEM; tries++) {
      let value: unknown
      try {
        value = maker.get().make(run)
      } catch (error) {
        if (position < least || !(error instanceof Unsatisfiable) || error.final) throw error
        return nothing
      }
      if (seen === null && (tries >= TRIES_PER_ID || !run.coherent || hasNewId(value, made))) return value
      run.repeated = true
      if (seen === null) continue
      const key = canonical(value)
      if (seen.has(key)) continue
      seen.add(key)
      return value
    }
    return nothing
  }

  const overlay = (value: unknown, run: Run) =>
    Array.isArray(value) ? value.map((one, position) => items.at(position).get().overlay(one, run)) : value
  const takesAll = (value: unknown) =>
    Array.isArray(value) &&
    value.length >= lengths[0] &&
    value.length <= lengths[1] &&
    flat.contains.length === 0 &&
    (!flat.uniqueItems || new Set(value).size === value.length) &&
    value.every((one, position) => takes(items.at(position), one))
  return { make, echo: () => undefined, overlay, takes: takesAll, lengths, weight: () => (least === 0 ? 1 : 3) }
}

/** How many items a list has where its schema says nothing. */
export function usualLengths({ habits }: Run, atRoot: boolean): [number, number] {
  const [low, high] = atRoot ? USUAL_AT_ROOT : USUAL_INSIDE
  const least = habits.minItems ?? (habits.maxItems === null ? low : Math.min(low, habits.maxItems))
  return [least, habits.maxItems ?? Math.max(least, high)]
}

/** Whether an object is known by another id than the ones before; what has none is fine. */
function hasNewId(value: unknown, before: readonly unknown[]): boolean {
  if (before.length === 0 || typeof value !== 'object' || value === null || !('id' in value)) return true
  const { id } = value
  return !before.some((one) => typeof one === 'object' && one !== null && 'id' in one && one.id === id)
}

const nothing = Symbol('nothing')

interface ItemMakers {
  prefix: LateMaker[]
  /** How many it takes until everything is contained that must be. */
  least: number
  /** Nothing may follow the positions that are listed. */
  closed: boolean
  at(position: number): LateMaker
}

function itemMakers(flat: Flat, context: Context, workshop: Workshop): ItemMakers {
  const place = context.place === 'page' || context.place === 'resource' ? 'item' : 'inner'
  const name = context.name === null ? null : context.name.replace(/s$/, '')
  const makerOf = (schemas: Conjunction) => late(() => workshop.compile(schemas, { name, owner: context.owner, place }))
  const positions = Math.max(0, ...flat.items.map(({ prefix }) => prefix.length))
  const partsAt = (position: number): Part[] => {
    const parts = flat.items
      .map(({ prefix, rest }) => prefix[position] ?? (position < prefix.length ? null : rest))
      .filter((part) => part !== null)
    return parts.length > 0 ? parts : [flat.unevaluatedItems ?? { schema: true, at: flat.at }]
  }
  const unwanted = flat.contains.filter(({ max }) => max < Infinity).map(({ part }) => ({ schema: { not: part.schema }, at: part.at }))
  const prefix = Array.from({ length: positions }, (_, position) => makerOf(conjunction(...partsAt(position))))
  const contained = flat.contains.flatMap(({ part, min }) =>
    Array.from({ length: Math.min(min, generateLimits.MAX_ITEMS) }, (_, n) => makerOf(conjunction(...partsAt(positions + n), part))),
  )
  const rest = makerOf(conjunction(...partsAt(positions), ...unwanted))
  const open = flat.items.every((one) => one.rest === null) && flat.unevaluatedItems?.schema === false
  const closed = open || flat.items.some((one) => one.rest?.schema === false && one.prefix.length <= positions)
  // what must be contained comes after the listed positions, or in their place where nothing may follow them
  const inPlace = closed || positions + contained.length > flat.maxItems
  return {
    prefix,
    least: contained.length === 0 ? 0 : inPlace ? contained.length : positions + contained.length,
    closed,
    at(position) {
      if (inPlace && contained.length > 0) return containedInPlace(position)
      return prefix[position] ?? contained[position - positions] ?? rest
    },
  }

  function containedInPlace(position: number): LateMaker {
    const part = flat.contains[0]?.part
    const wanted = position < contained.length && part !== undefined
    return wanted ? makerOf(conjunction(...partsAt(position), part)) : (prefix[position] ?? rest)
  }
}

/** One text for equal values, whatever the order of their members. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  return `{${Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, held]) => `${JSON.stringify(name)}:${canonical(held)}`)
    .join()}}`
}
