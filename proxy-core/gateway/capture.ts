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
  return new Capture(limit)
}

/** A class, as one is made for each body: closures in its place take more time and memory. */
class Capture implements BodyCapture {
  private readonly limit: number
  private first: Uint8Array | null = null
  private others: Uint8Array[] | null = null
  private keptBytes = 0
  private count = 0
  private hash: Hash | null = null

  constructor(limit: number) {
    this.limit = limit
  }

  take(chunk: Uint8Array): void {
    this.count += chunk.byteLength
    if (this.hash === null && this.count > this.limit) this.hash = this.beginHash()
    this.hash?.update(chunk)
    const room = this.limit - this.keptBytes
    if (room <= 0) return
    const part = chunk.byteLength > room ? chunk.subarray(0, room) : chunk
    this.keptBytes += part.byteLength
    if (this.first === null) this.first = part
    else if (this.others === null) this.others = [part]
    else this.others.push(part)
  }

  bytes(): number {
    return this.count
  }

  captured(): CapturedBody {
    return {
      bytes: this.count,
      sha256: this.hash?.digest('hex') ?? null,
      truncated: this.count > this.keptBytes,
      masked: false,
      data: this.others === null ? (this.first ?? EMPTY) : joined(this.parts(), this.keptBytes),
    }
  }

  private beginHash(): Hash {
    const hash = createHash('sha256')
    for (const part of this.parts()) hash.update(part)
    return hash
  }

  private parts(): Uint8Array[] {
    return this.first === null ? [] : [this.first, ...(this.others ?? [])]
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
  const data = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    data.set(part, at)
    at += part.byteLength
  }
  return data
}
