import type { ExchangeSummary } from './exchange.ts'

/** Values are alternatives; texts and words are in lower case. */
export type FilterTerm = { negated: boolean } & (
  | { kind: 'text'; text: string }
  | { kind: 'word'; field: 'method' | 'service' | 'mode' | 'source' | 'state'; values: string[] }
  | { kind: 'pattern'; field: 'path' | 'route'; patterns: { text: string; start: boolean; end: boolean }[] }
  | { kind: 'status'; ranges: StatusRange[] }
  | { kind: 'compare'; field: 'status' | 'duration' | 'size'; operator: '<' | '<=' | '>' | '>='; value: number }
  | { kind: 'is'; values: ('error' | 'pending' | 'pinned' | 'finding')[] }
)
/** Both ends included; `none` is an exchange without an answer. */
export type StatusRange = { from: number; to: number } | 'none'

/**
 * Whether an exchange fits every term, as far as its summary tells. Free text is looked for in the URL and the method
 * only: headers and bodies are in the log (see `decidedBySummary`).
 */
export function matchesFilter(terms: readonly FilterTerm[], summary: ExchangeSummary): boolean {
  for (const term of terms) {
    if (matches(term, summary) === term.negated) return false
  }
  return true
}

/** False when a term looks into headers and bodies, so that only the log can say whether an exchange matches. */
export function decidedBySummary(terms: readonly FilterTerm[]): boolean {
  return terms.every((term) => term.kind !== 'text')
}

/** No whole answer came back, or one that says the server failed. The meaning of `is:error` and of the error share. */
export function isError(exchange: Pick<ExchangeSummary, 'state' | 'status'>): boolean {
  return exchange.state === 'failed' || exchange.state === 'aborted' || (exchange.status !== null && exchange.status >= 500)
}

/** What free text is looked for in when only the summary is at hand: the request line, and the URL as people paste it. */
export function textOfSummary(summary: Pick<ExchangeSummary, 'method' | 'scheme' | 'host' | 'path' | 'query'>): string {
  const query = summary.query === '' ? '' : `?${summary.query}`
  const target = `${summary.path}${query}`
  return `${summary.method} ${target}\n${summary.scheme}://${summary.host}${target}`.toLowerCase()
}

/** Lower case as SQLite's LIKE and NOCASE see it: A to Z only, so that page and log agree on every exchange. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function matches(term: FilterTerm, summary: ExchangeSummary): boolean {
  switch (term.kind) {
    case 'text':
      return textOfSummary(summary).includes(term.text)
    case 'word': {
      const value = summary[term.field]
      return value !== null && term.values.includes(asciiLower(value))
    }
    case 'pattern': {
      const value = summary[term.field]
      return value !== null && term.patterns.some((pattern) => matchesPattern(pattern, asciiLower(value)))
    }
    case 'status':
      return term.ranges.some((range) => matchesStatus(range, summary.status))
    case 'compare': {
      const value = summary[COMPARED_FIELDS[term.field]]
      return value !== null && compare[term.operator](value, term.value)
    }
    case 'is':
      return term.values.some((value) => standing[value](summary))
  }
}

const COMPARED_FIELDS = { status: 'status', duration: 'durationMs', size: 'responseBytes' } as const

const compare = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
}

const standing = {
  error: isError,
  pending: (summary: ExchangeSummary) => summary.state === 'pending',
  pinned: (summary: ExchangeSummary) => summary.pinned,
  finding: (summary: ExchangeSummary) => summary.findings > 0,
}

function matchesPattern({ text, start, end }: { text: string; start: boolean; end: boolean }, value: string): boolean {
  if (start && end) return value === text
  if (start) return value.startsWith(text)
  return end ? value.endsWith(text) : value.includes(text)
}

function matchesStatus(range: StatusRange, status: number | null): boolean {
  if (range === 'none') return status === null
  return status !== null && status >= range.from && status <= range.to
}
