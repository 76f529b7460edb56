import type { Blobs } from './blobs.ts'
import type { Database } from './database.ts'
import type { Retention } from './log.ts'

/** Takes out what is too old or too much, a few rows at a time: 10,000 at once would stop the writer for over a second. */
export interface Keeper {
  keep(retention: Retention): void
  /** One step, in a transaction of its own; false when there is nothing (more) to take out. */
  step(): boolean
  /** A step of removals that can't be undone any more. */
  purge(now: number): boolean
  /** Gives a part of the free pages back to the file system, when they have become many. */
  shrink(): boolean
}

const SHRINK_STEP_PAGES = 512
const MIN_FREE_PAGES = 2_048
const FREE_SHARE = 0.25
/** A step ends when it has freed this much: pages of large bodies cost more than rows. */
const MAX_STEP_BYTES = 8 * 1024 * 1024
/** What an exchange takes besides its contents. */
const BYTES_PER_ROW = 512

export function createKeeper(db: Database, blobs: Blobs, limits: { RETENTION_STEP_ROWS: number; UNDO_KEPT_MS: number }): Keeper {
  const pages = db.prepare<[], number>('SELECT page_count FROM pragma_page_count').pluck()
  const freePages = db.prepare<[], number>('SELECT freelist_count FROM pragma_freelist_count').pluck()
  const pageBytes = db.pragma('page_size', { simple: true }) as number
  const stored = db.prepare<[], number>('SELECT stored FROM standing').pluck()
  const oldest = db.prepare<[number], number>('SELECT id FROM exchange WHERE pinned = 0 ORDER BY id LIMIT ?').pluck()
  const expired = db.prepare<[number], number>('SELECT id FROM removal WHERE at <= ? ORDER BY id LIMIT 1').pluck()
  const ofRemoval = db.prepare<[number, number], number>('SELECT id FROM removed WHERE removal = ? LIMIT ?').pluck()
  const dropRemoval = db.prepare<[number]>('DELETE FROM removal WHERE id = ?')
  const dropExchanges = createDropping(db, blobs)
  let retention: Retention = { exchanges: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER }

  const surplusRows = () => (stored.get() as number) - retention.exchanges
  const surplusBytes = () => ((pages.get() as number) - (freePages.get() as number)) * pageBytes - retention.bytes

  return {
    keep(next) {
      retention = next
    },
    step: db.transaction(() => {
      const rows = Math.min(surplusRows(), limits.RETENTION_STEP_ROWS)
      if (rows > 0) return dropExchanges(oldest.all(rows), MAX_STEP_BYTES) > 0
      const bytes = Math.min(surplusBytes(), MAX_STEP_BYTES)
      return bytes > 0 && dropExchanges(oldest.all(limits.RETENTION_STEP_ROWS), bytes) > 0
    }),
    purge: db.transaction((now: number) => {
      const removal = expired.get(now - limits.UNDO_KEPT_MS)
      if (removal === undefined) return false
      if (dropExchanges(ofRemoval.all(removal, limits.RETENTION_STEP_ROWS), MAX_STEP_BYTES) === 0) dropRemoval.run(removal)
      return true
    }),
    shrink() {
      const free = freePages.get() as number
      if (free < MIN_FREE_PAGES || free < (pages.get() as number) * FREE_SHARE) return false
      db.exec(`PRAGMA incremental_vacuum(${SHRINK_STEP_PAGES})`)
      return true
    },
  }
}

/** Deletes exchanges with all that belongs to them until enough bytes are freed; answers with their number. */
function createDropping(db: Database, blobs: Blobs): (ids: number[], enoughBytes: number) => number {
  const content = db
    .prepare<[number], (number | null)[]>(
      'SELECT request_headers, response_headers, request_body, response_body, circumstances_blob FROM payload WHERE id = ?',
    )
    .raw()
  const dropPayload = db.prepare<[number]>('DELETE FROM payload WHERE id = ?')
  const dropExchange = db.prepare<[number]>('DELETE FROM exchange WHERE id = ?')
  const dropRemoved = db.prepare<[number]>('DELETE FROM removed WHERE id = ?')
  const count = db.prepare<[number, number]>('UPDATE standing SET stored = stored - ?, removed = removed - ?')

  return (ids, enoughBytes) => {
    let dropped = 0
    let removed = 0
    let freed = 0
    for (const id of ids) {
      for (const blob of content.get(id) ?? []) if (blob !== null) freed += blobs.release(blob)
      dropPayload.run(id)
      removed += dropRemoved.run(id).changes
      dropped += dropExchange.run(id).changes
      freed += BYTES_PER_ROW
      if (freed >= enoughBytes) break
    }
    if (dropped > 0) count.run(dropped, removed)
    blobs.settle()
    return dropped
  }
}
