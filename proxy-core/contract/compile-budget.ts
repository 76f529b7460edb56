/** Thrown out of a check that would have compiled longer than the loop may stand still: it belongs into the thread. */
export class OverBudget extends Error {}

let left = Number.POSITIVE_INFINITY

/**
 * Runs a synchronous check that may compile for so long, in milliseconds. What was compiled stays, so that the next
 * check of the same operation gets further.
 * @throws OverBudget
 */
export function withinBudget<T>(milliseconds: number, check: () => T): T {
  left = milliseconds
  try {
    return check()
  } finally {
    left = Number.POSITIVE_INFINITY
  }
}

/** Compiles one schema at the expense of the check that needs it. */
export function spending<T>(compile: () => T): T {
  if (left === Number.POSITIVE_INFINITY) return compile()
  if (left <= 0) throw new OverBudget()
  const started = performance.now()
  const compiled = compile()
  left -= performance.now() - started
  return compiled
}
