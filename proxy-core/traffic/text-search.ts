import { brotliDecompressSync, constants, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { type FilterTerm, textOfSummary } from '../model/filter-terms.ts'
import { essence, headerValue } from '../model/headers.ts'
import type { LogLimits } from '../model/limits.ts'
import type { Database } from './database.ts'
import { fieldsOfBlock } from './header-block.ts'

/** The columns a candidate needs; `p` is `payload`. */
export const SEARCHED_COLUMNS =
  'e.method, e.scheme, e.host, e.path, e.query, p.request_headers AS requestHeaders, p.response_headers AS responseHeaders, p.request_body AS requestBody, p.response_body AS responseBody'

export interface Searched {
  method: string
  scheme: string
  host: string
  path: string
  query: string
  requestHeaders: number
  responseHeaders: number | null
  requestBody: number | null
  responseBody: number | null
}

type TextTerm = FilterTerm & { kind: 'text' }

/**
 * Whether every text is found, or not found when negated, in URL, header fields or textual bodies. What recurs is searched
 * once a call. Bodies are decoded from gzip, deflate, br and zstd as far as the limits allow; what can't be is passed over.
 */
export function createTextSearch(db: Database, terms: readonly TextTerm[], limits: LogLimits): (row: Searched) => boolean {
  const content = db.prepare<[number], string | Buffer>('SELECT data FROM blob WHERE id = ?').pluck()
  const heads = new Map<number, Head>()
  const searches = terms.map((term) => ({ term, finds: createFind(term.text), found: new Map<string, boolean>() }))

  return (row) => searches.every((search) => isIn(search, row) !== search.term.negated)

  function isIn(search: (typeof searches)[number], row: Searched): boolean {
    if (textOfSummary(row).includes(search.term.text)) return true
    return isInMessage(search, row.requestHeaders, row.requestBody) || isInMessage(search, row.responseHeaders, row.responseBody)
  }

  function isInMessage({ term, finds, found }: (typeof searches)[number], headers: number | null, body: number | null): boolean {
    if (headers === null) return false
    const head = headOf(headers)
    if (head.text.includes(term.text)) return true
    if (body === null || head.coding === null) return false
    const key = `${body} ${head.coding}`
    const known = found.get(key)
    if (known !== undefined) return known
    const result = finds(decode(content.get(body) ?? '', head.coding, limits))
    found.set(key, result)
    return result
  }

  function headOf(id: number): Head {
    const known = heads.get(id)
    if (known) return known
    const head = readHead(String(content.get(id) ?? '[]'))
    heads.set(id, head)
    return head
  }
}

interface Head {
  /** Header fields in lower case, `name: value` a line. */
  text: string
  /** How the body is encoded; null when it is no text. */
  coding: string | null
}

const BINARY = /^(image\/(?!svg)|audio\/|video\/|font\/|application\/(octet-stream|pdf|zip|gzip|wasm|grpc|protobuf|x-protobuf|x-tar)\b)/

function readHead(block: string): Head {
  const raw = fieldsOfBlock(block, 0)
  let text = ''
  for (let i = 0; i < raw.length; i += 2) text += `${raw[i]}: ${raw[i + 1]}\n`
  const binary = BINARY.test(essence(headerValue(raw, 'content-type')) ?? '')
  return { text: text.toLowerCase(), coding: binary ? null : (headerValue(raw, 'content-encoding') ?? '').trim().toLowerCase() }
}

/** A needle of ASCII is looked for without decoding UTF-8: no byte of a longer character is ASCII. */
function createFind(text: string): (data: Buffer) => boolean {
  if (/[^ -~]/.test(text)) return (data) => data.toString('utf8').toLowerCase().includes(text)
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'i')
  return (data) => pattern.test(data.toString('latin1'))
}

function decode(data: string | Buffer, coding: string, limits: LogLimits): Buffer {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  const maxOutputLength = Math.max(1, Math.min(limits.MAX_DECODED_BODY_BYTES, bytes.byteLength * limits.MAX_DECODE_RATIO))
  const cutGzip = { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH }
  try {
    if (coding === '' || coding === 'identity') return bytes
    if (coding === 'gzip' || coding === 'x-gzip') return gunzipSync(bytes, cutGzip)
    if (coding === 'deflate') return inflateSync(bytes, cutGzip)
    if (coding === 'br') return brotliDecompressSync(bytes, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH })
    if (coding === 'zstd') return zstdDecompressSync(bytes, { maxOutputLength, finishFlush: constants.ZSTD_e_flush })
  } catch {
    // Damaged, or larger than the limits: there is no text to search.
  }
  return Buffer.alloc(0)
}
