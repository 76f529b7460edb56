import type { Locality } from './localities.ts'

/** What one object of a body is about, so that its values agree with each other and with those of objects inside it. */
export interface Scope {
  /** What the object is, in the singular, in lower case without separators: `order`; empty when unknown. */
  type: string
  /** What the object is known by; undefined until it is made. */
  id: unknown
  person: Person | null
  /** When it was made, in milliseconds since 1970; null until a date is asked for. */
  createdMs: number | null
  locality: Locality | null
  outer: Scope | null
}

export interface Person {
  first: string
  last: string
}

export function openScope(type: string, outer: Scope | null): Scope {
  return { type, id: undefined, person: null, createdMs: null, locality: null, outer }
}

/** The id of the nearest object around that is of this type. */
export function idOf(scope: Scope | null, type: string): unknown {
  for (let one = scope; one !== null; one = one.outer) if (one.type === type && one.id !== undefined) return one.id
  return undefined
}

const wrapping =
  /^(get|list|full|simple|minimal|basic|nullable|base)(?=.{3})|(response|dto|model|entity|view|resource|output|details?|summary|item|object|schema|v\d+)$/

/** What a schema or a property of this name holds: `order` for `OrderResponse` and `orders`. */
export function typeNamed(name: string): string {
  let type = name
  for (let before = ''; before !== type; ) {
    before = type
    const shorter = type.replace(wrapping, '')
    if (shorter.length > 2) type = shorter
  }
  return singular(type)
}

export function singular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(ss|tus|bus|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') && !/(ss|us|is)$/.test(word) ? word.slice(0, -1) : word
}

export function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}
