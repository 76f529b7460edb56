import type { MockAnswer } from './mock.ts'

/** Answers that were made before, up to a number of bytes. */
export interface AnswerCache {
  get(key: string): MockAnswer | undefined
  set(key: string, answer: MockAnswer): void
}

/** What one entry costs beside its body: key, headers, trace, the objects themselves. */
const ENTRY_BYTES = 600

/**
 * Two generations instead of a list in order of use: what is asked for while its generation ages moves to the young one,
 * and the rest is dropped as a whole. A hit costs one look-up.
 */
export function createAnswerCache(maxBytes: number): AnswerCache {
  const generationBytes = maxBytes / 2
  let young = new Map<string, MockAnswer>()
  let old = new Map<string, MockAnswer>()
  let youngBytes = 0

  function keep(key: string, answer: MockAnswer): void {
    const bytes = answer.body.byteLength + ENTRY_BYTES + 2 * key.length
    if (bytes > generationBytes) return
    if (youngBytes + bytes > generationBytes) {
      old = young
      young = new Map()
      youngBytes = 0
    }
    young.set(key, answer)
    youngBytes += bytes
  }

  return {
    get(key) {
      const fresh = young.get(key)
      if (fresh !== undefined) return fresh
      const aged = old.get(key)
      if (aged !== undefined) keep(key, aged)
      return aged
    },
    set: keep,
  }
}
