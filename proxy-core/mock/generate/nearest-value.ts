import type { SchemaCheck } from '../../contract/compile-schema.ts'
import type { Relaxed } from './relax.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

/** What comes closest to a schema that no value satisfies, and the keywords that it breaks. */
export interface Nearest {
  value: unknown
  breaks: string[]
}

/** Keywords that are given up one after the other. */
const MAX_GIVEN_UP = 12

/**
 * Gives up what stands against a value, keyword by keyword, until one can be made.
 * @param make a value without the keywords that are given up; throws Unsatisfiable
 */
export function nearestValue(make: (relaxed: Relaxed) => unknown, check: SchemaCheck): Nearest | null {
  const relaxed = new Map<string, Set<string>>()
  for (let round = 0; round < MAX_GIVEN_UP; round++) {
    try {
      const value = make(relaxed)
      return { value, breaks: [...new Set(check(value).map(({ code }) => code))] }
    } catch (error) {
      if (!(error instanceof Unsatisfiable) || error.final) return null
      const known = relaxed.get(error.subject) ?? new Set()
      if (known.has(error.keyword)) return null
      relaxed.set(error.subject, known.add(error.keyword))
    }
  }
  return null
}
