import type { Finding } from '../../model/finding.ts'
import { headerValues, type RawHeaders } from '../../model/headers.ts'
import { type ApiDocument, type HeaderObject, type ResponseObject, refOf, resolve } from '../../openapi/document.ts'
import { contentsOf } from '../request/contents.ts'
import { requestFinding, schemaFindings } from '../request/request-finding.ts'
import { readHeader } from '../request/styles.ts'
import { checkerOfWritten, shapeOf } from '../request/written.ts'

/** What is wrong with the fields of a response, in the words of requests. */
export type HeadersCheck = (headers: RawHeaders) => Finding[]

/** Null where the response documents no fields. */
export function compileResponseHeaders(document: ApiDocument, response: ResponseObject, at: string): HeadersCheck | null {
  const checks = Object.entries(response.headers ?? {}).flatMap(([name, value]) => {
    const header = resolve<HeaderObject>(document, value)
    // the media type is described by `content` (OpenAPI 3.1, 4.8.17.1)
    if (typeof header !== 'object' || header === null || name.toLowerCase() === 'content-type') return []
    return compileHeader(document, name.toLowerCase(), header, refOf(value) ?? `${at}/headers/${name}`)
  })
  if (checks.length === 0) return null
  return (headers) => checks.flatMap((check) => check(headers))
}

function compileHeader(document: ApiDocument, name: string, header: HeaderObject, at: string): HeadersCheck {
  const { required, schema, content, explode } = header as HeaderObject & { content?: unknown; explode?: unknown }
  const missing = requestFinding('header', [], 'required', `must have required property '${name}'`)
  const check = schema === undefined ? null : checkerOfWritten(document, schema, { direction: 'response', at: `${at}/schema` })
  const isContent = typeof content === 'object' && content !== null
  const [reader] = isContent ? contentsOf(document, content as Record<string, unknown>, at, 'response') : []
  const isList = shapeOf(document, schema).types?.has('array') === true
  return (headers) => {
    const values = headerValues(headers, name)
    if (values.length === 0) return required === true ? [missing] : []
    // cookies are the one field whose values can not be joined (RFC 9110, 5.3)
    const texts = name === 'set-cookie' && !isList ? values : [values.join(', ')]
    if (reader !== undefined) return texts.flatMap((text) => reader.reader.check(text, 'header', [name]))
    if (check === null) return []
    return texts.flatMap((text) => schemaFindings('header', [name], check(readHeader(text, explode === true, shapeOf(document, schema)))))
  }
}
