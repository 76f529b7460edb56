import type { Finding } from '../../model/finding.ts'
import type { ApiDocument, MediaTypeObject } from '../../openapi/document.ts'
import { familyOf, type MediaType, mediaTypeMatches, parseMediaType } from '../media-type.ts'
import type { Part } from './multipart.ts'
import { parseJson } from './parse-json.ts'
import { requestFinding } from './request-finding.ts'
import { decodedField, type Fields, readField } from './styles.ts'
import { asParsed, type Shape, shapeOf, type Written } from './written.ts'

/** A form as a value for its schema, and what couldn't be read of it. */
export interface FormValue {
  written: Written
  findings: Finding[]
}

/** What a media type says of one field. */
interface Encoding {
  contentType?: unknown
  style?: unknown
  explode?: unknown
  allowReserved?: unknown
}

/** Characters that mean something in a URL; a field whose encoding doesn't say `allowReserved` must encode them. */
const RESERVED = /[/?#[\]@$;=]/
const nobody: ReadonlySet<string> = new Set()

/** A form in the coding of queries (`application/x-www-form-urlencoded`). */
export function formValue(document: ApiDocument, media: MediaTypeObject, fields: Fields): FormValue {
  const shape = shapeOf(document, media.schema)
  const members: [string, Written][] = []
  const findings: Finding[] = []
  for (const [name, schema] of shape.properties) {
    const encoding = encodingOf(media, name)
    const values = fields.get(name)
    if (isStyled(encoding)) {
      if (encoding.allowReserved !== true && values?.some((value) => RESERVED.test(value)))
        findings.push(requestFinding('body', [name], 'reserved', 'has reserved characters that are not percent-encoded'))
      const style = typeof encoding.style === 'string' ? encoding.style : 'form'
      const explode = typeof encoding.explode === 'boolean' ? encoding.explode : style === 'form'
      add(name, readField(fields, name, { style, explode }, shapeOf(document, schema), nobody))
    } else if (values === undefined) add(name, readField(fields, name, { style: 'deepObject', explode: true }, shape, nobody))
    else if (isJson(document, encoding, shapeOf(document, schema))) add(name, jsonField(name, values.map(decodedField), findings))
    else add(name, oneOrAll(values.map(decodedField)))
  }
  const known = new Set([...shape.properties.keys(), ...spreadNames(document, shape, media)])
  for (const [name, values] of fields) {
    if (!known.has(name.split('[', 1)[0] as string)) add(name, oneOrAll(values.map(decodedField)))
  }
  return { written: Object.fromEntries(members), findings }

  function add(name: string, written: Written | undefined): void {
    if (written !== undefined) members.push([name, written])
  }
}

/** A form of parts; in a multipart body without names a list of them. */
export function partsValue(document: ApiDocument, media: MediaTypeObject, parts: readonly Part[]): FormValue {
  const shape = shapeOf(document, media.schema)
  const findings: Finding[] = []
  if (parts.every((part) => part.name === null)) {
    const items = shapeOf(document, shape.items)
    return { written: parts.map((part, number) => partValue(document, part, String(number), {}, items, findings)), findings }
  }
  const members = new Map<string, Written[]>()
  for (const part of parts) {
    const name = part.name ?? ''
    const own = shapeOf(document, shape.properties.get(name) ?? shape.additional)
    const held = own.types?.has('array') ? shapeOf(document, own.items) : own
    const value = partValue(document, part, name, encodingOf(media, name), held, findings)
    const before = members.get(name)
    if (before === undefined) members.set(name, [value])
    else before.push(value)
  }
  return { written: Object.fromEntries([...members].map(([name, values]) => [name, oneOrAll(values)])), findings }
}

function partValue(document: ApiDocument, part: Part, name: string, encoding: Encoding, shape: Shape, findings: Finding[]): Written {
  const allowed = typeof encoding.contentType === 'string' ? encoding.contentType.split(',').map((one) => one.trim()) : []
  const mediaType = part.contentType === null ? null : parseMediaType(part.contentType)
  if (mediaType !== null && allowed.length > 0 && !allowed.some((one) => isOf(mediaType, one)))
    findings.push(requestFinding('body', [name], 'contentType', `must be ${allowed.join(' or ')}, not ${mediaType.text}`))
  const family = mediaType === null ? null : familyOf(mediaType)
  const asJson = mediaType === null ? isJson(document, encoding, shape) : family === 'json' && !mediaType.subtype.endsWith('yaml')
  // browsers give a JSON part a file name too
  if (asJson && (part.filename === null || isJson(document, {}, shape))) return jsonField(name, [part.body.toString()], findings)
  if (part.filename !== null || (family !== null && family !== 'text')) return asParsed(part.body.toString('latin1'))
  return part.body.toString()
}

function isOf(mediaType: MediaType, allowed: string): boolean {
  const declared = parseMediaType(allowed)
  return declared !== null && mediaTypeMatches(mediaType, declared)
}

function encodingOf({ encoding }: MediaTypeObject, name: string): Encoding {
  const found = encoding !== undefined && Object.hasOwn(encoding, name) ? encoding[name] : undefined
  return typeof found === 'object' && found !== null ? found : {}
}

/** With one of these the value is written as a parameter is, and `contentType` means nothing (OpenAPI 3.1, 4.8.15.1.1). */
function isStyled({ style, explode, allowReserved }: Encoding): boolean {
  return style !== undefined || explode !== undefined || allowReserved !== undefined
}

/** Objects are JSON unless something else is said. */
function isJson(document: ApiDocument, { contentType }: Encoding, shape: Shape): boolean {
  if (typeof contentType === 'string') {
    const mediaType = parseMediaType(contentType)
    return mediaType !== null && familyOf(mediaType) === 'json'
  }
  const { types } = shape
  if (types === null || types.has('string')) return false
  return types.has('object') || (types.has('array') && isJson(document, {}, shapeOf(document, shape.items)))
}

/** Each value by itself; a list may also come as one. */
function jsonField(name: string, values: readonly string[], findings: Finding[]): Written {
  const parsed: Written[] = []
  for (const value of values) {
    const read = parseJson(value)
    if ('fault' in read) findings.push(requestFinding('body', [name], 'parse', read.fault))
    else parsed.push(asParsed(read.value))
  }
  return oneOrAll(parsed)
}

/** Members of objects that are spread over the form. */
function spreadNames(document: ApiDocument, shape: Shape, media: MediaTypeObject): string[] {
  return [...shape.properties].flatMap(([property, schema]) => {
    const encoding = encodingOf(media, property)
    return isStyled(encoding) && encoding.explode !== false ? [...shapeOf(document, schema).properties.keys()] : []
  })
}

function oneOrAll(values: readonly Written[]): Written {
  return values.length === 1 ? (values[0] as Written) : values
}
