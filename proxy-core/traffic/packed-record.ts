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

/** Where a record's numbers stand in its row. NaN is null. Texts and hashes are indices of `texts`; -1 is null. */
export const COLUMN = {
  id: 0,
  startedAt: 1,
  durationMs: 2,
  requestBytes: 3,
  responseBytes: 4,
  routedMs: 5,
  upstreamSocketMs: 6,
  requestSentMs: 7,
  firstByteMs: 8,
  /** Where in the batch's bytes a body begins, and how many of them were kept. */
  requestAt: 9,
  requestKept: 10,
  responseAt: 11,
  responseKept: 12,
  path: 13,
  query: 14,
  client: 15,
  /** Header fields as `header-block.ts` writes them. */
  requestHeaders: 16,
  responseHeaders: 17,
  /** JSON of `Circumstances`. */
  circumstances: 18,
  /** From here on what exchanges of one route have in common most of the time. */
  status: 19,
  findings: 20,
  replayOf: 21,
  requestFlags: 22,
  responseFlags: 23,
  /** Hex, of a whole body that was cut. */
  requestSha256: 24,
  responseSha256: 25,
  state: 26,
  method: 27,
  scheme: 28,
  host: 29,
  service: 30,
  route: 31,
  mode: 32,
  source: 33,
  environment: 34,
  error: 35,
  contentType: 36,
  consumer: 37,
  httpVersion: 38,
} as const

export const ROW = 39
/** Columns from here on are the same in most records of a batch. */
export const FIRST_COMMON = COLUMN.status
export const NO_TEXT = -1

/** What was done to a body before it was kept. */
export const TRUNCATED = 1
export const MASKED = 2

/** One record of a batch as a batch of its own. */
export function single({ rows, texts, bodies }: Batch, index: number): Batch {
  return { count: 1, rows: rows.subarray(index * ROW, (index + 1) * ROW), texts, bodies }
}
