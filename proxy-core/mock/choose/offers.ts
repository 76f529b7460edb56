import { type MediaType, parseMediaType } from '../../contract/media-type.ts'
import {
  type ApiDocument,
  type ExampleObject,
  type HeaderObject,
  type MediaTypeObject,
  type OperationObject,
  type Referenced,
  type ResponseObject,
  refOf,
  resolve,
  type SchemaObject,
} from '../../openapi/document.ts'

/** One response that an operation documents. */
export interface Offer {
  /** As written, ranges in upper case: `200`, `2XX`, `default`. */
  key: string
  contents: Content[]
  headers: HeaderOffer[]
}

export interface Content {
  mediaType: MediaType
  /** Named; the single `example` of a media type is called `default`. */
  examples: Example[]
  schema: Located | null
}

export interface Example {
  name: string
  value: unknown
  /** Already text, to be sent as it stands. */
  serialized: boolean
}

export interface HeaderOffer {
  name: string
  example: Example | null
  schema: Located | null
}

export interface Located {
  schema: SchemaObject
  at: string
}

/** Framing and coding are the gateway's; what a document says of them describes another server. */
const notOurs = new Set(
  'content-type content-length content-encoding transfer-encoding connection keep-alive upgrade trailer te proxy-connection proxy-authenticate'.split(
    ' ',
  ),
)
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Reads the responses of an operation, as far as an answer may need them. */
export function readOffers(document: ApiDocument, operation: OperationObject, at: string): Offer[] {
  const offers: Offer[] = []
  for (const [key, value] of Object.entries(operation.responses ?? {})) {
    const place = placeOf(value, `${at}/responses/${key}`)
    const response = resolve<ResponseObject>(document, value)
    if (!/^([1-5](\d\d|xx)|default)$/i.test(key) || typeof response !== 'object' || response === null) continue
    offers.push({
      key: key === 'default' ? key : key.toUpperCase(),
      contents: readContents(document, response, place),
      headers: readHeaders(document, response, place),
    })
  }
  return offers
}

/** What a response, or a request body, comes as. */
export function readContents(document: ApiDocument, response: Pick<ResponseObject, 'content'>, at: string): Content[] {
  const contents: Content[] = []
  for (const [text, value] of Object.entries(response.content ?? {})) {
    const place = placeOf(value, `${at}/content/${escapeToken(text)}`)
    const media = resolve<MediaTypeObject>(document, value)
    const mediaType = parseMediaType(text)
    if (mediaType === null || typeof media !== 'object' || media === null) continue
    contents.push({ mediaType, examples: readExamples(document, media), schema: schemaOf(media.schema, place) })
  }
  return contents
}

function readHeaders(document: ApiDocument, response: ResponseObject, at: string): HeaderOffer[] {
  const headers: HeaderOffer[] = []
  for (const [name, value] of Object.entries(response.headers ?? {})) {
    const header = resolve<HeaderObject>(document, value)
    if (!token.test(name) || notOurs.has(name.toLowerCase()) || typeof header !== 'object' || header === null) continue
    const schema = schemaOf(header.schema, placeOf(value, `${at}/headers/${escapeToken(name)}`))
    headers.push({ name, example: readExamples(document, header)[0] ?? null, schema })
  }
  return headers
}

export function readExamples(document: ApiDocument, holder: Pick<MediaTypeObject, 'example' | 'examples'>): Example[] {
  const examples: Example[] = []
  if (holder.example !== undefined) examples.push({ name: 'default', value: holder.example, serialized: false })
  for (const [name, value] of Object.entries(holder.examples ?? {})) {
    const example = readExample(document, name, value)
    if (example !== null) examples.push(example)
  }
  return examples
}

/** An external value isn't fetched: the mock opens no files and no connections. */
function readExample(document: ApiDocument, name: string, written: Referenced<ExampleObject>): Example | null {
  const example = resolve<Record<string, unknown>>(document, written as Referenced<Record<string, unknown>>)
  if (typeof example !== 'object' || example === null) return null
  for (const field of ['value', 'dataValue', 'serializedValue']) {
    if (Object.hasOwn(example, field)) return { name, value: example[field], serialized: field === 'serializedValue' }
  }
  return null
}

function schemaOf(schema: SchemaObject | undefined, at: string): Located | null {
  return schema === undefined ? null : { schema, at: `${at}/schema` }
}

function placeOf(value: unknown, at: string): string {
  return refOf(value) ?? at
}

function escapeToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
