import type { LogLimits } from '../model/limits.ts'
import { sqliteCode } from './answering.ts'
import { createBlobs } from './blobs.ts'
import { type Changes, createChanges } from './changes.ts'
import type { Database } from './database.ts'
import { createInserter } from './insert.ts'
import type { Retention } from './log.ts'
import { bytesOnDisk, isDamage } from './log-folder.ts'
import { type Batch, single } from './packed-record.ts'
import { createKeeper } from './retention.ts'

/** The writer's side of an open log. Calls throw SQLite's errors and leave the file as it was. */
export interface LogFile {
  readonly db: Database
  readonly path: string | null
  readonly changes: Changes
  /** Commits a batch. `lost` counts records that can't be stored at all, such as a second one with the same id. */
  insert(batch: Batch): { lost: number; error: string | null }
  nextId(): number
  /** Promises that no id below the answer is given out again by a later start. */
  reserve(nextId: number): number
  total(): number
  bytes(): number
  keep(retention: Retention): void
  /** A small step of what can wait: retention, expired removals, free pages, checkpoint. False when nothing is left to do. */
  tidy(now: number, idle: boolean): boolean
  close(nextId: number): void
}

/**
 * Ids are reserved in blocks: after a crash the next start goes on behind the block, so that an id that a client was told
 * is never used twice, though its record may be lost. After an orderly close they go on without a gap.
 */
const ID_BLOCK = 10_000
/** A checkpoint of this much takes some 50 ms, in which the queue holds what comes in. */
const CHECKPOINT_BYTES = 32 * 1024 * 1024

export function createLogFile(db: Database, path: string | null, limits: LogLimits): LogFile {
  const blobs = createBlobs(db)
  const inserter = createInserter(db, blobs)
  const keeper = createKeeper(db, blobs, limits)
  const standing = db.prepare<[], { next_id: number; stored: number; removed: number }>('SELECT * FROM standing')
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM exchange').pluck()
  const count = db.prepare<[number]>('UPDATE standing SET stored = stored + ?')
  const setReserved = db.prepare<[number]>('UPDATE standing SET next_id = max(next_id, ?), closed = 0')
  const setClosed = db.prepare<[number]>('UPDATE standing SET next_id = ?, closed = 1')
  const pageBytes = db.pragma('page_size', { simple: true }) as number

  const commit = db.transaction((batch: Batch) => {
    inserter.insert(batch)
    blobs.settle()
    count.run(batch.count)
  })
  const orForget = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      blobs.reset()
      throw error
    }
  }
  const standingNow = () => standing.get() as { next_id: number; stored: number; removed: number }

  return {
    db,
    path,
    changes: createChanges(db, limits),
    insert(batch) {
      try {
        orForget(() => commit.immediate(batch))
        return { lost: 0, error: null }
      } catch (error) {
        if (isDamage(error) || isPassing(error)) throw error
        return insertOneByOne(batch, (one) => orForget(() => commit.immediate(one)))
      }
    },
    nextId: () => Math.max(standingNow().next_id, (newest.get() ?? 0) + 1),
    reserve(nextId) {
      setReserved.run(nextId + ID_BLOCK)
      return nextId + ID_BLOCK
    },
    total: () => standingNow().stored - standingNow().removed,
    bytes: () => (path === null ? (db.pragma('page_count', { simple: true }) as number) * pageBytes : bytesOnDisk(path)),
    keep: keeper.keep,
    tidy: (now, idle) =>
      orForget(() => keeper.step() || keeper.purge(now)) ||
      (idle && keeper.shrink()) ||
      (path !== null && checkpoint(db, pageBytes, idle, limits)),
    close(nextId) {
      setClosed.run(nextId)
      if (path !== null) db.pragma('wal_checkpoint(TRUNCATE)')
      db.close()
    },
  }
}

/** Errors that may pass: no space, locked, a disk that fails. */
export function isPassing(error: unknown): boolean {
  return /^SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL)/.test(sqliteCode(error) ?? '')
}

/** One bad record must not take the batch with it. */
function insertOneByOne(batch: Batch, insert: (batch: Batch) => void): { lost: number; error: string | null } {
  let lost = 0
  let last: string | null = null
  for (let i = 0; i < batch.count; i++) {
    try {
      insert(single(batch, i))
    } catch (error) {
      if (isDamage(error) || isPassing(error)) throw error
      lost++
      last = error instanceof Error ? error.message : String(error)
    }
  }
  return { lost, error: last }
}

/** False always: a checkpoint leaves nothing to go on with. `NOOP` only looks. */
function checkpoint(db: Database, pageBytes: number, idle: boolean, limits: LogLimits): false {
  const [wal] = db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
  if (!wal || wal.log <= 0) return false
  if (wal.log * pageBytes > limits.WAL_RESTART_BYTES) db.pragma('wal_checkpoint(RESTART)')
  else if (wal.log > wal.checkpointed && (idle || (wal.log - wal.checkpointed) * pageBytes > CHECKPOINT_BYTES))
    db.pragma('wal_checkpoint(PASSIVE)')
  return false
}
