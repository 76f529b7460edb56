import type { ErrorCode } from '../model/errors.ts'
import type { RawHeaders } from '../model/headers.ts'
import type { GatewayLimits } from '../model/limits.ts'

/** What the gateway needs of a request's fields, read in one pass. */
export interface RequestFields {
  host: string
  origin: string | null
  secFetchSite: string | null
  /** Value of x-switchyard-mode. */
  modeWish: string | null
  /** Present on a CORS preflight. */
  preflightMethod: string | null
  preflightHeaders: string | null
  /** Bytes that Content-Length announces; null without one. */
  contentLength: number | null
  chunked: boolean
  upgrade: string | null
}

/** Why a request is refused before anything is looked up; after these the connection is closed, as its framing is not to be trusted. */
export interface BadRequest {
  code: ErrorCode
  detail: string
}

/** What node:http lets through and must not reach an upstream is found here (RFC 9112 3.2, 6.1). */
export function checkRequest(httpVersion: string, url: string, raw: RawHeaders, limits: GatewayLimits): RequestFields | BadRequest {
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return { code: 'http-version-not-supported', detail: `HTTP/${httpVersion} is not served; use HTTP/1.1.` }
  if (url.length > limits.MAX_URL_BYTES) return tooLongUrl(limits)
  if (raw.length > limits.MAX_HEADER_FIELDS * 2)
    return {
      code: 'header-fields-too-large',
      detail: `The request has ${raw.length / 2} header fields; ${limits.MAX_HEADER_FIELDS} are allowed.`,
    }
  const fields = readFields(raw)
  if ('code' in fields) return fields
  if (fields.hosts !== 1) return bad(fields.hosts === 0 ? 'The request has no Host field.' : 'The request has more than one Host field.')
  if (!HOST.test(fields.host)) return bad('The Host field is not a host with an optional port.')
  if (fields.codings !== null) {
    if (httpVersion === '1.0') return bad('Transfer-Encoding does not belong in HTTP/1.0.')
    if (fields.contentLength !== null) return bad('The request has both Content-Length and Transfer-Encoding.')
    if (fields.codings !== 'chunked')
      return { code: 'coding-not-implemented', detail: `The transfer coding "${fields.codings}" is not implemented; only chunked is.` }
    fields.chunked = true
  }
  return fields
}

export function tooLongUrl(limits: GatewayLimits): BadRequest {
  return { code: 'uri-too-long', detail: `The URL is longer than ${limits.MAX_URL_BYTES} bytes.` }
}

const HOST = /^(?:[a-z0-9._~-]+|\[[0-9a-f:.]+\])(?::\d{0,5})?$/i
const DIGITS = /^\d{1,15}$/

interface FieldsRead extends RequestFields {
  hosts: number
  /** Every Transfer-Encoding, lower case. */
  codings: string | null
}

function readFields(raw: RawHeaders): FieldsRead | BadRequest {
  const fields: FieldsRead = {
    host: '',
    origin: null,
    secFetchSite: null,
    modeWish: null,
    preflightMethod: null,
    preflightHeaders: null,
    contentLength: null,
    chunked: false,
    upgrade: null,
    hosts: 0,
    codings: null,
  }
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] as string
    const length = name.length
    // Few names have one of these lengths, so that most fields cost one comparison.
    if (length !== 4 && length !== 6 && length !== 7 && length !== 14 && length !== 17 && length < 29) continue
    const value = raw[i + 1] as string
    const refused = readField(fields, name.toLowerCase(), value)
    if (refused) return refused
  }
  return fields
}

function readField(fields: FieldsRead, name: string, value: string): BadRequest | null {
  switch (name) {
    case 'host':
      fields.hosts++
      fields.host = value
      return null
    case 'origin':
      fields.origin = value
      return null
    case 'upgrade':
      fields.upgrade = value
      return null
    case 'content-length':
      if (fields.contentLength !== null || !DIGITS.test(value)) return bad('Content-Length is repeated or not a plain number.')
      fields.contentLength = Number(value)
      return null
    case 'sec-fetch-site':
      fields.secFetchSite = value
      return null
    case 'transfer-encoding':
      fields.codings = fields.codings === null ? value.trim().toLowerCase() : `${fields.codings}, ${value.trim().toLowerCase()}`
      return null
    case 'x-switchyard-mode':
      fields.modeWish = value
      return null
    case 'access-control-request-method':
      fields.preflightMethod = value
      return null
    case 'access-control-request-headers':
      fields.preflightHeaders = value
      return null
    default:
      return null
  }
}

function bad(detail: string): BadRequest {
  return { code: 'bad-request', detail }
}
