import type { Finding } from '../model/finding.ts'
import { headerValue, type RawHeaders } from '../model/headers.ts'
import { type ApiDocument, type ApiOperation, type ResponseObject, refOf, resolve } from '../openapi/document.ts'
import { operationObject } from '../openapi/operation.ts'
import { withoutCoding } from './request/content-coding.ts'
import { closestContent, contentsOf } from './request/contents.ts'
import { boundaryOf } from './request/multipart.ts'
import { compileResponseHeaders } from './response/headers.ts'

/** What the document says of a response before its body is known. The same object stands for equal status and media type. */
export interface HeadVerdict {
  findings: readonly Finding[]
  /** null where nothing is said about the body, or nothing can be. */
  body: ResponseBodyCheck | null
}

/** `most` bounds, in bytes, what a compressed body may become. Synchronous; never throws. */
export type ResponseBodyCheck = (body: Uint8Array, headers: RawHeaders, most: number) => readonly Finding[]

/** What was found of a response with its body. */
export interface ResponseVerdict {
  findings: readonly Finding[]
  /** Why the body was not checked, as a clause; null when it was, or needn't be. */
  unchecked: string | null
}
export const nothingWrong: ResponseVerdict = Object.freeze({ findings: [], unchecked: null })

export interface ResponseHead {
  method: string
  status: number
  headers: RawHeaders
}

/** Synchronous; never throws. */
export type ResponseCheck = (head: ResponseHead) => HeadVerdict

const nothing: readonly Finding[] = []
const nothingSaid: HeadVerdict = Object.freeze({ findings: nothing, body: null })
/** Content types come from upstreams, and a boundary is another each time. */
const MAX_KNOWN_TYPES = 64

/**
 * The check of the responses of one operation: status, media type and header fields, then the body, after Prism. An
 * undocumented 2xx is an Error, any other undocumented status a Warning. Each status is compiled when it is first seen.
 */
export function compileResponseCheck(document: ApiDocument, operation: ApiOperation): ResponseCheck {
  let responses: Record<string, unknown> | null = null
  const byStatus = new Map<number, ResponseCheck>()
  return (head) => {
    let check = byStatus.get(head.status)
    if (check === undefined) {
      responses ??= operationObject(document, operation)?.responses ?? {}
      check = compileStatus(document, responses, operation, head.status)
      byStatus.set(head.status, check)
    }
    return check(head)
  }
}

function compileStatus(document: ApiDocument, responses: Record<string, unknown>, operation: ApiOperation, status: number): ResponseCheck {
  const keys = Object.keys(responses)
  if (keys.length === 0) return () => nothingSaid
  const key = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find((wanted) =>
    keys.some((one) => one.toLowerCase() === wanted.toLowerCase()),
  )
  const written = key === undefined ? undefined : keys.find((one) => one.toLowerCase() === key.toLowerCase())
  if (written === undefined) return always({ findings: [undocumented(status, keys)], body: null })
  const value = responses[written]
  const response = resolve<ResponseObject>(document, value as ResponseObject)
  if (typeof response !== 'object' || response === null) return () => nothingSaid
  return compileResponse(document, response, refOf(value) ?? `${operation.ref}/responses/${written}`, status)
}

function always(verdict: HeadVerdict): ResponseCheck {
  return () => verdict
}

function undocumented(status: number, keys: readonly string[]): Finding {
  return {
    location: ['response'],
    severity: status >= 200 && status < 300 ? 'Error' : 'Warning',
    code: 'status',
    message: `Unable to match the returned status code ${status} with those defined in the document: ${keys.join(', ')}`,
  }
}

function compileResponse(document: ApiDocument, response: ResponseObject, at: string, status: number): ResponseCheck {
  const checkHeaders = compileResponseHeaders(document, response, at)
  const contents = contentsOf(document, response.content ?? {}, at, 'response')
  const bodiless = status === 204 || status === 205 || status === 304 || contents.length === 0
  let byType = new Map<string, HeadVerdict>()

  function ofType(contentType: string): HeadVerdict {
    let known = byType.get(contentType)
    if (known === undefined) {
      known = verdictOfType(contentType)
      if (byType.size >= MAX_KNOWN_TYPES) byType = new Map()
      byType.set(contentType, known)
    }
    return known
  }

  function verdictOfType(contentType: string): HeadVerdict {
    const content = closestContent(contents, contentType)
    if (content === undefined) {
      const supported = contents.map(({ mediaType }) => mediaType.text)
      return { findings: [wrongMediaType(contentType, supported)], body: null }
    }
    const { reader } = content
    if (reader.family === 'multipart' && boundaryOf(contentType) === null) {
      const message = 'Response header content-type has no boundary, which multipart bodies need'
      return { findings: [finding(['header', 'content-type'], 'media-type', message)], body: null }
    }
    return { findings: nothing, body: (body, headers, most) => checkBody(body, headers, most, contentType) }

    function checkBody(body: Uint8Array, headers: RawHeaders, most: number, type: string): readonly Finding[] {
      const plain = withoutCoding(body, headerValue(headers, 'content-encoding'), most)
      if (!(plain instanceof Uint8Array)) return [unreadable(plain.fault, plain.coding)]
      const found = reader.checkBody(plain, type)
      return found.length === 0 ? nothing : found.map(ofResponse)
    }
  }

  return ({ method, status, headers }) => {
    const contentType = headerValue(headers, 'content-type') ?? ''
    const isSilent = bodiless || (method === 'HEAD' && contentType === '')
    const verdict = isSilent ? nothingSaid : ofType(contentType)
    const inHeaders = checkHeaders === null ? nothing : checkHeaders(headers)
    // a part of a body can't be held against the schema of the whole (RFC 9110, 15.3.7)
    const body = method === 'HEAD' || status === 206 ? null : verdict.body
    if (inHeaders.length === 0 && body === verdict.body) return verdict
    return { findings: [...verdict.findings, ...inHeaders.map(ofResponse)], body }
  }
}

function wrongMediaType(contentType: string, supported: readonly string[]): Finding {
  const message = `The received media type "${contentType}" does not match the one${supported.length > 1 ? 's' : ''} specified in the document: ${supported.join(', ')}`
  return finding(['header', 'content-type'], 'media-type', message)
}

function unreadable(fault: 'unknown' | 'too-long' | 'broken', coding: string): Finding {
  if (fault === 'broken') return finding(['body'], 'content-encoding', `Response body is not valid ${coding}`)
  const why = fault === 'unknown' ? `is coded as ${coding}, which can not be read,` : 'is too long when it is decompressed'
  const message = `Response body ${why} and was not checked`
  return { ...finding(['body'], fault === 'unknown' ? 'content-encoding' : 'too-long', message), severity: 'Warning' }
}

function finding(location: string[], code: string, message: string): Finding {
  return { location: ['response', ...location], severity: 'Error', code, message }
}

/** Readers of contents speak of requests. */
function ofResponse({ location, severity, code, message }: Finding): Finding {
  return { location: ['response', ...location], severity, code, message: message.replace(/^Request /, 'Response ') }
}
