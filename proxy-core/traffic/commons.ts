import type { Database } from './database.ts'
import { type Batch, COLUMN, FIRST_COMMON, ROW, TRUNCATED } from './packed-record.ts'

/** What records of a batch have in common, in a table beside the log that lives as long as a batch. */
export interface Commons {
  /** Fills the table from a batch; answers with the row of it that completes each record. */
  put(batch: Batch): number[]
  /**
   * A statement that inserts so many rows: `own` columns and the row of the table as parameters of each, the rest from the table.
   * @param own columns of the table that is inserted into, separated by commas
   */
  insertion(into: 'exchange' | 'payload', own: string, rows: number): string
}

const EXCHANGE =
  'state, method, scheme, host, service, route, mode, source, environment, status, error, content_type, consumer, findings, replay_of'
const PAYLOAD = 'request_flags, response_flags, request_sha256, response_sha256, http_version, circumstances'

export function createCommons(db: Database): Commons {
  db.exec(`PRAGMA temp_store = MEMORY; CREATE TEMP TABLE common (common INTEGER PRIMARY KEY, ${EXCHANGE}, ${PAYLOAD})`)
  const clear = db.prepare('DELETE FROM temp.common')
  const insert = db.prepare<unknown[]>(`INSERT INTO temp.common VALUES (${places(1 + count(EXCHANGE) + count(PAYLOAD))})`)

  return {
    put(batch) {
      clear.run()
      const rowOf: number[] = []
      const known = new Map<string, number>()
      for (let i = 0; i < batch.count; i++) {
        if (i > 0 && isAsBefore(batch.rows, i * ROW)) {
          rowOf.push(rowOf[i - 1] as number)
          continue
        }
        const key = batch.rows.subarray(i * ROW + FIRST_COMMON, (i + 1) * ROW).join()
        let row = known.get(key)
        if (row === undefined) {
          row = known.size + 1
          known.set(key, row)
          insert.run(row, ...valuesOf(batch, i * ROW))
        }
        rowOf.push(row)
      }
      return rowOf
    },
    insertion(into, own, rows) {
      const theirs = into === 'exchange' ? EXCHANGE : PAYLOAD
      const parameters = count(own) + 1
      const columns = Array.from({ length: parameters - 1 }, (_, i) => `v.column${i + 1}`).join(', ')
      const values = Array.from({ length: rows }, () => `(${places(parameters)})`).join(', ')
      return `INSERT INTO ${into} (${own}, ${theirs}) SELECT ${columns}, ${theirs}
        FROM (VALUES ${values}) AS v CROSS JOIN temp.common AS c ON c.common = v.column${parameters}`
    },
  }
}

function isAsBefore(rows: Float64Array, at: number): boolean {
  for (let column = FIRST_COMMON; column < ROW; column++) if (rows[at + column] !== rows[at + column - ROW]) return false
  return true
}

/** In the order of `EXCHANGE` and `PAYLOAD`. */
function valuesOf({ rows, texts }: Batch, at: number): unknown[] {
  const text = (column: number): string | null => texts[rows[at + column] as number] ?? null
  const number = (column: number): number | null => {
    const value = rows[at + column] as number
    return Number.isNaN(value) ? null : value
  }
  return [
    text(COLUMN.state),
    text(COLUMN.method),
    text(COLUMN.scheme),
    text(COLUMN.host),
    text(COLUMN.service),
    text(COLUMN.route),
    text(COLUMN.mode),
    text(COLUMN.source),
    text(COLUMN.environment),
    number(COLUMN.status),
    text(COLUMN.error),
    text(COLUMN.contentType),
    text(COLUMN.consumer),
    number(COLUMN.findings),
    number(COLUMN.replayOf),
    number(COLUMN.requestFlags),
    number(COLUMN.responseFlags),
    hashOfCut(text(COLUMN.requestSha256), rows[at + COLUMN.requestFlags] as number),
    hashOfCut(text(COLUMN.responseSha256), rows[at + COLUMN.responseFlags] as number),
    text(COLUMN.httpVersion),
    // Earlier versions wrote here what `circumstances_blob` names.
    '',
  ]
}

function hashOfCut(sha256: string | null, flags: number): Buffer | null {
  return sha256 !== null && flags & TRUNCATED ? Buffer.from(sha256, 'hex') : null
}

function count(columns: string): number {
  return columns.split(',').length
}

function places(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ')
}
