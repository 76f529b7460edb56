import { hash } from 'node:crypto'
import type { Database } from './database.ts'
import { createRecent } from './recent.ts'

/**
 * Bodies and header blocks, each stored once while it recurs: what was stored or used among the last
 * `MAX_REMEMBERED_BLOBS` distinct ones is found again. An index over all hashes would find every one, and would cost a
 * random page per distinct body, which is more than it saves.
 */
export interface Blobs {
  /** The id of this content. `sha256` in hex when it is known already. */
  put(content: string | Uint8Array, sha256: string | null): number
  /** The same content once more. */
  again(blob: number): number
  /** Takes back one use; the content goes with its last one. Answers with the bytes that were freed. */
  release(blob: number): number
  /** Writes the counts of uses that `put` and `release` gathered: before each commit. */
  settle(): void
  /** After a roll-back: forgets what may not have been stored. */
  reset(): void
}

const MAX_REMEMBERED_BLOBS = 20_000
/** Each may lie on a page of its own. */
const BLOBS_READ_AT_START = 1_000
const KEY_BYTES = 16

export function createBlobs(db: Database): Blobs {
  const insert = db.prepare<[Uint8Array, string | Uint8Array]>('INSERT INTO blob (hash, data) VALUES (?, ?)')
  const newest = db.prepare<[number], { id: number; hash: Buffer }>('SELECT id, hash FROM blob ORDER BY id DESC LIMIT ?')
  const times = db.prepare<[number], number>('SELECT times FROM reuse WHERE blob = ?').pluck()
  const setTimes = db.prepare<[number, number]>('INSERT OR REPLACE INTO reuse VALUES (?, ?)')
  const dropTimes = db.prepare<[number]>('DELETE FROM reuse WHERE blob = ?')
  const look = db.prepare<[number], { hash: Buffer; bytes: number }>('SELECT hash, octet_length(data) AS bytes FROM blob WHERE id = ?')
  const drop = db.prepare<[number]>('DELETE FROM blob WHERE id = ?')
  const known = createRecent<number>(MAX_REMEMBERED_BLOBS)
  let changes = new Map<number, number>()

  const again = (blob: number): number => {
    changes.set(blob, (changes.get(blob) ?? 0) + 1)
    return blob
  }
  const reset = () => {
    known.clear()
    changes = new Map()
    for (const row of newest.all(BLOBS_READ_AT_START).reverse()) known.set(keyOf(row.hash), row.id)
  }
  reset()

  return {
    put(content, sha256) {
      const digest = sha256 === null ? hash('sha256', content, 'buffer') : Buffer.from(sha256, 'hex')
      const key = keyOf(digest)
      const before = known.get(key)
      if (before !== undefined) return again(before)
      const id = Number(insert.run(digest, content).lastInsertRowid)
      known.set(key, id)
      return id
    },
    again,
    release(blob) {
      const uses = (times.get(blob) ?? 0) + (changes.get(blob) ?? 0)
      if (uses > 0) {
        changes.set(blob, (changes.get(blob) ?? 0) - 1)
        return 0
      }
      const row = look.get(blob)
      if (!row) return 0
      const key = keyOf(row.hash)
      if (known.get(key) === blob) known.delete(key)
      changes.delete(blob)
      dropTimes.run(blob)
      drop.run(blob)
      return row.bytes
    },
    settle() {
      for (const [blob, change] of changes) {
        const uses = (times.get(blob) ?? 0) + change
        if (uses > 0) setTimes.run(blob, uses)
        else dropTimes.run(blob)
      }
      changes = new Map()
    },
    reset,
  }
}

function keyOf(digest: Buffer): string {
  return digest.toString('latin1', 0, KEY_BYTES)
}
