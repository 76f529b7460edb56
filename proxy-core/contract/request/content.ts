import type { Finding } from '../../model/finding.ts'
import { contractLimits } from '../../model/limits.ts'
import type { ApiDocument, MediaTypeObject, SchemaObject } from '../../openapi/document.ts'
import { compileSchema, MAX_SCHEMA_ERRORS } from '../compile-schema.ts'
import { familyOf, type MediaFamily, type MediaType } from '../media-type.ts'
import type { Direction } from '../schema-pieces.ts'
import { type FormValue, formValue, partsValue } from './forms.ts'
import { boundaryOf, readParts } from './multipart.ts'
import { parseJson } from './parse-json.ts'
import { readXml } from './read-xml.ts'
import { type Place, requestFinding, schemaFindings } from './request-finding.ts'
import { fieldsOf } from './styles.ts'
import { checkerOfWritten, shapeOf, type Written } from './written.ts'
import { rootNameOf, xmlValue } from './xml-value.ts'

/** Reads and checks what comes in one media type. */
export interface ContentReader {
  family: MediaFamily
  check(text: string, place: Place, names: readonly string[]): readonly Finding[]
  /** @param contentType as sent; empty when it wasn't */
  checkBody(bytes: Uint8Array, contentType: string): readonly Finding[]
}

type Extent = 'all' | 'first'

const nothing: readonly Finding[] = []
/** RFC 7464 begins each text with it. */
const RECORD_SEPARATOR = String.fromCharCode(0x1e)

export function compileContent(
  document: ApiDocument,
  mediaType: MediaType,
  media: MediaTypeObject,
  at: string,
  direction: Direction = 'request',
): ContentReader {
  const { schema } = media
  const family = familyOf(mediaType)
  const uses = {
    all: { direction, at: `${at}/schema`, extent: 'all' },
    first: { direction, at: `${at}/schema`, extent: 'first' },
  } as const

  function check(text: string, place: Place, names: readonly string[], extent: Extent = 'all'): readonly Finding[] {
    if (family === 'json') return mediaType.subtype.endsWith('yaml') ? nothing : checkJson(text, place, names, extent)
    if (family === 'json-lines') return checkLines(text, place, names, extent)
    if (family === 'xml') return checkXml(text, place, names, extent)
    if (family === 'form') return checkFields(fieldsOf(text), place, names)
    return takesText(document, schema) ? checkWritten(text, place, names, extent) : nothing
  }

  function checkBody(bytes: Uint8Array, contentType: string): readonly Finding[] {
    if (family === 'multipart') return checkMultipart(bytes, contentType)
    if (family === 'binary')
      return takesText(document, schema) ? checkWritten(asBytes(bytes).toString('latin1'), 'body', [], 'all') : nothing
    const extent = bytes.byteLength > contractLimits.MAX_WHOLLY_CHECKED_BODY_BYTES ? 'first' : 'all'
    return check(decodedText(bytes, contentType), 'body', [], extent)
  }

  function checkJson(text: string, place: Place, names: readonly string[], extent: Extent): readonly Finding[] {
    const parsed = parseJson(text)
    if ('fault' in parsed) return [requestFinding(place, names, 'parse', parsed.fault)]
    if (schema === undefined) return nothing
    return schemaFindings(place, names, compileSchema(document, schema, uses[extent])(parsed.value))
  }

  /** A value a line; `itemSchema` (OpenAPI 3.2) is of each of them, `schema` of the list. */
  function checkLines(text: string, place: Place, names: readonly string[], extent: Extent): readonly Finding[] {
    const { itemSchema } = media as { itemSchema?: SchemaObject }
    const checkItem = itemSchema === undefined ? null : compileSchema(document, itemSchema, { direction, at: `${at}/itemSchema` })
    const findings: Finding[] = []
    const values: unknown[] = []
    for (const line of text.replaceAll(RECORD_SEPARATOR, '\n').split('\n')) {
      if (line.trim() === '' || findings.length >= MAX_SCHEMA_ERRORS) continue
      const itemNames = [...names, String(values.length)]
      const parsed = parseJson(line)
      if ('fault' in parsed) findings.push(requestFinding(place, itemNames, 'parse', parsed.fault))
      else if (checkItem !== null) findings.push(...schemaFindings(place, itemNames, checkItem(parsed.value)))
      values.push('fault' in parsed ? null : parsed.value)
    }
    if (findings.length > 0 || schema === undefined) return findings
    return schemaFindings(place, names, compileSchema(document, schema, uses[extent])(values))
  }

  function checkXml(text: string, place: Place, names: readonly string[], extent: Extent): readonly Finding[] {
    const root = readXml(text)
    if ('fault' in root) return [requestFinding(place, names, 'parse', root.fault)]
    const name = rootNameOf(document, schema)
    if (name !== null && name !== root.name) return [requestFinding(place, names, 'xml', `must be an element <${name}>`)]
    return checkWritten(xmlValue(document, schema, root), place, names, extent)
  }

  function checkMultipart(bytes: Uint8Array, contentType: string): readonly Finding[] {
    const parts = readParts(bytes, boundaryOf(contentType) ?? '')
    if (parts === null)
      return [requestFinding('body', [], 'parse', `is not valid ${mediaType.text}: the parts and the boundary do not fit`)]
    return checkForm(partsValue(document, media, parts), 'body', [])
  }

  function checkForm(form: FormValue, place: Place, names: readonly string[]): readonly Finding[] {
    return form.findings.length > 0 ? form.findings : checkWritten(form.written, place, names, 'all')
  }

  function checkFields(fields: Map<string, string[]>, place: Place, names: readonly string[]): readonly Finding[] {
    let count = 0
    for (const values of fields.values()) count += values.length
    if (count > contractLimits.MAX_FORM_FIELDS) return [tooManyFields(place, names)]
    return checkForm(formValue(document, media, fields), place, names)
  }

  function checkWritten(value: Written, place: Place, names: readonly string[], extent: Extent): readonly Finding[] {
    if (schema === undefined) return nothing
    return schemaFindings(place, names, checkerOfWritten(document, schema, uses[extent])(value))
  }

  return { family, check, checkBody }
}

function tooManyFields(place: Place, names: readonly string[]): Finding {
  const message = `has more than ${contractLimits.MAX_FORM_FIELDS} fields and was not checked`
  return { ...requestFinding(place, names, 'too-long', message), severity: 'Warning' }
}

/** A text or bytes can only be held against a schema of texts or of plain values. */
function takesText(document: ApiDocument, schema: SchemaObject | undefined): boolean {
  const { types } = shapeOf(document, schema)
  return types === null || [...types].some((type) => type !== 'object' && type !== 'array')
}

function decodedText(bytes: Uint8Array, contentType: string): string {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(contentType)?.[1]?.toLowerCase()
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8') {
    const text = asBytes(bytes).toString('utf8')
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  }
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return asBytes(bytes).toString('latin1')
  }
}

function asBytes(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
