import type { Circumstances, ExchangeDetail, ExchangeSummary, Timing } from '../model/exchange.ts'
import { headerPairs, headerValue } from '../model/headers.ts'
import type { LogLimits } from '../model/limits.ts'
import type { Handlers } from './answering.ts'
import { countStats } from './count-stats.ts'
import type { Database } from './database.ts'
import { fieldsOfBlock } from './header-block.ts'
import type { LoggedBody } from './log.ts'
import type { ListRequest, ReaderQuestions } from './messages.ts'
import { MASKED, TRUNCATED } from './packed-record.ts'
import { scan } from './scan.ts'

export type Reads = Omit<Handlers<ReaderQuestions>, 'open' | 'close'>

/** How long one page may look for matches; the next page goes on from there. */
const LIST_MS = 150

const SUMMARY_COLUMNS = `e.id, e.started_at AS startedAt, e.state, e.method, e.scheme, e.host, e.path, e.query, e.service, e.route, e.mode,
  e.source, e.environment, e.status, e.error, e.duration_ms AS durationMs, e.request_bytes AS requestBytes, e.response_bytes AS responseBytes,
  e.content_type AS contentType, e.client, e.consumer, e.findings, e.replay_of AS replayOf, e.pinned, e.color`
const IN_SIGHT = 'NOT EXISTS (SELECT 1 FROM removed AS r WHERE r.id = e.id)'

/** Answers what is asked about the log, on a connection of either thread. */
export function createReads(db: Database, limits: LogLimits): Reads {
  const detail = db.prepare<[number], DetailRow>(
    `SELECT ${SUMMARY_COLUMNS}, p.http_version AS httpVersion, ifnull(c.data, p.circumstances) AS circumstances,
       p.routed_ms AS routedMs, p.upstream_socket_ms AS upstreamSocketMs, p.request_sent_ms AS requestSentMs, p.first_byte_ms AS firstByteMs, p.note, p.request_flags AS requestFlags,
       p.response_flags AS responseFlags, ifnull(p.request_sha256, qb.hash) AS requestHash, ifnull(p.response_sha256, sb.hash) AS responseHash,
       qh.data AS requestHeaders, sh.data AS responseHeaders
     FROM exchange AS e JOIN payload AS p ON p.id = e.id JOIN blob AS qh ON qh.id = p.request_headers
       LEFT JOIN blob AS sh ON sh.id = p.response_headers LEFT JOIN blob AS qb ON qb.id = p.request_body
       LEFT JOIN blob AS sb ON sb.id = p.response_body LEFT JOIN blob AS c ON c.id = p.circumstances_blob
     WHERE e.id = ? AND ${IN_SIGHT}`,
  )
  const bodyOf = (side: 'request' | 'response') =>
    db.prepare<[number], BodyRow>(
      `SELECT h.data AS headers, b.data, p.${side}_flags AS flags FROM exchange AS e JOIN payload AS p ON p.id = e.id
         JOIN blob AS h ON h.id = p.${side}_headers LEFT JOIN blob AS b ON b.id = p.${side}_body
       WHERE e.id = ? AND ${IN_SIGHT}`,
    )
  const bodies = { request: bodyOf('request'), response: bodyOf('response') }

  return {
    list(request) {
      const items: ExchangeSummary[] = []
      const next = walk<SummaryRow>(request, SUMMARY_COLUMNS, (row) => items.push(summaryOfRow(row)))
      return { items, next: next === null ? null : String(next) }
    },
    matching(request) {
      const ids: number[] = []
      const next = walk<{ id: number }>(request, 'e.id', (row) => ids.push(row.id))
      return { ids: Float64Array.from(ids), next }
    },
    get({ id }) {
      const row = detail.get(id)
      return row ? detailOfRow(row) : null
    },
    body({ id, side }) {
      const row = bodies[side].get(id)
      return row ? loggedBody(row) : null
    },
    stats: (request) => countStats(db, request, limits),
  }

  /** One row beyond the limit tells whether there is a next page. */
  function walk<Row extends { id: number }>(request: ListRequest, columns: string, take: (row: Row) => void): number | null {
    let taken = 0
    let last = 0
    const stopped = scan<Row>(db, { ...request, columns, milliseconds: LIST_MS }, limits, (row) => {
      if (taken === request.limit) return 'stop'
      taken++
      last = row.id
      take(row)
      return 'more'
    })
    return stopped !== null && taken === request.limit ? last : stopped
  }
}

type SummaryRow = Omit<ExchangeSummary, 'id' | 'startedAt' | 'replayOf' | 'pinned'> & {
  id: number
  startedAt: number
  replayOf: number | null
  pinned: number
}
interface DetailRow extends SummaryRow, Omit<Timing, 'endMs'> {
  httpVersion: string
  circumstances: string | Buffer
  note: string | null
  requestFlags: number
  responseFlags: number
  requestHash: Buffer | null
  responseHash: Buffer | null
  requestHeaders: string | Buffer
  responseHeaders: string | Buffer | null
}
interface BodyRow {
  headers: string | Buffer
  data: string | Buffer | null
  flags: number
}

function summaryOfRow(row: SummaryRow): ExchangeSummary {
  return {
    id: String(row.id),
    startedAt: new Date(row.startedAt).toISOString(),
    state: row.state,
    method: row.method,
    scheme: row.scheme,
    host: row.host,
    path: row.path,
    query: row.query,
    service: row.service,
    route: row.route,
    mode: row.mode,
    source: row.source,
    environment: row.environment,
    status: row.status,
    error: row.error,
    durationMs: row.durationMs,
    requestBytes: row.requestBytes,
    responseBytes: row.responseBytes,
    contentType: row.contentType,
    client: row.client,
    consumer: row.consumer,
    findings: row.findings,
    replayOf: row.replayOf === null ? null : String(row.replayOf),
    pinned: row.pinned === 1,
    color: row.color,
  }
}

function detailOfRow(row: DetailRow): ExchangeDetail {
  const { routedMs, upstreamSocketMs, requestSentMs, firstByteMs, durationMs: endMs } = row
  // What earlier versions wrote has its times in the text.
  const { findings, timing, ...circumstances } = {
    timing: { routedMs, upstreamSocketMs, requestSentMs, firstByteMs, endMs },
    ...(JSON.parse(String(row.circumstances)) as Circumstances & { timing?: Timing }),
  }
  const facts = (bytes: number, sha256: Buffer | null, flags: number) => ({
    bytes,
    sha256: sha256 === null ? null : sha256.toString('hex'),
    truncated: (flags & TRUNCATED) !== 0,
    masked: (flags & MASKED) !== 0,
  })
  return {
    ...summaryOfRow(row),
    httpVersion: row.httpVersion,
    request: {
      headers: headerPairs(fieldsOfBlock(row.requestHeaders, row.id)),
      body: facts(row.requestBytes, row.requestHash, row.requestFlags),
    },
    response:
      row.responseHeaders === null
        ? null
        : {
            headers: headerPairs(fieldsOfBlock(row.responseHeaders, row.id)),
            body: facts(row.responseBytes, row.responseHash, row.responseFlags),
          },
    timing,
    ...circumstances,
    findingList: findings,
    note: row.note,
  }
}

function loggedBody({ headers, data, flags }: BodyRow): LoggedBody {
  const raw = fieldsOfBlock(headers, 0)
  return {
    data: new Uint8Array(typeof data === 'string' ? Buffer.from(data) : (data ?? [])),
    contentType: headerValue(raw, 'content-type') ?? null,
    contentEncoding: headerValue(raw, 'content-encoding') ?? null,
    truncated: (flags & TRUNCATED) !== 0,
  }
}
