import { mayExplode } from '../../contract/guarded-pattern.ts'
import { drawerOf } from './pattern-drawing.ts'
import type { Run } from './run.ts'

/** How often `*` and `+` repeat at most, when the length asks for no more. */
const USUAL_REPEATS = 8
/** Characters that the counts of a pattern may add up to: `(a{1000}){1000}` is a bomb. */
const MAX_EXPANSION = 20_000
/** How many more than it must a count with an end is repeated, when the length asks for no more: `.{1,2097152}` is legal. */
const USUAL_SPREAD = 24

/**
 * Strings that a pattern describes, not all of which match (lookaround isn't followed): the caller checks.
 * @returns null when the pattern can't be read or would grow beyond all bounds
 */
export function makePatternStrings(pattern: string, minLength: number, maxLength: number): ((run: Run) => string) | null {
  const bounded = boundedCounts(pattern, Math.min(Math.max(USUAL_SPREAD, minLength), Math.max(2, Math.ceil(maxLength / 4))))
  if (expansionOf(bounded) > MAX_EXPANSION) return null
  const draw = drawerOf(withoutUnicodeClasses(bounded))
  if (draw === null) return null
  const unanchored = !/^\^/.test(pattern) && !/[^\\]\$$/.test(pattern)
  const repeats = repeatsFor(pattern, minLength, maxLength)
  return (run) => {
    const text = draw(run, repeats(run))
    if (text.length >= minLength) return text
    return unanchored ? text.padEnd(minLength, 'a') : text.repeat(Math.ceil(minLength / Math.max(1, text.length)))
  }
}

/** More repeats where a long text is asked for; nested repeats multiply, so they get few. */
function repeatsFor(pattern: string, minLength: number, maxLength: number): (run: Run) => number {
  if (mayExplode(pattern)) {
    const least = 4 + Math.ceil(1.5 * Math.sqrt(minLength))
    const most = Math.max(2, Math.ceil(Math.sqrt(maxLength)))
    return (run) => Math.min(least + Math.floor(run.random() * 4), most)
  }
  if (minLength > USUAL_REPEATS) return (run) => Math.min(minLength + Math.floor(run.random() * minLength), maxLength)
  const usual = Math.min(USUAL_REPEATS, maxLength)
  return () => usual
}

function boundedCounts(pattern: string, spread: number): string {
  return pattern.replace(/(?<!\\)\{(\d+),(\d+)\}/g, (whole, low: string, high: string) =>
    Number(high) - Number(low) > spread ? `{${low},${Number(low) + spread}}` : whole,
  )
}

/** Characters that the counts of a pattern lead to at most, but for `*` and `+`: counts multiply in groups and add up beside each other. */
function expansionOf(pattern: string): number {
  const open = [0]
  let last = 0
  const parts = pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|(?<opens>\()|(?<closes>\))|\{(?<low>\d+)(?:,(?<high>\d*))?\}|./gs)
  for (const { groups = {} } of parts) {
    const { opens, closes, low, high } = groups
    if (opens !== undefined) open.push(0)
    else if (closes !== undefined) last = open.length > 1 ? (open.pop() ?? 0) : 0
    else if (low === undefined) last = 1
    const added = opens !== undefined ? 0 : low === undefined ? last : last * (Math.max(Number(low), Number(high ?? 0)) - 1)
    open.push((open.pop() ?? 0) + Math.max(0, added))
  }
  return open.reduce((sum, one) => sum + one, 0)
}

/** The generator knows no `\p{…}`. */
function withoutUnicodeClasses(pattern: string): string {
  return pattern
    .replace(/\\([pP])\{([^}]*)\}/g, (_, kind: string, name: string) => {
      if (kind === 'P') return ' '
      if (/^(Lu|Uppercase)/.test(name)) return '[A-Z]'
      if (/^(Ll|Lowercase)/.test(name)) return '[a-z]'
      if (/^N/.test(name)) return '[0-9]'
      if (/^(Z|White)/.test(name)) return ' '
      return /^(P|S)/.test(name) ? '-' : '[A-Za-z]'
    })
    .replace(/\[([^\]]*)\[([^\]]*)\]/g, '[$1$2')
}
