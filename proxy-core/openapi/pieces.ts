import { member } from './json.ts'
import { tokensOf } from './pointer.ts'

/** A document cut into pieces of UTF-8 JSON that lie one after the other in one buffer. */
export interface Pieces {
  /** Shared by all threads that look into the document, and never written again. */
  buffer: SharedArrayBuffer
  /** Canonical reference of each piece. */
  refs: string[]
  /** Where piece n ends; it starts where the one before it ends. */
  ends: Uint32Array<ArrayBuffer>
}

/**
 * Gives the value at a canonical reference: a piece, or a place inside one. A piece is parsed when it is first asked
 * for and kept, so the cost of a document grows with what is used of it.
 */
export function openPieces({ buffer, refs, ends }: Pieces): (ref: string) => unknown {
  const numbers = new Map(refs.map((ref, number) => [ref, number]))
  const parsed = new Map<number, unknown>()
  const bytes = Buffer.from(buffer)

  function piece(number: number): unknown {
    if (parsed.has(number)) return parsed.get(number)
    const start = number === 0 ? 0 : ends[number - 1]
    const value: unknown = JSON.parse(bytes.toString('utf8', start, ends[number]))
    parsed.set(number, value)
    return value
  }

  function inside(ref: string): unknown {
    for (let end = ref.lastIndexOf('/'); end > 0; end = ref.lastIndexOf('/', end - 1)) {
      const number = numbers.get(ref.slice(0, end))
      if (number === undefined) continue
      let value = piece(number)
      for (const token of tokensOf(ref.slice(end))) value = member(value, token)
      return value
    }
    return undefined
  }

  return (ref) => {
    const number = numbers.get(ref)
    return number === undefined ? inside(ref) : piece(number)
  }
}
