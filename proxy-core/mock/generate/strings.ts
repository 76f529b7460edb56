import { formatAccepts } from '../../contract/formats.ts'
import { guardedPattern } from '../../contract/guarded-pattern.ts'
import { hintOf } from './description-hints.ts'
import type { Flat } from './flat.ts'
import { makePatternStrings } from './pattern-strings.ts'
import { generateLimits, oneOf, type Run } from './run.ts'
import { lengthOf } from './scalar-fits.ts'
import { stringsOfFormat } from './string-formats.ts'
import { type MakeString, type Naming, sentence, stringsNamed } from './string-names.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

const PATTERN_TRIES = 60
const OTHER_TRIES = 4
/** Of each way to make a string with a pattern, before one is relied on or given up. */
const TRIALS = 24
const MAX_TRIAL_CHARACTERS = 200

/** Strings of the schema's form and length, as the property's name suggests. */
export function makeStrings(flat: Flat, naming: Naming): MakeString {
  if (flat.minLength > flat.maxLength) throw new Unsatisfiable('minLength', flat.at, 'minLength is over maxLength')
  if (flat.minLength > generateLimits.MAX_STRING_CHARACTERS) throw new Unsatisfiable('minLength', flat.at, 'the text would be too long')
  const longest = Math.min(...flat.patterns.map((pattern) => guardedPattern(pattern).longest ?? Infinity))
  const candidates = candidatesFor(flat, naming, longest)
  const first = candidates[0] as Candidate
  if (!isBounded(flat)) return first.make
  let tried: Tried | null = flat.patterns.length > 0 ? null : { sure: null, possible: candidates }
  return (run) => {
    tried ??= run.aside(flat.at, () => tryOut(candidates, flat, longest, run))
    if (tried.sure !== null && !run.careful) return resized(tried.sure(run), flat)
    let unseen: string | null = null
    for (const { make, tries, describes } of tried.possible) {
      for (let n = 0; n < tries; n++) {
        const text = resized(make(run), flat)
        if (!fits(flat, text)) continue
        if (text.length <= longest) return text
        // nobody looked whether it matches: what the pattern itself describes most likely does
        if (unseen === null || describes) unseen = text
      }
    }
    if (unseen !== null) return unseen
    throw new Unsatisfiable(keywordOf(flat), flat.at, 'no text was found that fits')
  }
}

interface Candidate {
  make: MakeString
  tries: number
  /** Made after the pattern. */
  describes?: true
}

interface Tried {
  /** Fits without a look: the body is checked as a whole, and made again with a look at each text. */
  sure: MakeString | null
  possible: readonly Candidate[]
}

/** Which candidates fit at all, and which always does: found out once, since patterns take long to match. */
function tryOut(candidates: readonly Candidate[], flat: Flat, longest: number, run: Run): Tried {
  const possible: Candidate[] = []
  for (const candidate of candidates) {
    let fitting = 0
    for (let n = 0; n < TRIALS; n++) {
      const text = resized(candidate.make(run), flat)
      if (text.length > Math.min(longest, MAX_TRIAL_CHARACTERS)) return { sure: null, possible: candidates }
      if (fits(flat, text)) fitting++
    }
    if (fitting > 0) possible.push(candidate)
    if (fitting === TRIALS) return { sure: possible.length === 1 ? candidate.make : null, possible }
  }
  return { sure: null, possible: possible.length === 0 ? candidates : possible }
}

/** @param longest text that all patterns are really tried on */
function candidatesFor(flat: Flat, naming: Naming, longest: number): Candidate[] {
  const formats = flat.formats.flatMap((format) => stringsOfFormat(format, naming.name, flat))
  const named = formats.length === 0 ? (stringsNamed(naming) ?? stringsDescribed(flat)) : null
  const patterns = flat.patterns
    .map((pattern) =>
      makePatternStrings(pattern, flat.minLength, longest < flat.minLength ? flat.maxLength : Math.min(flat.maxLength, longest)),
    )
    .filter((make) => make !== null)
  return [
    ...formats.map((make) => ({ make, tries: OTHER_TRIES })),
    ...(named === null ? [] : [{ make: named, tries: OTHER_TRIES }]),
    ...patterns.map((make) => ({ make, tries: PATTERN_TRIES, describes: true as const })),
    ...joined(flat, formats[0] ?? null, patterns),
    { make: plainWords(flat), tries: OTHER_TRIES },
  ]
}

/** What two patterns describe at the beginning and at the end, and what a format ends with. */
function joined({ patterns, minLength }: Flat, format: MakeString | null, makers: readonly MakeString[]): Candidate[] {
  const [first, second] = makers
  if (first !== undefined && second !== undefined) {
    const [start, end] = (patterns[0] ?? '').endsWith('$') && !(patterns[0] ?? '').startsWith('^') ? [second, first] : [first, second]
    const make: MakeString = (run) => {
      const [head, tail] = [start(run), end(run)]
      return head + 'a'.repeat(Math.max(0, minLength - head.length - tail.length)) + tail
    }
    return [{ make, tries: PATTERN_TRIES }]
  }
  if (first === undefined || format === null) return []
  const make: MakeString = (run) => {
    const [text, end] = [format(run), first(run)]
    const cut = text.lastIndexOf(end.charAt(0))
    return cut < 0 ? text + end : text.slice(0, cut) + end
  }
  return [{ make, tries: PATTERN_TRIES }]
}

function stringsDescribed(flat: Flat): MakeString | null {
  const hint = hintOf(flat)
  if (hint === null) return null
  if (hint.values.length > 0) return (run) => oneOf(run, hint.values)
  return hint.name === null ? null : stringsNamed({ name: hint.name, owner: '' })
}

/** Words for what has no name; a sentence where there is room for one. */
function plainWords(flat: Flat): MakeString {
  return (run) => (flat.minLength > 30 ? sentence(run) : `${run.adjective()} ${run.noun()}`)
}

function isBounded(flat: Flat): boolean {
  return flat.minLength > 0 || flat.maxLength < Infinity || flat.patterns.length > 0 || flat.formats.length > 1
}

/** Cut or lengthened where only the length stands against it. */
function resized(text: string, flat: Flat): string {
  if (flat.minLength === 0 && text.length <= flat.maxLength) return text
  const length = lengthOf(text)
  if (length > flat.maxLength) return [...text].slice(0, flat.maxLength).join('').trimEnd().padEnd(flat.minLength, 'a')
  if (length >= flat.minLength) return text
  const source = `${text === '' ? 'a' : text} `
  return [...source.repeat(Math.ceil(flat.minLength / lengthOf(source)))].slice(0, flat.minLength).join('').replace(/ $/, 'a')
}

function fits(flat: Flat, text: string): boolean {
  if (flat.minLength > 0 || text.length > flat.maxLength) {
    const length = lengthOf(text)
    if (length < flat.minLength || length > flat.maxLength) return false
  }
  return flat.formats.every((format) => formatAccepts(format, text)) && flat.patterns.every((pattern) => guardedPattern(pattern).test(text))
}

function keywordOf(flat: Flat): string {
  if (flat.patterns.length > 0) return 'pattern'
  return flat.formats.length > 0 ? 'format' : 'minLength'
}
