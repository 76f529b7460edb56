import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { essence, headerValue, type RawHeaders } from '../../model/headers.ts'
import { contractLimits } from '../../model/limits.ts'

/** An exchange that has ended, as far as runtime expressions can name parts of it. */
export interface CapturedExchange {
  /** As the client asked for it. */
  url: string
  method: string
  status: number | null
  /** Without the question mark. */
  query: string
  /** Decoded values by the names in the template. */
  pathParameters: Readonly<Record<string, string>>
  request: CapturedMessage
  response: CapturedMessage
}

export interface CapturedMessage {
  headers: RawHeaders
  data: Uint8Array
  /** Only the beginning of the body was kept. */
  truncated: boolean
}

/** A body as a value: of JSON and forms what they hold, of anything else its text; or why there is none, as a clause. */
export type BodyReading = { value: unknown; text: string } | { missing: string }

const decoders = new Map([
  ['gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
])

export function readMessage({ headers, data, truncated }: CapturedMessage): BodyReading {
  if (truncated) return { missing: 'is longer than what was kept of it' }
  if (data.byteLength === 0) return { missing: 'is empty' }
  const coding = headerValue(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity'
  const plain = coding === 'identity' ? data : decoded(data, coding)
  if (plain === null) return { missing: `can not be read as ${coding}` }
  const text = new TextDecoder().decode(plain)
  if (essence(headerValue(headers, 'content-type')) === 'application/x-www-form-urlencoded')
    return { value: Object.fromEntries(new URLSearchParams(text)), text }
  try {
    return { value: JSON.parse(text), text }
  } catch {
    return { value: text, text }
  }
}

function decoded(data: Uint8Array, coding: string): Uint8Array | null {
  try {
    return decoders.get(coding)?.(data, { maxOutputLength: contractLimits.MAX_CHECKED_BODY_BYTES }) ?? null
  } catch {
    return null
  }
}
