import { createHmac } from 'node:crypto'
import type { RawHeaders } from '../model/headers.ts'
import { createRecent } from './recent.ts'

/**
 * Takes secrets out of what is logged, before it reaches the log. What is kept of one lets people debug: scheme, length,
 * the last four characters of those over 16, and a keyed hash by which equal values are seen to be equal:
 * `Bearer [masked length=36 last=cdef hash=9f8e7d6c]`.
 */
export interface Mask {
  /** The same array when nothing in it is masked. */
  headers(raw: RawHeaders): string[]
  /** A query without its question mark. Spaces of the masked form are written as `+`. */
  query(query: string): string
}

export interface MaskOptions {
  /** Header fields, cookies' fields and query parameters, in any case. */
  names: string[]
  /** Of the workspace; without it the hashes of short secrets could be guessed. */
  key: Uint8Array
}

const MAX_REMEMBERED_VALUES = 1_000
const MAX_REMEMBERED_VALUE_CHARS = 4_096
const MIN_CHARS_TO_SHOW_LAST = 17
/** Fields that hold a URL, whose query may hold what a request's may. */
const urlFields: ReadonlySet<string> = new Set(['referer', 'location', 'content-location'])
/** Auth schemes (IANA's registry, AWS's, and the two unregistered ones in wide use): any other first word may be the secret. */
const SCHEME =
  /^(basic|bearer|digest|dpop|gnap|hoba|mutual|negotiate|ntlm|oauth|privatetoken|scram-sha-1|scram-sha-256|vapid|hawk|aws4-hmac-sha256|token|apikey) +(?=\S)/i

export function createMask({ names, key }: MaskOptions): Mask {
  const masked = new Set(names.map((name) => name.toLowerCase()))
  const lengths = new Set([...masked, ...urlFields].map((name) => name.length))
  const hash = (secret: string) => createHmac('sha256', key).update(secret).digest('hex').slice(0, 8)
  const secret = (value: string) => maskSecret(value, hash)
  const ofField = remembered((value) => maskCredentials(value, secret))
  const ofCookie = remembered((value) =>
    value
      .split(';')
      .map((pair) => maskPair(pair, secret))
      .join(';'),
  )
  const ofSetCookie = remembered((value) => maskSetCookie(value, secret))
  const ofParameter = remembered((value) => secret(value).replaceAll(' ', '+'))
  const byField: Record<string, (value: string) => string> = { cookie: ofCookie, 'set-cookie': ofSetCookie }

  return {
    headers(raw) {
      let copy: string[] | null = null
      for (let i = 0; i < raw.length; i += 2) {
        const field = raw[i] as string
        if (!lengths.has(field.length)) continue
        const name = field.toLowerCase()
        const value = raw[i + 1] as string
        const shown = masked.has(name) ? (byField[name] ?? ofField)(value) : urlFields.has(name) ? ofUrl(value) : value
        if (shown === value) continue
        copy ??= [...raw]
        copy[i + 1] = shown
      }
      return copy ?? (raw as string[])
    },
    query: ofQuery,
  }

  function ofQuery(query: string): string {
    if (query === '') return query
    return query.replace(/([^&=]+)=([^&]+)/g, (pair, name: string, value: string) =>
      masked.has(decoded(name).toLowerCase()) ? `${name}=${ofParameter(value)}` : pair,
    )
  }

  /** Parameters stand in the fragment too, as OAuth does it. */
  function ofUrl(url: string): string {
    const at = url.search(/[?#]/) + 1
    return at === 0 ? url : url.slice(0, at) + url.slice(at).split('#').map(ofQuery).join('#')
  }
}

function maskSecret(secret: string, hash: (secret: string) => string): string {
  if (secret === '') return ''
  const last = secret.length >= MIN_CHARS_TO_SHOW_LAST ? ` last=${secret.slice(-4)}` : ''
  return `[masked length=${secret.length}${last} hash=${hash(secret)}]`
}

function maskCredentials(value: string, secret: (value: string) => string): string {
  const scheme = SCHEME.exec(value)?.[0] ?? ''
  return scheme + secret(value.slice(scheme.length))
}

/** `name=value` of a cookie; what has no name is all secret. */
function maskPair(pair: string, secret: (value: string) => string): string {
  const [, space = '', rest = ''] = /^(\s*)(.*)$/s.exec(pair) ?? []
  const equals = rest.indexOf('=')
  return equals < 0 ? space + secret(rest) : space + rest.slice(0, equals + 1) + secret(rest.slice(equals + 1))
}

function maskSetCookie(value: string, secret: (value: string) => string): string {
  const end = value.indexOf(';')
  return end < 0 ? maskPair(value, secret) : maskPair(value.slice(0, end), secret) + value.slice(end)
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

/** The same few tokens come with every request: a hash costs 2 µs, a look-up a tenth. */
function remembered(mask: (value: string) => string): (value: string) => string {
  const known = createRecent<string>(MAX_REMEMBERED_VALUES)
  return (value) => {
    const before = known.get(value)
    if (before !== undefined) return before
    const result = mask(value)
    if (value.length <= MAX_REMEMBERED_VALUE_CHARS) known.set(value, result)
    return result
  }
}
