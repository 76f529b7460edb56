import { sample } from 'openapi-sampler'
import { follow, type Json, type RawOperation, token } from './raw-document.ts'

/** A request as the document asks for it, made without the product's code but for its path. */
export interface MadeRequest {
  url: string
  headers: [string, string][]
  body: string | undefined
}

type Sampled = Parameters<typeof sample>[0]
const options = { quiet: true, skipReadOnly: true, enablePatterns: true, maxSampleDepth: 6 }
/** The specification says that these are no parameters; the length is node's. */
const notParameters = new Set(['accept', 'content-type', 'authorization', 'content-length', 'host', 'transfer-encoding'])
const fieldName = /^[\w!#$%&'*+.^`|~-]+$/
const BOUNDARY = 'corpus-boundary'

/** @param url hits the operation and has its required query */
export function makeRequest(document: Json, raw: RawOperation, url: string): MadeRequest {
  const headers: [string, string][] = []
  const cookies: string[] = []
  const query: string[] = []
  for (const parameter of raw.parameters) {
    if (parameter.required !== true) continue
    if (parameter.in === 'header' && !notParameters.has(String(parameter.name).toLowerCase()))
      headers.push([String(parameter.name), oneLine(valueFor(document, parameter))])
    if (parameter.in === 'cookie') cookies.push(`${parameter.name}=${encodeURIComponent(oneLine(valueFor(document, parameter)))}`)
  }
  addCredentials(document, raw.operation, headers, cookies, query)
  const body = bodyOf(document, raw)
  if (body !== null) headers.push(['Content-Type', body.type])
  if (cookies.length > 0) headers.push(['Cookie', cookies.join('; ')])
  return {
    url: query.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${query.join('&')}`,
    headers: headers.filter(([name]) => fieldName.test(name)),
    body: body?.text,
  }
}

function valueFor(document: Json, described: Json): unknown {
  const example = described.example ?? (Object.values((described.examples as Json | undefined) ?? {})[0] as Json | undefined)?.value
  return example ?? sampled(document, described.schema)
}

function sampled(document: Json, schema: unknown): unknown {
  try {
    return sample((schema ?? {}) as Sampled, options, document)
  } catch {
    return {}
  }
}

/** The first way in that the document lists. */
function addCredentials(document: Json, operation: Json, headers: [string, string][], cookies: string[], query: string[]): void {
  const [first] = (operation.security ?? document.security ?? []) as Json[]
  for (const name of Object.keys(first ?? {})) {
    const scheme = follow(document, `/components/securitySchemes/${token(name)}`)?.value
    if (scheme === undefined) continue
    if (scheme.type !== 'apiKey')
      headers.push(['Authorization', String(scheme.scheme).toLowerCase() === 'basic' ? `Basic ${btoa('user:key')}` : schemeOf(scheme)])
    else if (scheme.in === 'header') headers.push([String(scheme.name), 'key'])
    else if (scheme.in === 'cookie') cookies.push(`${scheme.name}=key`)
    else query.push(`${encodeURIComponent(String(scheme.name))}=key`)
  }
}

function schemeOf({ type, scheme }: Json): string {
  if (type !== 'http' || String(scheme).toLowerCase() === 'bearer') return 'Bearer key'
  if (String(scheme).toLowerCase() !== 'digest') return `${scheme} key`
  return 'Digest username="u", realm="r", nonce="n", uri="/", response="0"'
}

function bodyOf(document: Json, { pointer, operation }: RawOperation): { type: string; text: string } | null {
  if (operation.requestBody === undefined) return null
  const body = follow(document, `${pointer}/requestBody`)
  const content = (body?.value.content ?? {}) as Json
  const types = Object.keys(content)
  const type = types.find((one) => /json/i.test(one)) ?? types.find((one) => /form/i.test(one)) ?? types[0]
  if (body === null || type === undefined) return null
  const media = follow(document, `${body.pointer}/content/${token(type)}`)?.value ?? {}
  const value = valueFor(document, media)
  const plain = type.includes('*') ? 'application/json' : type
  if (/json/i.test(plain)) return { type: plain, text: JSON.stringify(value ?? null) }
  const fields =
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, held]) => [name, oneLine(held)] as [string, string])
      : []
  if (/x-www-form-urlencoded/i.test(plain)) return { type: plain, text: new URLSearchParams(fields).toString() }
  if (!/^multipart\//i.test(plain)) return { type: plain, text: typeof value === 'string' ? value : '<a/>' }
  const parts = fields.map(([name, held]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${held}\r\n`)
  return { type: `${plain}; boundary=${BOUNDARY}`, text: `${parts.join('')}--${BOUNDARY}--\r\n` }
}

function oneLine(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value ?? '')).replace(/[^\x20-\x7e]+/g, ' ')
}
