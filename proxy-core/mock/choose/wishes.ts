import { headerValues, type RawHeaders } from '../../model/headers.ts'

/** What a client asks of the mock, after Prism: in a `Prefer` header, or in the query where there is no such header. */
export interface Wishes {
  code: number | null
  example: string | null
  dynamic: boolean | null
  seed: string | null
}

/** A wish that can't be read. */
export interface BadWish {
  /** As findings name places: `['request', 'header', 'prefer']`. */
  location: string[]
  message: string
}

export const noWishes: Wishes = { code: null, example: null, dynamic: null, seed: null }
const names = ['code', 'example', 'dynamic', 'seed'] as const
type WishName = (typeof names)[number]

export function readWishes(headers: RawHeaders, query: string): { wishes: Wishes; bad: BadWish[] } {
  const prefer = headerValues(headers, 'prefer')
  return prefer.length > 0
    ? read(preferences(prefer), () => ['request', 'header', 'prefer'])
    : read(queryWishes(query), (name) => ['request', 'query', `__${name}`])
}

/** The query without the wishes in it: what is asked for in two ways is still the same request. */
export function withoutWishes(query: string): string {
  if (!query.includes('__')) return query
  return query
    .split('&')
    .filter((pair) => !names.some((name) => pair === `__${name}` || pair.startsWith(`__${name}=`)))
    .join('&')
}

function read(given: Map<WishName, string>, locate: (name: WishName) => string[]): { wishes: Wishes; bad: BadWish[] } {
  const wishes: Wishes = { ...noWishes }
  const bad: BadWish[] = []
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
function preferences(values: readonly string[]): Map<WishName, string> {
  const found = new Map<WishName, string>()
  for (const [, written = '', quoted, token] of values.join(',').matchAll(/([^\s,;="]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;]*)))?/g)) {
    const name = wishName(written.toLowerCase())
    if (name !== null && !found.has(name)) found.set(name, quoted === undefined ? (token ?? '') : quoted.replace(/\\(.)/g, '$1'))
  }
  return found
}

function queryWishes(query: string): Map<WishName, string> {
  const found = new Map<WishName, string>()
  if (!query.includes('__')) return found
  for (const [key, value] of new URLSearchParams(query)) {
    const name = key.startsWith('__') ? wishName(key.slice(2)) : null
    if (name !== null && !found.has(name)) found.set(name, value)
  }
  return found
}

function wishName(written: string): WishName | null {
  return names.find((name) => name === written) ?? null
}
