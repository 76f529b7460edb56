import { asciiLower, type FilterTerm, type StatusRange } from './filter-terms.ts'
import { mode, source } from './mode.ts'
import { parseDuration, parseSize } from './quantities.ts'

export { decidedBySummary, type FilterTerm, isError, matchesFilter } from './filter-terms.ts'
export type ParsedFilter = { kind: 'ok'; terms: FilterTerm[] } | Mistake

/**
 * Reads the filter language of docs/filter.md: the first mistake ends it. An empty text gives no terms, which match
 * everything. `at` and `length` of an error count UTF-16 units of `text`.
 */
export function parseFilter(text: string): ParsedFilter {
  const terms: FilterTerm[] = []
  let at = 0
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++
    if (at >= text.length) return { kind: 'ok', terms }
    const read = readTerm(text, at)
    if (read.kind === 'error') return read
    if (read.term) terms.push(read.term)
    at = read.end
  }
}

interface Mistake {
  kind: 'error'
  message: string
  at: number
  length: number
}
interface Value {
  text: string
  at: number
  end: number
}
type Body = FilterTerm extends infer T ? (T extends FilterTerm ? Omit<T, 'negated'> : never) : never
type ValuesRead = { kind: 'values'; values: Value[]; end: number } | Mistake

const KNOWN_TERM = /^([a-z][a-z-]*)(:|>=|<=|>|<)/i
const mistake = (message: string, at: number, length: number): Mistake => ({ kind: 'error', message, at, length: Math.max(1, length) })

function readTerm(text: string, from: number): { kind: 'term'; term: FilterTerm | null; end: number } | Mistake {
  const negated = text.charAt(from) === '-' && /\S/.test(text.charAt(from + 1))
  const start = negated ? from + 1 : from
  const named = KNOWN_TERM.exec(text.slice(start))
  const name = named ? (named[1] as string).toLowerCase() : ''
  if (!named || isPlainText(text.slice(start), name, named[2] as string)) return readText(text, start, negated)
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (!field) return unknownTerm(text, start, name)
  const read = readValues(text, start + named[0].length, true)
  if (read.kind === 'error') return read
  const body = field.read(read.values, named[2] as string, start, read.end)
  if (body.kind === 'error') return body
  return { kind: 'term', term: { ...body, negated } as FilterTerm, end: read.end }
}

function readText(text: string, start: number, negated: boolean): ReturnType<typeof readTerm> {
  const read = readValues(text, start, false)
  if (read.kind === 'error') return read
  const wanted = (read.values[0]?.text ?? '').toLowerCase()
  return { kind: 'term', term: wanted === '' ? null : { kind: 'text', text: wanted, negated }, end: read.end }
}

/** `http://host`, `localhost:4010/x` and `a>b` are what people paste, not terms. */
function isPlainText(rest: string, name: string, operator: string): boolean {
  if (Object.hasOwn(fields, name)) return false
  const value = rest.slice(name.length + operator.length)
  if (operator !== ':') return !/^\d/.test(value)
  return value.startsWith('//') || (/^\d+(\/|\s|$)/.test(value) && nearest(name, NUMBERED) === null)
}

/** One value, or several with commas between them; `"…"` keeps spaces and commas, `\"` and `\\` stand for themselves. */
function readValues(text: string, from: number, commas: boolean): ValuesRead {
  const values: Value[] = []
  let at = from
  for (;;) {
    const value = text.charAt(at) === '"' ? readQuoted(text, at) : readBare(text, at, commas)
    if (!value) return mistake('The quote is not closed.', at, text.length - at)
    values.push(value)
    at = value.end
    if (!commas || text.charAt(at) !== ',') break
    at++
  }
  return { kind: 'values', values: values.filter((value) => value.text !== ''), end: at }
}

function readBare(text: string, at: number, commas: boolean): Value {
  const run = /^[^\s]*/.exec(text.slice(at))?.[0] ?? ''
  const value = commas ? (run.split(',')[0] as string) : run
  return { text: value, at, end: at + value.length }
}

function readQuoted(text: string, at: number): Value | null {
  const run = /^"((?:[^"\\]|\\.)*)"/s.exec(text.slice(at))
  return run ? { text: (run[1] as string).replace(/\\(["\\])/g, '$1'), at, end: at + run[0].length } : null
}

interface Field {
  read(values: Value[], operator: string, at: number, end: number): Body | Mistake
}

const fields: Record<string, Field> = {
  method: words('method', null, 'method:get,post'),
  service: words('service', null, 'service:shop'),
  mode: words('mode', mode.options, 'mode:live'),
  source: words('source', source.options, 'source:mock'),
  state: words('state', ['pending', 'done', 'failed', 'aborted'], 'state:failed'),
  path: patterns('path', 'path:^/api'),
  route: patterns('route', 'route:"GET /products"'),
  is: {
    read(values, operator, at, end) {
      const read = words('state', ['error', 'pending', 'pinned', 'finding'], 'is:error').read(values, operator, at, end)
      return read.kind === 'word' ? ({ kind: 'is', values: read.values } as Body) : read
    },
  },
  status: {
    read(values, operator, at, end) {
      if (operator !== ':') return comparison('status', (text) => (/^\d{1,3}$/.test(text) ? Number(text) : null), values, operator, at, end)
      if (values.length === 0) return mistake('A status is missing: status:404, status:5xx or status>=400.', at, end - at)
      const ranges: StatusRange[] = []
      for (const value of values) {
        const range = statusRange(value.text.toLowerCase())
        if (!range) return mistake(`${value.text} is no status. Write 404, 5xx or none.`, value.at, value.end - value.at)
        ranges.push(range)
      }
      return { kind: 'status', ranges }
    },
  },
  duration: { read: (values, operator, at, end) => comparison('duration', parseDuration, values, operator, at, end) },
  size: { read: (values, operator, at, end) => comparison('size', parseSize, values, operator, at, end) },
}

const NUMBERED = ['status', 'duration', 'size']
/** The names of the terms, in the order in which docs/filter.md explains them. */
export const filterTermNames: readonly string[] = Object.keys(fields)

function words(name: (FilterTerm & { kind: 'word' })['field'], known: readonly string[] | null, example: string): Field {
  return {
    read(values, operator, at, end) {
      if (operator !== ':' || values.length === 0) return mistake(`Write it as ${example}.`, at, end - at)
      for (const value of values) {
        if (known && !known.includes(value.text.toLowerCase())) return unknownValue(value, known)
      }
      return { kind: 'word', field: name, values: values.map((value) => asciiLower(value.text)) }
    },
  }
}

function patterns(name: 'path' | 'route', example: string): Field {
  return {
    read(values, operator, at, end) {
      const read = values.map((value) => pattern(value.text))
      if (operator !== ':' || read.length === 0 || read.some((one) => one.text === ''))
        return mistake(`Write it as ${example}.`, at, end - at)
      return { kind: 'pattern', field: name, patterns: read }
    },
  }
}

function pattern(value: string): { text: string; start: boolean; end: boolean } {
  const start = value.startsWith('^')
  const end = value.length > 1 && value.endsWith('$')
  const text = value.slice(start ? 1 : 0, end ? -1 : undefined)
  return { text: asciiLower(text), start, end }
}

function statusRange(text: string): StatusRange | null {
  if (text === 'none') return 'none'
  if (/^[1-9]xx$/.test(text)) return { from: Number(text[0]) * 100, to: Number(text[0]) * 100 + 99 }
  return /^\d{3}$/.test(text) ? { from: Number(text), to: Number(text) } : null
}

const EXAMPLES = { status: 'status>=400', duration: 'duration>500ms', size: 'size>10kb' }

function comparison(
  field: keyof typeof EXAMPLES,
  parse: (text: string) => number | null,
  values: Value[],
  operator: string,
  at: number,
  end: number,
): Body | Mistake {
  const value = values.length === 1 && operator !== ':' ? parse((values[0] as Value).text) : null
  if (value === null) return mistake(`Write it as ${EXAMPLES[field]}, with >, >=, < or <=.`, at, end - at)
  return { kind: 'compare', field, operator: operator as '<' | '<=' | '>' | '>=', value }
}

function unknownTerm(text: string, at: number, name: string): Mistake {
  const numbered = /^[a-z-]+[:<>=]+\d/i.test(text.slice(at)) ? nearest(name, NUMBERED) : null
  const meant = numbered ?? nearest(name, filterTermNames)
  const whole = /^\S*/.exec(text.slice(at))?.[0] ?? name
  const advice = meant ? `Did you mean ${meant}?` : `To search for this text, put it in quotes: "${whole}".`
  return mistake(`No such term ${name}. ${advice}`, at, name.length)
}

function unknownValue(value: Value, known: readonly string[]): Mistake {
  const meant = nearest(value.text.toLowerCase(), known)
  const advice = meant ? `Did you mean ${meant}?` : `Write one of ${known.join(', ')}.`
  return mistake(`No such value ${value.text}. ${advice}`, value.at, value.end - value.at)
}

/** The name that is at most two keystrokes away, a prefix counting as one. */
function nearest(name: string, known: readonly string[]): string | null {
  let best: string | null = null
  let least = 3
  for (const candidate of known) {
    const distance = name.length > 1 && candidate.startsWith(name) ? 1 : keystrokes(name, candidate)
    if (distance < least && distance < candidate.length) [best, least] = [candidate, distance]
  }
  return best
}

/** Levenshtein distance. */
function keystrokes(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
