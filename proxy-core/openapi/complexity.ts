import type { ImportLimits } from '../model/limits.ts'

/** Values that a document may come to once its YAML aliases are written out. GitHub's document has 250,000. */
const MAX_EXPANDED_VALUES = 5_000_000

/**
 * Refuses what nests deeper than allowed, aliases that lead into themselves, and few aliases that come to millions of values.
 * @returns how many values there are once aliases are written out
 */
export function checkComplexity(tree: unknown, aliased: boolean, { MAX_DEPTH }: ImportLimits, refuse: (message: string) => never): number {
  const tooDeep = () => refuse(`the document nests deeper than ${MAX_DEPTH} levels; flatten it`)
  const counts = aliased ? new Map<object, number>() : null
  const values = count(tree, MAX_DEPTH)
  if (values > MAX_EXPANDED_VALUES) {
    refuse(`its aliases come to more than ${MAX_EXPANDED_VALUES.toLocaleString('en')} values when written out; use $ref instead`)
  }
  return values

  function count(value: unknown, levels: number): number {
    if (typeof value !== 'object' || value === null) return 1
    const known = counts?.get(value)
    if (known === 0) return refuse('an alias leads into itself; use $ref for what repeats inside itself')
    if (known !== undefined) return known
    if (levels < 0) return tooDeep()
    counts?.set(value, 0)
    let total = 1
    if (Array.isArray(value)) for (const item of value) total += count(item, levels - 1)
    else for (const key in value) total += count((value as Record<string, unknown>)[key], levels - 1)
    counts?.set(value, total)
    return total
  }
}
