import { headerPairs, withoutHeaders } from '../../proxy-core/model/headers.ts'

export interface Copied {
  text: string
  /** What could not be put into the text, to be said beside "copied". */
  leftOut: string[]
}

/** What a request is sent with. */
export interface SentRequest {
  method: string
  scheme: string
  host: string
  path: string
  query: string
  headers: readonly (readonly [string, string])[]
  /** The body as text; null when there was none or it can't be written as text. */
  body: string | null
  bodyLeftOut: 'cut' | 'binary' | null
  isMasked: (name: string, value: string) => boolean
}

export function exchangeUrl({ scheme, host, path, query }: Pick<SentRequest, 'scheme' | 'host' | 'path' | 'query'>): string {
  return `${scheme}://${host}${path}${query === '' ? '' : `?${query}`}`
}

/** Written by curl itself, or meant for one hop only. */
const LEFT_TO_CURL = new Set([
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
  'keep-alive',
  'proxy-connection',
  'te',
  'upgrade',
])

/** A command for a POSIX shell. Every value is quoted, so that nothing in a captured request can become a command or a file name. */
export function curlCommand(request: SentRequest): Copied {
  const url = exchangeUrl(request)
  const leftOut: string[] = []
  const parts = ['curl']
  if (request.method === 'HEAD') parts.push('--head')
  else if (request.method !== 'GET' || request.body !== null) parts.push(`-X ${quoted(request.method)}`)
  if (/[[\]{}]/.test(url)) parts.push('--globoff')
  if (/\/\.\.?(?:\/|$)/.test(request.path)) parts.push('--path-as-is')
  parts.push(quoted(url))
  for (const [name, value] of headerPairs(withoutHeaders(request.headers.flat(), LEFT_TO_CURL))) {
    if (request.isMasked(name, value)) leftOut.push(`${name} (masked)`)
    else parts.push(`-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`)
    if (name.toLowerCase() === 'accept-encoding') parts.push('--compressed')
  }
  // --data-raw takes the text as it is; --data would read a file for a body that begins with @.
  if (request.body !== null) parts.push(`--data-raw ${quoted(request.body)}`)
  if (request.bodyLeftOut) leftOut.push(request.bodyLeftOut === 'cut' ? 'the body (only its beginning was kept)' : 'the body (not text)')
  return { text: parts.join(' \\\n  '), leftOut }
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
