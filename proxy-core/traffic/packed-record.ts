import { circumstancesOf, type ExchangeRecord } from '../model/exchange.ts'

/**
 * A record on its way to the writer: flat, because cloning thirty named fields costs twice as much, with its bodies
 * beside it in one buffer a batch. A body that is a view of a pooled buffer would take the whole pool along.
 */
export type PackedRecord = [
  summary: PackedSummary,
  httpVersion: string,
  requestHeaders: string,
  responseHeaders: string | null,
  request: PackedBody,
  response: PackedBody,
  /** JSON of `Circumstances`. */
  circumstances: string,
]

/** The columns of `exchange`, in order. */
export type PackedSummary = [
  id: number,
  startedAt: number,
  state: string,
  method: string,
  scheme: string,
  host: string,
  path: string,
  query: string,
  service: string | null,
  route: string | null,
  mode: string | null,
  source: string | null,
  environment: string | null,
  status: number | null,
  error: string | null,
  durationMs: number,
  requestBytes: number,
  responseBytes: number,
  contentType: string | null,
  client: string | null,
  consumer: string | null,
  findings: number,
  replayOf: number | null,
]

/** What was kept of a body: its length in the batch's buffer, the hash of the whole body, and what was done to it. */
export type PackedBody = [kept: number, sha256: string | null, flags: number]
export const TRUNCATED = 1
export const MASKED = 2

export interface Batch {
  records: PackedRecord[]
  /** Request body, then response body, of each record in turn. */
  bodies: Uint8Array<ArrayBuffer>
}

/** @param bodies false when the queue has no room for them: their sizes stay, their bytes go. */
export function packRecord(record: ExchangeRecord, bodies: boolean): PackedRecord {
  return [
    [
      record.id,
      record.startedAt,
      record.state,
      record.method,
      record.scheme,
      record.host,
      record.path,
      record.query,
      record.service,
      record.route,
      record.mode,
      record.source,
      record.environment,
      record.status,
      record.error,
      record.durationMs,
      record.requestBody.bytes,
      record.responseBody.bytes,
      record.contentType,
      record.client,
      record.consumer,
      record.findings.length,
      record.replayOf,
    ],
    record.httpVersion,
    JSON.stringify(record.requestHeaders),
    record.responseHeaders === null ? null : JSON.stringify(record.responseHeaders),
    packBody(record.requestBody, bodies),
    packBody(record.responseBody, bodies),
    JSON.stringify(circumstancesOf(record)),
  ]
}

function packBody(body: ExchangeRecord['requestBody'], keep: boolean): PackedBody {
  const kept = keep ? body.data.byteLength : 0
  const truncated = body.truncated || kept < body.data.byteLength
  return [kept, body.sha256, (truncated ? TRUNCATED : 0) | (body.masked ? MASKED : 0)]
}
