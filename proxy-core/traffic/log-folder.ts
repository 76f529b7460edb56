import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sqliteCode } from './answering.ts'
import { type Database, openForReading } from './database.ts'
import { migrations } from './migrations.ts'

const LOG_FILE = 'log.db'
const BESIDE = ['', '-wal', '-shm']
/** A whole check reads some 400 MB a second; beyond this size only the newest exchanges are looked at, so that a start stays under 3 s. */
const MAX_CHECKED_BYTES = 256 * 1024 * 1024
const SPOT_CHECKED_ROWS = 500

/** Makes the folder (0700, ignored by git) and the file (0600). Throws what the file system throws. */
export function prepareFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const ignore = join(folder, '.gitignore')
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n', { mode: 0o600 })
  const path = join(folder, LOG_FILE)
  closeSync(openSync(path, 'a', 0o600))
  for (const end of BESIDE) if (existsSync(path + end)) chmodSync(path + end, 0o600)
  return path
}

export type Inspection = { kind: 'fine' } | { kind: 'newer'; version: number } | { kind: 'damaged'; text: string; nextId: number }

/** Looks at a file without changing it. Throws when it can't be read at all, as opposed to being broken. */
export function inspectLog(path: string): Inspection {
  if (statSync(path).size === 0) return { kind: 'fine' }
  let db: Database | null = null
  try {
    db = openForReading(path)
    const version = db.pragma('user_version', { simple: true }) as number
    if (version > migrations.length) return { kind: 'newer', version }
    if (version === 0) return hasTables(db) ? { kind: 'damaged', text: 'it is not a log', nextId: 1 } : { kind: 'fine' }
    const text = damage(db, statSync(path).size)
    return text === null ? { kind: 'fine' } : { kind: 'damaged', text, nextId: salvagedId(db) }
  } catch (error) {
    if (!isDamage(error)) throw error
    return { kind: 'damaged', text: (error as Error).message, nextId: db ? salvagedId(db) : 1 }
  } finally {
    db?.close()
  }
}

/** Whether an error means that the file itself is broken. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error) ?? ''
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

/** Renames the file and what lies beside it; answers with the new name. */
export function setAside(path: string, now: Date): string {
  const aside = `${path}.corrupt-${now.toISOString().replace(/[-:]/g, '')}`
  for (const end of BESIDE) if (existsSync(path + end)) renameSync(path + end, aside + end)
  return aside
}

export function bytesOnDisk(path: string): number {
  let bytes = 0
  for (const end of BESIDE) bytes += statSync(path + end, { throwIfNoEntry: false })?.size ?? 0
  return bytes
}

function hasTables(db: Database): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined
}

/** Null when nothing is wrong. After an orderly close only the newest exchanges are read. */
function damage(db: Database, bytes: number): string | null {
  const closed = db.prepare<[], number>('SELECT closed FROM standing').pluck().get() === 1
  if (!closed && bytes <= MAX_CHECKED_BYTES) {
    const result = db.pragma('quick_check(1)', { simple: true }) as string
    return result === 'ok' ? null : result.replace('*** in database main ***', '').trim()
  }
  db.prepare(
    `SELECT e.*, p.*, length(h.data), length(b.data) FROM exchange e JOIN payload p ON p.id = e.id
     LEFT JOIN blob h ON h.id = p.request_headers LEFT JOIN blob b ON b.id = p.response_body ORDER BY e.id DESC LIMIT ?`,
  ).all(SPOT_CHECKED_ROWS)
  return null
}

/** Where ids go on after a damaged file: what can still be read of it, else from the start. */
function salvagedId(db: Database): number {
  const read = (sql: string) => {
    try {
      return db.prepare<[], number | null>(sql).pluck().get() ?? 0
    } catch {
      return 0
    }
  }
  return Math.max(1, read('SELECT next_id FROM standing'), read('SELECT max(id) + 1 FROM exchange'))
}
