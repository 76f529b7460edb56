import { createRequire } from 'node:module'

type Re2 = typeof import('re2js')
const require = createRequire(import.meta.url)

/** Something that says whether a pattern is found in a text, within a time that the text's length bounds. */
export interface GuardedPattern {
  test(text: string): boolean
}

/** Longest text that a pattern is tried on which only a backtracking engine understands; longer ones count as matching. */
const MAX_BACKTRACKING_CHARACTERS = 64 * 1024
/** The same where repeats lie inside repeats, which costs 2 to the length. */
const MAX_NESTED_REPEAT_CHARACTERS = 20

const known = new Map<string, GuardedPattern>()
/** Patterns come from documents, so there are only so many; a host that reloads documents for days starts over. */
const MAX_KNOWN_PATTERNS = 10_000

/**
 * A pattern of a document, which may be hostile (`^(a+)+$`), as RE2 runs it: in linear time. What RE2 lacks (lookaround,
 * back references, counts over 1,000) goes to RegExp with a capped text; what no engine understands matches everything.
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
  try {
    const { RE2JS } = require('re2js') as Re2
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern))
    return { test: (text) => compiled.test(text) }
  } catch {
    return null
  }
}

function backtrackingPattern(pattern: string): GuardedPattern | null {
  const compiled = compileRegExp(pattern)
  if (compiled === null) return null
  const longest = mayExplode(pattern) ? MAX_NESTED_REPEAT_CHARACTERS : MAX_BACKTRACKING_CHARACTERS
  return { test: (text) => text.length > longest || compiled.test(text) }
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
