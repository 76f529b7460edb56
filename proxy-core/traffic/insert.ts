import type { Blobs } from './blobs.ts'
import type { Database } from './database.ts'
import { type Batch, COLUMN, NO_TEXT, ROW, TRUNCATED } from './packed-record.ts'

export interface Inserter {
  /** Inserts a batch, inside the caller's transaction. */
  insert(batch: Batch): void
}

const SUMMARY_COLUMNS = `id, started_at, state, method, scheme, host, path, query, service, route, mode, source, environment, status,
  error, duration_ms, request_bytes, response_bytes, content_type, client, consumer, findings, replay_of`
const PAYLOAD_COLUMNS = `id, request_headers, response_headers, request_body, response_body, request_flags, response_flags,
  request_sha256, response_sha256, http_version, circumstances_blob, routed_ms, upstream_socket_ms, request_sent_ms, first_byte_ms, circumstances`

export function createInserter(db: Database, blobs: Blobs): Inserter {
  const exchange = db.prepare<unknown[]>(`INSERT INTO exchange (${SUMMARY_COLUMNS}) VALUES (${places(SUMMARY_COLUMNS)})`)
  const payload = db.prepare<unknown[]>(`INSERT INTO payload (${PAYLOAD_COLUMNS}) VALUES (${places(PAYLOAD_COLUMNS)})`)

  return {
    insert(batch) {
      const { count, rows, texts } = batch
      const content = contentOf(batch, blobs)
      for (let at = 0; at < count * ROW; at += ROW) {
        const text = (column: number): string | null => texts[rows[at + column] as number] ?? null
        const number = (column: number): number | null => {
          const value = rows[at + column] as number
          return Number.isNaN(value) ? null : value
        }
        exchange.run(
          rows[at + COLUMN.id],
          rows[at + COLUMN.startedAt],
          text(COLUMN.state),
          text(COLUMN.method),
          text(COLUMN.scheme),
          text(COLUMN.host),
          text(COLUMN.path),
          text(COLUMN.query),
          text(COLUMN.service),
          text(COLUMN.route),
          text(COLUMN.mode),
          text(COLUMN.source),
          text(COLUMN.environment),
          number(COLUMN.status),
          text(COLUMN.error),
          rows[at + COLUMN.durationMs],
          rows[at + COLUMN.requestBytes],
          rows[at + COLUMN.responseBytes],
          text(COLUMN.contentType),
          text(COLUMN.client),
          text(COLUMN.consumer),
          rows[at + COLUMN.findings],
          number(COLUMN.replayOf),
        )
        payload.run(
          rows[at + COLUMN.id],
          content.text(rows[at + COLUMN.requestHeaders] as number),
          content.text(rows[at + COLUMN.responseHeaders] as number),
          content.body(at + COLUMN.requestAt, text(COLUMN.requestSha256)),
          content.body(at + COLUMN.responseAt, text(COLUMN.responseSha256)),
          rows[at + COLUMN.requestFlags],
          rows[at + COLUMN.responseFlags],
          hashOfCut(text(COLUMN.requestSha256), rows[at + COLUMN.requestFlags] as number),
          hashOfCut(text(COLUMN.responseSha256), rows[at + COLUMN.responseFlags] as number),
          text(COLUMN.httpVersion),
          content.text(rows[at + COLUMN.circumstances] as number),
          number(COLUMN.routedMs),
          number(COLUMN.upstreamSocketMs),
          number(COLUMN.requestSentMs),
          number(COLUMN.firstByteMs),
        )
      }
    },
  }
}

/** Blobs of one batch: what several records of it share is hashed once. */
function contentOf({ rows, texts, bodies }: Batch, blobs: Blobs) {
  const ofText = new Map<number, number>()
  const ofBody = new Map<number, number>()
  const put = (known: Map<number, number>, key: number, make: () => number): number => {
    const before = known.get(key)
    if (before !== undefined) return blobs.again(before)
    const blob = make()
    known.set(key, blob)
    return blob
  }
  return {
    text: (index: number): number | null => (index === NO_TEXT ? null : put(ofText, index, () => blobs.put(texts[index] as string, null))),
    /** @param at the first of the three numbers of a body. The hash of a cut body is of the whole of it and does not name what was kept. */
    body(at: number, sha256: string | null): number | null {
      const from = rows[at] as number
      const kept = rows[at + 1] as number
      const cut = ((rows[at + 2] as number) & TRUNCATED) !== 0
      return kept === 0 ? null : put(ofBody, from, () => blobs.put(bodies.subarray(from, from + kept), cut ? null : sha256))
    },
  }
}

function hashOfCut(sha256: string | null, flags: number): Buffer | null {
  return sha256 !== null && flags & TRUNCATED ? Buffer.from(sha256, 'hex') : null
}

/** `circumstances` is what earlier versions wrote for each exchange anew. */
function places(columns: string): string {
  return columns
    .split(',')
    .map((column) => (column.trim() === 'circumstances' ? "''" : '?'))
    .join(', ')
}
