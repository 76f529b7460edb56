import { parseFilter } from '../../../proxy-core/model/filter.ts'

/** Pieces of a filter as they are written: a value in quotes keeps its spaces. */
const WORD = /-?(?:[a-z][a-z-]*(?::|>=|<=|>|<))?(?:(?:"(?:[^"\\]|\\.)*"|[^\s",][^\s,]*)?,?)+/gi
const PARTS = /^(-?)([a-z][a-z-]*:|[a-z][a-z-]*(?=[<>]))?(.*)$/is

/** The terms of a filter as texts of their own, or null where they can't be told apart: then the filter is edited as a whole. */
export function splitFilter(text: string): string[] | null {
  const words = text.match(WORD)?.filter((word) => word !== '') ?? []
  const whole = parseFilter(text)
  if (whole.kind === 'error') return null
  const apart = words.map((word) => parseFilter(word))
  if (!apart.every((one) => one.kind === 'ok' && one.terms.length === 1)) return null
  const joined = apart.flatMap((one) => (one.kind === 'ok' ? one.terms : []))
  return JSON.stringify(joined) === JSON.stringify(whole.terms) ? words : null
}

export function joinFilter(words: readonly string[]): string {
  return words
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .join(' ')
}

/** Sign, name and value of a term, for its chip. */
export function chipParts(word: string): { negated: boolean; term: string; value: string } {
  const [, sign = '', term = '', value = ''] = PARTS.exec(word) ?? []
  return { negated: sign === '-' && value !== '', term, value: sign === '-' && value === '' ? word : value }
}

/** The filter with a term put in or taken out. */
export function toggleWord(text: string, word: string): string {
  const words = splitFilter(text) ?? [text]
  return joinFilter(words.includes(word) ? words.filter((other) => other !== word) : [...words, word])
}

export function hasWord(text: string, word: string): boolean {
  return splitFilter(text)?.includes(word) ?? false
}
