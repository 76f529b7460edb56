import { headerValues, type RawHeaders } from '../../model/headers.ts'

/** What a client asks of the mock, after Prism: in a `Prefer` header, or in the query where there is no such header. */
export interface Wishes {
  code: number | null
  example: string | null
  dynamic: boolean | null
  seed: string | null
  /** Where they stand. */
  from: 'prefer' | 'query'
}

/** A wish that can't be read. */
export interface BadWish {
  /** As findings name places: `['request', 'header', 'prefer']`. */
  location: string[]
  message: string
}

export const noWishes: Wishes = { code: null, example: null, dynamic: null, seed: null, from: 'prefer' }
const names = ['code', 'example', 'dynamic', 'seed'] as const
type WishName = (typeof names)[number]

/** What a request asks for, what of it can't be read, and in words what doesn't count. */
export interface ReadWishes {
  wishes: Wishes
  bad: BadWish[]
  overlooked: string[]
}

export function readWishes(headers: RawHeaders, query: string): ReadWishes {
  const prefer = headerValues(headers, 'prefer')
  const asked = queryWishes(query)
  if (prefer.length === 0) {
    const twice = asked.twice.map((name) => ({ location: ['request', 'query', `__${name}`], message: `__${name} is given more than once` }))
    const { wishes, bad } = read(asked.found, 'query')
    return { wishes, bad: [...twice, ...bad], overlooked: [] }
  }
  const preferred = preferences(prefer)
  const beside = [...asked.found.keys()].map((name) => `__${name} in the query does not count beside a Prefer header`)
  return { ...read(preferred.found, 'prefer'), overlooked: [...preferred.overlooked, ...beside] }
}

/** A wish as it is written: `Prefer: code=404`, `__code=404`. */
export function wishText(from: Wishes['from'], name: WishName, value: string | number | boolean): string {
  return from === 'query' ? `__${name}=${encodeURIComponent(value)}` : `Prefer: ${name}=${preferValue(String(value))}`
}

/** RFC 7240, 2: a token, or a quoted string. */
export function preferValue(value: string): string {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z/:-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
}

/** The query without the wishes in it: what is asked for in two ways is still the same request. */
export function withoutWishes(query: string): string {
  if (!query.includes('__')) return query
  return query
    .split('&')
    .filter((pair) => !names.some((name) => pair === `__${name}` || pair.startsWith(`__${name}=`)))
    .join('&')
}

function read(given: Map<WishName, string>, from: Wishes['from']): { wishes: Wishes; bad: BadWish[] } {
  const wishes: Wishes = { ...noWishes, from }
  const bad: BadWish[] = []
  const locate = (name: WishName) => (from === 'prefer' ? ['request', 'header', 'prefer'] : ['request', 'query', `__${name}`])
  for (const [name, value] of given) {
    if (name === 'example' || name === 'seed') wishes[name] = value
    else if (name === 'dynamic') {
      if (value === 'true' || value === 'false') wishes.dynamic = value === 'true'
      else bad.push({ location: locate(name), message: `dynamic must be true or false, not "${value}"` })
    } else if (/^[2-5]\d\d$/.test(value)) wishes.code = Number(value)
    else bad.push({ location: locate(name), message: `code must be a status of three digits from 200 to 599, not "${value}"` })
  }
  return { wishes, bad }
}

/** RFC 7240: preferences separated by commas, `name=value` or `name="value"`, parameters after a semicolon; the first of a name counts. */
function preferences(values: readonly string[]): { found: Map<WishName, string>; overlooked: string[] } {
  const found = new Map<WishName, string>()
  const overlooked: string[] = []
  const parts = values.join(',').matchAll(/([,;])?\s*([^\s,;="]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;]*)))?/g)
  for (const [, separator, written = '', quoted, token] of parts) {
    const name = wishName(written.toLowerCase())
    if (name === null) continue
    const value = quoted === undefined ? (token ?? '') : quoted.replace(/\\(.)/g, '$1')
    if (separator === ';')
      overlooked.push(`${name}=${value} after the semicolon in Prefer does not count: a comma stands between preferences`)
    else if (found.has(name)) overlooked.push(`${name}=${value} in Prefer does not count: the first ${name} does`)
    else found.set(name, value)
  }
  return { found, overlooked }
}

function queryWishes(query: string): { found: Map<WishName, string>; twice: WishName[] } {
  const found = new Map<WishName, string>()
  const twice = new Set<WishName>()
  if (!query.includes('__')) return { found, twice: [] }
  for (const [key, value] of new URLSearchParams(query)) {
    const name = key.startsWith('__') ? wishName(key.slice(2)) : null
    if (name === null) continue
    if (found.has(name)) twice.add(name)
    else found.set(name, value)
  }
  return { found, twice: [...twice] }
}

function wishName(written: string): WishName | null {
  return names.find((name) => name === written) ?? null
}
