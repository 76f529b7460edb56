import type { Finding } from '../../model/finding.ts'
import { headerValue, type RawHeaders } from '../../model/headers.ts'
import { contractLimits } from '../../model/limits.ts'
import { type ApiDocument, type ApiOperation, refOf, resolve } from '../../openapi/document.ts'
import { operationObject } from '../../openapi/operation.ts'
import { withoutCoding } from './content-coding.ts'
import { closestContent, contentsOf } from './contents.ts'
import { boundaryOf } from './multipart.ts'
import type { BodyVerdict } from './request.ts'
import { requestFinding } from './request-finding.ts'

export type BodyCheck = (body: Uint8Array | 'too-long' | null, headers: RawHeaders) => BodyVerdict

const fine: BodyVerdict = { supported: null, findings: [] }
const required: Finding = { location: ['body'], severity: 'Error', code: 'required', message: 'Body parameter is required' }
const noBoundary =
  'Boundary parameter for multipart/form-data is not defined or generated in the request header. Leave the Content-Type to the client, which knows its boundary.'

/** Of an operation that takes no body as well: then every body has a media type that isn't supported, as in Prism. */
export function compileBody(document: ApiDocument, operation: ApiOperation): BodyCheck {
  const written = operationObject(document, operation).requestBody
  const requestBody = resolve(document, written)
  const at = (written === undefined ? null : refOf(written)) ?? `${operation.ref}/requestBody`
  const contents = contentsOf(document, requestBody?.content ?? {}, at, 'request')
  const supported = contents.map(({ mediaType }) => mediaType.text)

  return (body, headers) => {
    if (body === null || body.length === 0) return requestBody?.required === true ? { supported: null, findings: [required] } : fine
    const contentType = headerValue(headers, 'content-type') ?? ''
    // without a Content-Type the first
    const content = contentType === '' ? contents[0] : closestContent(contents, contentType)
    if (content === undefined) return unsupported(supported)
    if (content.reader.family === 'multipart' && boundaryOf(contentType) === null) return wrongMediaType(supported, noBoundary)
    if (body === 'too-long') return { supported: null, findings: [tooLong] }
    const plain = plainBody(body, headerValue(headers, 'content-encoding'))
    const findings = plain instanceof Uint8Array ? content.reader.checkBody(plain, contentType) : [plain]
    return findings.length === 0 ? fine : { supported: null, findings }
  }
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
/** A body as it was before its Content-Encoding, or what keeps it from being known. */
function plainBody(body: Uint8Array, contentEncoding: string | undefined): Uint8Array | Finding {
  const decoded = withoutCoding(body, contentEncoding, contractLimits.MAX_CHECKED_BODY_BYTES)
  if (decoded instanceof Uint8Array) return decoded
  if (decoded.fault === 'too-long') return tooLong
  if (decoded.fault === 'broken') return requestFinding('body', [], 'content-encoding', `is not valid ${decoded.coding}`)
  const message = `Request body is coded as ${decoded.coding}, which can not be read, and was not checked`
  return { location: ['body'], severity: 'Warning', code: 'content-encoding', message }
}
