import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { Finding } from '../../model/finding.ts'
import { headerValue, type RawHeaders } from '../../model/headers.ts'
import { contractLimits } from '../../model/limits.ts'
import { type ApiDocument, type ApiOperation, type MediaTypeObject, refOf, resolve } from '../../openapi/document.ts'
import { operationObject } from '../../openapi/operation.ts'
import { type MediaType, mediaTypeMatches, parseMediaType } from '../media-type.ts'
import { type ContentReader, compileContent } from './content.ts'
import { boundaryOf } from './multipart.ts'
import type { CheckedRequest } from './request.ts'
import { requestFinding } from './request-finding.ts'

/** What is wrong with a body; with `supported` it is the media type. */
export interface BodyVerdict {
  supported: readonly string[] | null
  findings: readonly Finding[]
}
export type BodyCheck = (body: CheckedRequest['body'], headers: RawHeaders) => BodyVerdict

interface Content {
  mediaType: MediaType
  reader: ContentReader
}

const fine: BodyVerdict = { supported: null, findings: [] }
const required: Finding = { location: ['body'], severity: 'Error', code: 'required', message: 'Body parameter is required' }
const noBoundary =
  'Boundary parameter for multipart/form-data is not defined or generated in the request header. Leave the Content-Type to the client, which knows its boundary.'

/** Of an operation that takes no body as well: then every body has a media type that isn't supported, as in Prism. */
export function compileBody(document: ApiDocument, operation: ApiOperation): BodyCheck {
  const written = operationObject(document, operation).requestBody
  const requestBody = resolve(document, written)
  const at = (written === undefined ? null : refOf(written)) ?? `${operation.ref}/requestBody`
  const contents = contentsOf(document, requestBody?.content ?? {}, at)
  const supported = contents.map(({ mediaType }) => mediaType.text)

  return (body, headers) => {
    if (body === null || body.length === 0) return requestBody?.required === true ? { supported: null, findings: [required] } : fine
    const contentType = headerValue(headers, 'content-type') ?? ''
    const content = contentFor(contents, contentType)
    if (content === undefined) return unsupported(supported)
    if (content.reader.family === 'multipart' && boundaryOf(contentType) === null) return wrongMediaType(supported, noBoundary)
    if (body === 'too-long') return { supported: null, findings: [tooLong] }
    const plain = withoutCoding(body as Uint8Array, headerValue(headers, 'content-encoding'))
    const findings = plain instanceof Uint8Array ? content.reader.checkBody(plain, contentType) : [plain]
    return findings.length === 0 ? fine : { supported: null, findings }
  }
}

function contentsOf(document: ApiDocument, content: Record<string, unknown>, at: string): Content[] {
  return Object.entries(content).flatMap(([text, value]) => {
    const mediaType = parseMediaType(text)
    const media = resolve<MediaTypeObject>(document, value as MediaTypeObject)
    if (mediaType === null || typeof media !== 'object' || media === null) return []
    const place = refOf(value) ?? `${at}/content/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return { mediaType, reader: compileContent(document, mediaType, media, place) }
  })
}

/** The closest that is declared: with its parameters, the type, a range. Without a Content-Type the first. */
function contentFor(contents: readonly Content[], contentType: string): Content | undefined {
  if (contentType === '') return contents[0]
  const given = parseMediaType(contentType)
  if (given === null) return undefined
  let best: Content | undefined
  let closest = -1
  for (const content of contents) {
    const closeness = closenessOf(given, content.mediaType)
    if (closeness > closest) {
      best = content
      closest = closeness
    }
  }
  return best
}

function closenessOf(given: MediaType, declared: MediaType): number {
  if (!mediaTypeMatches(given, declared)) return -1
  if (declared.type === '*') return 0
  if (declared.subtype.includes('*')) return declared.subtype === '*' ? 1 : 2
  return [...declared.parameters].every(([name, value]) => given.parameters.get(name) === value) ? 4 + declared.parameters.size : 3
}

function unsupported(supported: readonly string[]): BodyVerdict {
  const message =
    supported.length === 0
      ? 'No supported content types, but request included a non-empty body'
      : `Supported content types: ${supported.join(', ')}`
  return wrongMediaType(supported, message)
}

function wrongMediaType(supported: readonly string[], message: string): BodyVerdict {
  return { supported, findings: [{ location: ['header', 'content-type'], severity: 'Error', code: '415', message }] }
}

const tooLong: Finding = {
  location: ['body'],
  severity: 'Warning',
  code: 'too-long',
  message: `Request body is longer than ${contractLimits.MAX_CHECKED_BODY_BYTES / 1024 / 1024} MiB and was not checked`,
}
const decoders: Record<string, typeof gunzipSync | undefined> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

/** A body as it was before its Content-Encoding, or what keeps it from being known. */
function withoutCoding(body: Uint8Array, coding: string | undefined): Uint8Array | Finding {
  const name = coding?.trim().toLowerCase() ?? 'identity'
  if (name === 'identity' || name === '') return body
  const decode = decoders[name]
  if (decode === undefined) {
    const message = `Request body is coded as ${name}, which can not be read, and was not checked`
    return { location: ['body'], severity: 'Warning', code: 'content-encoding', message }
  }
  try {
    return decode(body, { maxOutputLength: contractLimits.MAX_CHECKED_BODY_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLong
    return requestFinding('body', [], 'content-encoding', `is not valid ${name}`)
  }
}
