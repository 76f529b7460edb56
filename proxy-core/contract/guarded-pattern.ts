import { createRequire } from 'node:module'

type Re2 = typeof import('re2js')
const require = createRequire(import.meta.url)

/** Something that says whether a pattern is found in a text, within a time that the text's length bounds. */
export interface GuardedPattern {
  test(text: string): boolean
  /** Longer texts count as matching without a look; left out where every text is looked at. */
  longest?: number
}

/** Longest text that a pattern is tried on which only a backtracking engine understands; longer ones count as matching. */
const MAX_BACKTRACKING_CHARACTERS = 64 * 1024
/** The same where repeats lie inside repeats, which costs 2 to the length. */
const MAX_NESTED_REPEAT_CHARACTERS = 20

const MAX_RE2_COUNT = 1_000
/** The program grows with the counts, and the time with program and text: 10 ms at most for texts of this length. */
const MAX_SPLIT_COUNT = 2_500

const known = new Map<string, GuardedPattern>()
/** Patterns come from documents, so there are only so many; a host that reloads documents for days starts over. */
const MAX_KNOWN_PATTERNS = 10_000

/**
 * A pattern of a document, which may be hostile (`^(a+)+$`), as RE2 runs it: in linear time. What RE2 lacks (lookaround,
 * back references, large counts) goes to RegExp with a capped text; what no engine understands matches everything.
 */
export function guardedPattern(pattern: string): GuardedPattern {
  let guarded = known.get(pattern)
  if (guarded === undefined) {
    guarded = linearPattern(pattern) ?? backtrackingPattern(pattern) ?? { test: () => true }
    if (known.size >= MAX_KNOWN_PATTERNS) known.clear()
    known.set(pattern, guarded)
  }
  return guarded
}

function linearPattern(pattern: string): GuardedPattern | null {
  const linear = compileRe2(pattern)
  if (linear !== null) return linear
  // RegExp is better at large counts, where it can be trusted with them
  const split = mayExplode(pattern) ? compileRe2(withSmallCounts(pattern)) : null
  return split && { test: (text) => text.length > MAX_SPLIT_COUNT || split.test(text), longest: MAX_SPLIT_COUNT }
}

function compileRe2(pattern: string): GuardedPattern | null {
  try {
    const { RE2JS } = require('re2js') as Re2
    const compiled = RE2JS.compile(withAllSpaces(RE2JS.translateRegExp(pattern)))
    return { test: (text) => compiled.test(text) }
  } catch {
    return null
  }
}

/** RE2 takes only ASCII for `\s`, ECMA-262 (22.2.2.9) every space of Unicode. A `\S` among other characters stays as it is. */
function withAllSpaces(pattern: string): string {
  let isInClass = false
  return pattern.replace(/\\.|[[\]]/gs, (part) => {
    if (part === '[' || part === ']') isInClass = part === '['
    if (part === '\\s') return isInClass ? SPACES : `[${SPACES}]`
    return part === '\\S' && !isInClass ? `[^${SPACES}]` : part
  })
}

const SPACES = '\\t\\n\\v\\f\\r\\x{feff}\\p{Z}'

/** Counts of a character over RE2's limit as several: `x{0,1023}` is `x{0,1000}x{0,23}`. */
function withSmallCounts(pattern: string): string {
  return pattern.replace(
    /(\\.|\[(?:\\.|[^\]\\])*\]|[^\\()[\]{}|*+?^$])\{(\d+),(\d+)\}/gs,
    (whole, one: string, low: string, high: string) => {
      const least = Number(low)
      const most = Number(high)
      if (most <= MAX_RE2_COUNT || most > MAX_SPLIT_COUNT || least > MAX_RE2_COUNT) return whole
      let written = `${one}{${least},${MAX_RE2_COUNT}}`
      for (let left = most - MAX_RE2_COUNT; left > 0; left -= MAX_RE2_COUNT) written += `${one}{0,${Math.min(left, MAX_RE2_COUNT)}}`
      return written
    },
  )
}

function backtrackingPattern(pattern: string): GuardedPattern | null {
  const compiled = compileRegExp(pattern)
  if (compiled === null) return null
  const longest = mayExplode(pattern) ? MAX_NESTED_REPEAT_CHARACTERS : MAX_BACKTRACKING_CHARACTERS
  return { test: (text) => text.length > longest || compiled.test(text), longest }
}

function compileRegExp(pattern: string): RegExp | null {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags)
    } catch {
      // many documents hold patterns that only the older syntax takes, such as [\w-.]
    }
  }
  return null
}

/** Whether a group that repeats holds a repeat, a choice or a reference, so that a RegExp may take forever. Too careful is fine. */
export function mayExplode(pattern: string): boolean {
  const plain = pattern
    .replace(/\\[1-9k]/g, '|')
    .replace(/\\./g, 'x')
    .replace(/\[[^\]]*\]/g, 'x')
  let bounded = plain
  for (;;) {
    const inner = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?([^()]*)\)([*+]|\{\d*,?\d*\})?/.exec(bounded)
    if (inner === null) return /[*+].*[*+]/.test(plain.replace(/\)[*+]/g, '')) && plain.length > 200
    const [whole, body = '', repeat] = inner
    if (repeat !== undefined && /[*+{|]/.test(body)) return true
    bounded = bounded.replace(whole, () => (/[*+{|]/.test(body) ? 'x*' : 'x'))
  }
}
