import { familyOf, type MediaType } from '../../contract/media-type.ts'
import type { ApiDocument, SchemaObject } from '../../openapi/document.ts'
import type { Example } from '../choose/offers.ts'
import { conjunction } from '../generate/conjunction.ts'
import { flatten } from '../generate/flat-schema.ts'
import { binaryBody } from './binary.ts'
import { toXml } from './xml.ts'

/** A body on the wire. */
export interface WrittenBody {
  /** With what the body adds to it: a boundary, a character set. */
  contentType: string
  body: Buffer
}

export interface BodyForm {
  document: ApiDocument
  /** Without wildcards. */
  mediaType: MediaType
  schema: SchemaObject | undefined
}

/** An example as its media type writes it; text that is already in that form goes as it stands. */
export function writeExample({ value, serialized }: Example, form: BodyForm): WrittenBody {
  if (typeof value === 'string' && (serialized || isWritten(value, form))) return text(form, value)
  if (typeof value === 'string' && familyOf(form.mediaType) === 'binary') {
    return { contentType: form.mediaType.text, body: Buffer.from(value, isBase64(form) ? 'base64' : 'utf8') }
  }
  return writeValue(value, form, '')
}

/** A value in the form of its media type. */
export function writeValue(value: unknown, form: BodyForm, seed: string): WrittenBody {
  const { document, mediaType, schema } = form
  switch (familyOf(mediaType)) {
    case 'json':
      return { contentType: mediaType.text, body: Buffer.from(JSON.stringify(value) ?? 'null') }
    case 'json-lines':
      return text(form, (Array.isArray(value) ? value : [value]).map((one) => `${JSON.stringify(one)}\n`).join(''))
    case 'xml':
      return text(form, toXml(document, schema, value))
    case 'form':
      return text(form, formText(value))
    case 'multipart':
      return multipart(mediaType, value)
    case 'events':
      return text(form, (Array.isArray(value) ? value : [value]).map((one) => `data: ${lineText(one)}\n\n`).join(''))
    case 'csv':
      return text(form, csvText(value))
    case 'html':
      return text(form, typeof value === 'string' ? htmlText(value) : htmlText(JSON.stringify(value)))
    case 'text':
      return text(form, scalarText(value))
    case 'binary':
      return writeBinary(value, form, seed)
  }
}

function writeBinary(value: unknown, { mediaType, schema }: BodyForm, seed: string): WrittenBody {
  const isText = typeof value === 'object' && value !== null && schema !== undefined && schema !== true && Object.keys(schema).length > 0
  const body = isText ? Buffer.from(JSON.stringify(value)) : binaryBody(mediaType, seed)
  return { contentType: mediaType.text, body }
}

function text({ mediaType }: BodyForm, content: string): WrittenBody {
  const body = Buffer.from(content)
  const needsCharset = mediaType.type === 'text' && !/charset/i.test(mediaType.text) && body.byteLength !== content.length
  return { contentType: needsCharset ? `${mediaType.text}; charset=utf-8` : mediaType.text, body }
}

/** Whether the text of an example is the body itself: always but for JSON, where only what can't be a string is. */
function isWritten(value: string, form: BodyForm): boolean {
  const family = familyOf(form.mediaType)
  if (family === 'binary') return false
  if (family !== 'json') return true
  if (!/^\s*[[{]/.test(value) || allowsText(form)) return false
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

function allowsText({ document, schema }: BodyForm): boolean {
  if (schema === undefined) return false
  const { types, members, items } = flatten(document, conjunction({ schema, at: '' }))
  return types === null ? members.length === 0 && items.length === 0 : types.has('string')
}

function isBase64({ document, schema }: BodyForm): boolean {
  return schema !== undefined && /^base64(url)?$/.test(flatten(document, conjunction({ schema, at: '' })).contentEncoding ?? '')
}

function formText(value: unknown): string {
  const pairs = new URLSearchParams()
  for (const [name, held] of Object.entries(asRecord(value))) {
    for (const one of Array.isArray(held) ? held : [held]) pairs.append(name, scalarText(one))
  }
  return pairs.toString()
}

const BOUNDARY = 'switchyard-boundary'

function multipart(mediaType: MediaType, value: unknown): WrittenBody {
  const boundary = mediaType.parameters.get('boundary') ?? BOUNDARY
  const isForm = mediaType.subtype === 'form-data'
  const parts = Object.entries(asRecord(value)).map(([name, held]) => {
    const disposition = isForm ? `Content-Disposition: form-data; name="${name.replace(/["\r\n]/g, '_')}"\r\n` : ''
    const isJson = typeof held === 'object' && held !== null
    return `--${boundary}\r\n${disposition}Content-Type: ${isJson ? 'application/json' : 'text/plain; charset=utf-8'}\r\n\r\n${scalarText(held)}\r\n`
  })
  const contentType = mediaType.parameters.has('boundary') ? mediaType.text : `${mediaType.text}; boundary=${boundary}`
  return { contentType, body: Buffer.from(`${parts.join('')}--${boundary}--\r\n`) }
}

function csvText(value: unknown): string {
  if (typeof value === 'string') return value
  const rows = (Array.isArray(value) ? value : [value]).map(asRecord)
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
  return line(columns) + rows.map((row) => line(columns.map((column) => scalarText(row[column] ?? '')))).join('')
}

function htmlText(content: string): string {
  if (/^\s*</.test(content)) return content
  const safe = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Mock</title></head><body><p>${safe}</p></body></html>\n`
}

function scalarText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

function lineText(value: unknown): string {
  return scalarText(value).replace(/\r?\n/g, '\ndata: ')
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : { value }
}
