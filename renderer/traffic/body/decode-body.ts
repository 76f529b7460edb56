import { logLimits } from '../../../proxy-core/model/limits.ts'

/** A body with its content codings taken off, as far as the page can. */
export type DecodedBody =
  | { kind: 'plain'; bytes: Uint8Array }
  /** `stopped`: why there may be more; `input` means that the captured bytes ended or broke inside the coding. */
  | { kind: 'decoded'; bytes: Uint8Array; coding: string; stopped: 'size' | 'ratio' | 'input' | null }
  | { kind: 'undecodable'; bytes: Uint8Array; coding: string }

export interface DecodeLimits {
  maxBytes: number
  maxRatio: number
}
const LIMITS: DecodeLimits = { maxBytes: logLimits.MAX_DECODED_BODY_BYTES, maxRatio: logLimits.MAX_DECODE_RATIO }

/** Takes the codings of a Content-Encoding value off, last one first. Never throws; `bytes` is what could be had. */
export async function decodeBody(bytes: Uint8Array, contentEncoding: string | undefined, limits = LIMITS): Promise<DecodedBody> {
  const codings = (contentEncoding ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
  if (codings.length === 0 || bytes.byteLength === 0) return { kind: 'plain', bytes }
  const coding = codings.join(', ')
  const maxBytes = Math.min(limits.maxBytes, bytes.byteLength * limits.maxRatio)
  let inflated: Inflated = { bytes, stopped: null }
  for (const one of codings.reverse()) {
    const next = await takeOff(inflated.bytes, one, maxBytes)
    if (!next) return { kind: 'undecodable', bytes, coding }
    inflated = { bytes: next.bytes, stopped: next.stopped ?? inflated.stopped }
  }
  const { stopped } = inflated
  return {
    kind: 'decoded',
    bytes: inflated.bytes,
    coding,
    stopped: stopped === 'bound' ? (maxBytes < limits.maxBytes ? 'ratio' : 'size') : stopped,
  }
}

interface Inflated {
  bytes: Uint8Array
  stopped: 'bound' | 'input' | null
}

/** null when the page has no decoder for the coding, or nothing at all came out of it. */
async function takeOff(bytes: Uint8Array, coding: string, maxBytes: number): Promise<Inflated | null> {
  // What is called deflate is zlib's form by RFC 9110, section 8.4.1.2, but some servers send the bare stream.
  for (const format of formatsOf(coding)) {
    const decoder = decoderFor(format)
    if (!decoder) continue
    const inflated = await inflate(bytes, decoder, maxBytes)
    if (inflated.bytes.byteLength > 0 || inflated.stopped === null) return inflated
  }
  return null
}

function formatsOf(coding: string): string[] {
  if (coding === 'gzip' || coding === 'x-gzip') return ['gzip']
  if (coding === 'deflate') return ['deflate', 'deflate-raw']
  if (coding === 'br') return ['brotli']
  return [coding]
}

/** Which formats exist differs by browser; an unknown one is refused with a TypeError. */
function decoderFor(format: string): DecompressionStream | null {
  try {
    return new DecompressionStream(format as CompressionFormat)
  } catch {
    return null
  }
}

async function inflate(bytes: Uint8Array, decoder: DecompressionStream, maxBytes: number): Promise<Inflated> {
  const writer = decoder.writable.getWriter()
  const reader = decoder.readable.getReader()
  // A broken stream rejects these as well as the read below, where it is dealt with.
  const written = writer
    .write(new Uint8Array(bytes))
    .then(() => writer.close())
    .catch(() => undefined)
  const chunks: Uint8Array[] = []
  let total = 0
  let stopped: Inflated['stopped'] = null
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      chunks.push(piece.value)
      total += piece.value.byteLength
      if (total <= maxBytes) continue
      stopped = 'bound'
      await reader.cancel().catch(() => undefined)
      break
    }
  } catch {
    stopped = 'input'
  }
  if (stopped === null) await written
  return { bytes: joined(chunks, Math.min(total, maxBytes)), stopped }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    const part = chunk.subarray(0, length - at)
    all.set(part, at)
    at += part.byteLength
  }
  return all
}
