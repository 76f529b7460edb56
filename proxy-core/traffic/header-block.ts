import type { RawHeaders } from '../model/headers.ts'

/** So many different ones come in turns, as a page asks a handful of routes. */
const MAX_KEPT = 8
const OWN_ID = 'x-switchyard-exchange'

/**
 * How header fields are stored: JSON of the flat array, with the exchange's own id left out where Switchyard named it at
 * the end of the response. Without it the blocks of a route are equal, and are stored and searched once. A block that was
 * written lately is found again by comparing its fields.
 */
export function createHeaderBlocks(): (raw: RawHeaders) => string {
  const kept: { raw: RawHeaders; block: string }[] = []
  let oldest = 0

  return (raw) => {
    const length = raw.at(-2) === OWN_ID ? raw.length - 1 : raw.length
    for (const each of kept) if (each.raw.length === raw.length && areSame(each.raw, raw, length)) return each.block
    const block = JSON.stringify(length === raw.length ? raw : [...raw.slice(0, -1), null])
    kept[oldest++ % MAX_KEPT] = { raw, block }
    return block
  }
}

function areSame(one: RawHeaders, other: RawHeaders, length: number): boolean {
  // What differs does so at the end more often than at the beginning.
  for (let i = length - 1; i >= 0; i--) if (one[i] !== other[i]) return false
  return true
}

/** The flat array again. */
export function fieldsOfBlock(block: string | Buffer, id: number): string[] {
  const fields = JSON.parse(String(block)) as (string | null)[]
  const gap = fields.indexOf(null)
  if (gap >= 0) fields[gap] = String(id)
  return fields as string[]
}
