import type { SchemaObject } from '../openapi/document.ts'

/** Thrown out of a check that would have compiled longer than the loop may stand still: it belongs into the thread. */
export class OverBudget extends Error {
  /** It would be so with a fresh budget too. */
  readonly always: boolean
  constructor(always = false) {
    super('there is no time left to compile')
    this.always = always
  }
}

const nothing = () => 0
let isSpending = false
let left = Number.POSITIVE_INFINITY
let whole = Number.POSITIVE_INFINITY

/**
 * Runs a synchronous check that may compile for so long, in milliseconds. What was compiled stays, so that the next
 * check of the same operation gets further.
 * @throws OverBudget
 */
export function withinBudget<T>(milliseconds: number, check: () => T): T {
  left = milliseconds
  whole = milliseconds
  try {
    return check()
  } finally {
    left = Number.POSITIVE_INFINITY
  }
}

/**
 * Compiles one schema at the expense of the check that needs it.
 * @param atLeast milliseconds that it takes for sure: what is too large is not begun
 */
export function spending<T>(compile: () => T, atLeast: () => number = nothing): T {
  if (left === Number.POSITIVE_INFINITY || isSpending) return compile()
  afford(atLeast())
  const started = performance.now()
  isSpending = true
  try {
    return compile()
  } finally {
    isSpending = false
    left -= performance.now() - started
  }
}

/**
 * Before something that takes so many milliseconds.
 * @throws OverBudget
 */
export function afford(milliseconds: number): void {
  if (left <= 0 || left < milliseconds) throw new OverBudget(milliseconds > whole)
}

/** Measured: ajv takes 50 to 90 µs for each part of a schema, half of it once the engine is warm. */
const MS_PER_PART = 0.04
/** More of them belong into the thread whatever they are. */
const MAX_COUNTED_PARTS = 10_000

/** How many milliseconds it takes at least to compile a schema. */
export function leastTime(schema: SchemaObject): number {
  let parts = 0
  const open: unknown[] = [schema]
  while (open.length > 0 && parts < MAX_COUNTED_PARTS) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null) continue
    parts++
    for (const held of Object.values(value)) if (typeof held === 'object') open.push(held)
  }
  return parts * MS_PER_PART
}
