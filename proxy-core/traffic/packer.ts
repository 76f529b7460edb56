import type { CapturedBody, ExchangeRecord } from '../model/exchange.ts'
import { createCircumstanceTexts } from './circumstance-texts.ts'
import { createHeaderBlocks } from './header-block.ts'
import { type Batch, COLUMN, MASKED, NO_TEXT, ROW, TRUNCATED } from './packed-record.ts'

/** Gathers records into a batch. */
export interface Packer {
  /** @param bodies false when there is no room for them: their sizes stay, their bytes go. */
  add(record: ExchangeRecord, bodies: boolean): void
  /** Records in the batch. */
  count(): number
  /** What the batch takes, in bytes. */
  bytes(): number
  /** The batch as it stands; the next one begins empty. */
  take(): Batch
}

const NO_BODY = new Uint8Array(0)

export function createPacker(most: number): Packer {
  const requestBlocks = createHeaderBlocks()
  const responseBlocks = createHeaderBlocks()
  const circumstanceTexts = createCircumstanceTexts()
  /** The text that stood in a column last, and its index: most columns say the same as in the record before. */
  const lastText: (string | null)[] = new Array(ROW).fill(null)
  const lastIndex: number[] = new Array(ROW).fill(NO_TEXT)
  let rows = new Float64Array(most * ROW)
  let texts: string[] = []
  let indices = new Map<string, number>()
  let bodies: Uint8Array[] = []
  let bodyBytes = 0
  let textChars = 0
  let count = 0
  const request = { data: NO_BODY as Uint8Array, at: 0 }
  const response = { data: NO_BODY as Uint8Array, at: 0 }

  return {
    add(record, keepBodies) {
      if (count * ROW === rows.length) grow()
      const at = count++ * ROW
      putNumbers(at, record)
      putTexts(at, record)
      rows[at + COLUMN.requestFlags] = putBody(at + COLUMN.requestAt, request, record.requestBody, keepBodies)
      rows[at + COLUMN.responseFlags] = putBody(at + COLUMN.responseAt, response, record.responseBody, keepBodies)
    },
    count: () => count,
    bytes: () => count * ROW * Float64Array.BYTES_PER_ELEMENT + textChars + bodyBytes,
    take() {
      const batch = { count, rows: rows.slice(0, count * ROW), texts, bodies: joined(bodies, bodyBytes) }
      lastText.fill(null)
      lastIndex.fill(NO_TEXT)
      texts = []
      indices = new Map()
      bodies = []
      bodyBytes = 0
      textChars = 0
      count = 0
      request.data = NO_BODY
      response.data = NO_BODY
      return batch
    },
  }

  function putNumbers(at: number, record: ExchangeRecord): void {
    const { timing } = record
    rows[at + COLUMN.id] = record.id
    rows[at + COLUMN.startedAt] = record.startedAt
    rows[at + COLUMN.status] = record.status ?? Number.NaN
    rows[at + COLUMN.durationMs] = record.durationMs
    rows[at + COLUMN.requestBytes] = record.requestBody.bytes
    rows[at + COLUMN.responseBytes] = record.responseBody.bytes
    rows[at + COLUMN.findings] = record.findings.length
    rows[at + COLUMN.replayOf] = record.replayOf ?? Number.NaN
    rows[at + COLUMN.routedMs] = timing.routedMs ?? Number.NaN
    rows[at + COLUMN.upstreamSocketMs] = timing.upstreamSocketMs ?? Number.NaN
    rows[at + COLUMN.requestSentMs] = timing.requestSentMs ?? Number.NaN
    rows[at + COLUMN.firstByteMs] = timing.firstByteMs ?? Number.NaN
  }

  function putTexts(at: number, record: ExchangeRecord): void {
    putText(at, COLUMN.state, record.state)
    putText(at, COLUMN.method, record.method)
    putText(at, COLUMN.scheme, record.scheme)
    putText(at, COLUMN.host, record.host)
    putText(at, COLUMN.path, record.path)
    putText(at, COLUMN.query, record.query)
    putText(at, COLUMN.service, record.service)
    putText(at, COLUMN.route, record.route)
    putText(at, COLUMN.mode, record.mode)
    putText(at, COLUMN.source, record.source)
    putText(at, COLUMN.environment, record.environment)
    putText(at, COLUMN.error, record.error)
    putText(at, COLUMN.contentType, record.contentType)
    putText(at, COLUMN.client, record.client)
    putText(at, COLUMN.consumer, record.consumer)
    putText(at, COLUMN.httpVersion, record.httpVersion)
    putText(at, COLUMN.requestHeaders, requestBlocks(record.requestHeaders))
    putText(at, COLUMN.responseHeaders, record.responseHeaders === null ? null : responseBlocks(record.responseHeaders))
    putText(at, COLUMN.circumstances, circumstanceTexts(record))
    putText(at, COLUMN.requestSha256, record.requestBody.sha256)
    putText(at, COLUMN.responseSha256, record.responseBody.sha256)
  }

  function putText(at: number, column: number, text: string | null): void {
    if (text !== lastText[column]) {
      lastText[column] = text
      lastIndex[column] = text === null ? NO_TEXT : indexOf(text)
    }
    rows[at + column] = lastIndex[column] as number
  }

  function indexOf(text: string): number {
    const known = indices.get(text)
    if (known !== undefined) return known
    const index = texts.push(text) - 1
    indices.set(text, index)
    textChars += text.length
    return index
  }

  /** A body that says the same as the last one on its side takes no room. Answers with its flags. */
  function putBody(at: number, last: { data: Uint8Array; at: number }, body: CapturedBody, keep: boolean): number {
    const { data } = body
    const kept = keep ? data.byteLength : 0
    if (kept > 0 && data !== last.data && !isSame(data, last.data)) {
      last.data = data
      last.at = bodyBytes
      bodies.push(data)
      bodyBytes += kept
    }
    rows[at] = last.at
    rows[at + 1] = kept
    const truncated = body.truncated || kept < data.byteLength
    return (truncated ? TRUNCATED : 0) | (body.masked ? MASKED : 0)
  }

  function grow(): void {
    const larger = new Float64Array(rows.length * 2)
    larger.set(rows)
    rows = larger
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && Buffer.compare(one, other) === 0
}

function joined(parts: Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
