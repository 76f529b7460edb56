import { formatAccepts } from '../../contract/formats.ts'
import { guardedPattern } from '../../contract/guarded-pattern.ts'
import { equal, type Flat, type JsonType } from './flat.ts'

/** Whether a value is of the type, and of the range, form and set that a flat schema asks of scalars. Members and items aren't looked at. */
export function scalarFits(flat: Flat, value: unknown): boolean {
  if (flat.types !== null && !typesOf(value).some((type) => flat.types?.has(type))) return false
  if (flat.enum !== null && !flat.enum.some((one) => equal(one, value))) return false
  if (typeof value === 'number') return numberFits(flat, value)
  if (typeof value === 'string') return stringFits(flat, value)
  return true
}

export function numberFits(flat: Flat, value: number): boolean {
  if (value < flat.minimum || value > flat.maximum || value <= flat.exclusiveMinimum || value >= flat.exclusiveMaximum) return false
  return flat.multipleOf.every((step) => isMultiple(value, step)) && flat.formats.every((format) => formatAccepts(format, value))
}

export function stringFits(flat: Flat, value: string): boolean {
  if (flat.minLength > 0 || flat.maxLength < Infinity) {
    const length = lengthOf(value)
    if (length < flat.minLength || length > flat.maxLength) return false
  }
  return (
    flat.formats.every((format) => formatAccepts(format, value)) && flat.patterns.every((pattern) => guardedPattern(pattern).test(value))
  )
}

/** In characters, as JSON Schema counts: a surrogate pair is one. */
export function lengthOf(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit < 0xdc00) length--
  }
  return length
}

/** As the validator does it, with nine decimals. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step
  return Math.abs(Math.round(times) - times) <= 1e-9
}

function typesOf(value: unknown): JsonType[] {
  if (value === null) return ['null']
  if (Array.isArray(value)) return ['array']
  if (typeof value === 'number') return Number.isInteger(value) ? ['integer', 'number'] : ['number']
  return [typeof value as JsonType]
}
