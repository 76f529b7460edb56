import type { FilterTerm } from '../model/filter-terms.ts'
import type { LogLimits } from '../model/limits.ts'
import type { Database } from './database.ts'
import { filterSql } from './filter-sql.ts'
import { createTextSearch, SEARCHED_COLUMNS, type Searched } from './text-search.ts'

export interface ScanRequest {
  terms: readonly FilterTerm[]
  before: number | null
  after: number | null
  /** Columns of `exchange AS e`, besides `e.id`. */
  columns: string
  milliseconds: number
}

/** Ids that one statement goes over, at first: a rare match must not keep the thread past its time. */
const FIRST_WINDOW_IDS = 16_384
const SHORT_WINDOW_MS = 15
const LONG_WINDOW_MS = 40

/**
 * Walks over what matches, newest first, by key and never by offset, until `onRow` says stop, the end, or the time is up.
 * Answers with the id below which it did not look, null at the end.
 */
export function scan<Row extends { id: number }>(
  db: Database,
  { terms, before, after, columns, milliseconds }: ScanRequest,
  limits: LogLimits,
  onRow: (row: Row) => 'more' | 'stop',
): number | null {
  const { where, values, texts } = filterSql(terms)
  const finds = texts.length > 0 ? createTextSearch(db, texts, limits) : null
  const statement = db.prepare<unknown[], Row & Searched>(
    `SELECT e.id, ${columns}${finds ? `, ${SEARCHED_COLUMNS}` : ''} FROM exchange AS e ${finds ? 'JOIN payload AS p ON p.id = e.id' : ''}
     WHERE e.id < ? AND e.id >= ? ${where ? `AND ${where}` : ''} ${hidden(db)} ORDER BY e.id DESC`,
  )
  const until = performance.now() + milliseconds
  const ends = db.prepare<[], { low: number | null; high: number | null }>(
    'SELECT (SELECT min(id) FROM exchange) AS low, (SELECT max(id) FROM exchange) AS high',
  )
  const { low, high } = ends.get() ?? { low: null, high: null }
  const floor = Math.max(low ?? 0, (after ?? -1) + 1)
  let top = Math.min(before ?? Number.MAX_SAFE_INTEGER, (high ?? -1) + 1)
  let width = FIRST_WINDOW_IDS

  while (top > floor) {
    const started = performance.now()
    const bottom = Math.max(floor, top - width)
    for (const row of statement.iterate(top, bottom, ...values)) {
      if ((!finds || finds(row)) && onRow(row) === 'stop') return row.id
      if (finds && performance.now() > until) return row.id
    }
    top = bottom
    const now = performance.now()
    if (now > until) break
    if (now - started < SHORT_WINDOW_MS) width *= 2
    else if (now - started > LONG_WINDOW_MS) width = Math.max(FIRST_WINDOW_IDS, width / 2)
  }
  return top > floor ? top : null
}

/** Asked only when something was removed: it costs every row a look-up. */
function hidden(db: Database): string {
  const any = db.prepare('SELECT 1 FROM removed LIMIT 1').get() !== undefined
  return any ? 'AND NOT EXISTS (SELECT 1 FROM removed AS r WHERE r.id = e.id)' : ''
}
