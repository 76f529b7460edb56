import type { ImportLimits } from '../model/limits.ts'

/** Values that a document may come to once its YAML aliases are written out. GitHub's document has 250,000. */
const MAX_EXPANDED_VALUES = 5_000_000

/** Refuses what nests deeper than allowed, aliases that lead into themselves, and few aliases that come to millions of values. */
export function checkComplexity(tree: unknown, aliased: boolean, { MAX_DEPTH }: ImportLimits, refuse: (message: string) => never): void {
  if (!aliased) {
    if (!isWithin(tree, MAX_DEPTH)) refuse(`the document nests deeper than ${MAX_DEPTH} levels; flatten it`)
    return
  }
  const counts = new Map<object, number>()
  const count = (value: unknown, depth: number): number => {
    if (typeof value !== 'object' || value === null) return 1
    const known = counts.get(value)
    if (known === 0) return refuse('an alias leads into itself; use $ref for what repeats inside itself')
    if (known !== undefined) return known
    if (depth > MAX_DEPTH) return refuse(`the document nests deeper than ${MAX_DEPTH} levels; flatten it`)
    counts.set(value, 0)
    let total = 1
    for (const item of Object.values(value)) total += count(item, depth + 1)
    counts.set(value, total)
    return total
  }
  if (count(tree, 0) > MAX_EXPANDED_VALUES) {
    refuse(`its aliases come to more than ${MAX_EXPANDED_VALUES.toLocaleString('en')} values when written out; use $ref instead`)
  }
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels < 0) return false
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && !isWithin(item, levels - 1)) return false
    return true
  }
  for (const key in value) {
    const item: unknown = (value as Record<string, unknown>)[key]
    if (typeof item === 'object' && !isWithin(item, levels - 1)) return false
  }
  return true
}
