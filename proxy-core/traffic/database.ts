import DatabaseFile from 'better-sqlite3'
import { migrate } from './migrations.ts'

export type Database = DatabaseFile.Database

/** The first SQLite whose WAL can't lose a commit to a checkpoint that runs beside it. */
const MIN_SQLITE = [3, 51, 3]
const PAGE_BYTES = 8192
const BUSY_TIMEOUT_MS = 1_000
/** Appending and scanning need few pages; the 16 MB of SQLite's default gain nothing measurable. */
const CACHE_KIB = 2_000
/** After the WAL was emptied its file is cut to this size. */
const KEPT_WAL_BYTES = 16 * 1024 * 1024

/** The writer's connection. A file is made when there is none; null is memory. Throws SQLite's errors. */
export function openForWriting(path: string | null): Database {
  const db = new DatabaseFile(path ?? ':memory:', { timeout: BUSY_TIMEOUT_MS })
  try {
    assertVersion(db)
    db.pragma(`page_size = ${PAGE_BYTES}`)
    db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('wal_autocheckpoint = 0')
    db.pragma(`cache_size = -${CACHE_KIB}`)
    db.pragma(`journal_size_limit = ${KEPT_WAL_BYTES}`)
    migrate(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** A connection that only reads. */
export function openForReading(path: string): Database {
  const db = new DatabaseFile(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  db.pragma(`cache_size = -${CACHE_KIB}`)
  return db
}

function assertVersion(db: Database): void {
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() as string
  const parts = version.split('.').map(Number)
  for (const [i, least] of MIN_SQLITE.entries()) {
    if ((parts[i] ?? 0) > least) return
    if ((parts[i] ?? 0) < least) throw new Error(`SQLite ${version} loses commits under load; ${MIN_SQLITE.join('.')} or newer is needed.`)
  }
}
