import { createHash, type Hash } from 'node:crypto'
import type { CapturedBody } from '../model/exchange.ts'

/** Keeps the beginning of a body that streams past, and its true size. */
export interface BodyCapture {
  take(chunk: Uint8Array): void
  bytes(): number
  captured(): CapturedBody
}

const EMPTY = new Uint8Array(0)

/** `limit` in bytes. The hash is worked out here only once a body is cut; of a whole one the log can do it. */
export function createCapture(limit: number): BodyCapture {
  const kept: Uint8Array[] = []
  let keptBytes = 0
  let bytes = 0
  let hash: Hash | null = null

  function take(chunk: Uint8Array): void {
    bytes += chunk.byteLength
    if (hash === null && bytes > limit) {
      hash = createHash('sha256')
      for (const part of kept) hash.update(part)
    }
    hash?.update(chunk)
    const room = limit - keptBytes
    if (room <= 0) return
    const part = chunk.byteLength > room ? chunk.subarray(0, room) : chunk
    kept.push(part)
    keptBytes += part.byteLength
  }

  return {
    take,
    bytes: () => bytes,
    captured: () => ({
      bytes,
      sha256: hash?.digest('hex') ?? null,
      truncated: bytes > keptBytes,
      masked: false,
      data: joined(kept, keptBytes),
    }),
  }
}

/** A body that is at hand as a whole; the bytes are not copied. */
export function capturedWhole(body: Uint8Array, limit: number): CapturedBody {
  const bytes = body.byteLength
  if (bytes <= limit) return { bytes, sha256: null, truncated: false, masked: false, data: body }
  const sha256 = createHash('sha256').update(body).digest('hex')
  return { bytes, sha256, truncated: true, masked: false, data: body.subarray(0, limit) }
}

export function noBody(): CapturedBody {
  return { bytes: 0, sha256: null, truncated: false, masked: false, data: EMPTY }
}

function joined(parts: Uint8Array[], length: number): Uint8Array {
  const only = parts[0]
  if (only === undefined) return EMPTY
  if (parts.length === 1) return only
  const data = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    data.set(part, at)
    at += part.byteLength
  }
  return data
}
