/** A media type or a range of them, as documents and `Accept` write it. */
export interface MediaType {
  /** As written. */
  text: string
  type: string
  subtype: string
  /** Without `q` and `charset`, names in lower case. */
  parameters: ReadonlyMap<string, string>
}

/** null for what has not the form `type/subtype`. */
export function parseMediaType(text: string): MediaType | null {
  const [essence = '', ...rest] = text.split(';')
  const match = /^\s*([^\s/;,]+)\/([^\s/;,]+)\s*$/.exec(essence)
  if (match === null) return null
  const parameters = new Map<string, string>()
  for (const parameter of rest) {
    const equals = parameter.indexOf('=')
    const name = parameter.slice(0, equals).trim().toLowerCase()
    if (equals > 0 && name !== 'q' && name !== 'charset') parameters.set(name, unquoted(parameter.slice(equals + 1)))
  }
  return { text: text.trim(), type: (match[1] as string).toLowerCase(), subtype: (match[2] as string).toLowerCase(), parameters }
}

function unquoted(value: string): string {
  return value
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .toLowerCase()
}

/** What a media type is made of, which decides how a body of it is written. */
export type MediaFamily = 'json' | 'json-lines' | 'xml' | 'form' | 'multipart' | 'events' | 'csv' | 'html' | 'text' | 'binary'

const lines = new Set(['x-ndjson', 'ndjson', 'jsonl', 'x-jsonlines', 'jsonlines', 'json-seq'])
const texts = new Set(['javascript', 'x-javascript', 'graphql', 'sql', 'x-sh', 'x-pem-file', 'jwt', 'jose', 'toml', 'vnd.mermaid'])

export function familyOf({ type, subtype }: MediaType): MediaFamily {
  if (lines.has(subtype)) return 'json-lines'
  if (subtype === 'json' || subtype.endsWith('+json') || subtype === '*' || subtype.endsWith('yaml')) {
    if (type === 'application' || type === '*' || subtype !== '*') return 'json'
  }
  if (subtype === 'xml' || subtype.endsWith('+xml')) return subtype.endsWith('svg+xml') ? 'binary' : 'xml'
  if (subtype === 'x-www-form-urlencoded') return 'form'
  if (type === 'multipart') return 'multipart'
  if (subtype === 'event-stream') return 'events'
  if (subtype === 'csv') return 'csv'
  if (subtype === 'html') return 'html'
  return type === 'text' || texts.has(subtype) ? 'text' : 'binary'
}

/** Whether a media type is one that a document declares, or of a range that it declares: `image/*`, `application/*+json`. */
export function mediaTypeMatches(given: MediaType, declared: MediaType): boolean {
  if (declared.type !== '*' && declared.type !== given.type) return false
  if (declared.subtype.startsWith('*+')) return given.subtype.endsWith(declared.subtype.slice(1))
  return declared.subtype === '*' || declared.subtype === given.subtype
}
