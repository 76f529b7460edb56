/**
 * Records on their way to the writer. What numbers say stands in rows of one array, each text and each body once for all
 * records that have it: clones of flat records cost the loop and the writer twice as much.
 */
export interface Batch {
  count: number
  /** `ROW` numbers a record, in the order of `COLUMN`. */
  rows: Float64Array<ArrayBuffer>
  texts: string[]
  bodies: Uint8Array<ArrayBuffer>
}

/** Where a record's numbers stand in its row. NaN is null. */
export const COLUMN = {
  id: 0,
  startedAt: 1,
  status: 2,
  durationMs: 3,
  requestBytes: 4,
  responseBytes: 5,
  findings: 6,
  replayOf: 7,
  routedMs: 8,
  upstreamSocketMs: 9,
  requestSentMs: 10,
  firstByteMs: 11,
  /** Bodies: where in the batch's bytes they begin, and how many of them were kept. */
  requestAt: 12,
  requestKept: 13,
  requestFlags: 14,
  responseAt: 15,
  responseKept: 16,
  responseFlags: 17,
  /** From here on indices of texts; -1 is null. */
  state: 18,
  method: 19,
  scheme: 20,
  host: 21,
  path: 22,
  query: 23,
  service: 24,
  route: 25,
  mode: 26,
  source: 27,
  environment: 28,
  error: 29,
  contentType: 30,
  client: 31,
  consumer: 32,
  httpVersion: 33,
  /** Header fields as `header-block.ts` writes them. */
  requestHeaders: 34,
  responseHeaders: 35,
  /** JSON of `Circumstances`. */
  circumstances: 36,
  /** Hex, of a whole body that was cut. */
  requestSha256: 37,
  responseSha256: 38,
} as const

export const ROW = 39
export const NO_TEXT = -1

/** What was done to a body before it was kept. */
export const TRUNCATED = 1
export const MASKED = 2

/** One record of a batch as a batch of its own. */
export function single({ rows, texts, bodies }: Batch, index: number): Batch {
  return { count: 1, rows: rows.subarray(index * ROW, (index + 1) * ROW), texts, bodies }
}
