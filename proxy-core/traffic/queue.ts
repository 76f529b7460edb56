import type { ExchangeRecord } from '../model/exchange.ts'
import type { LogLimits } from '../model/limits.ts'
import { type Batch, ROW } from './packed-record.ts'
import { createPacker } from './packer.ts'

/** What waits for the writer, in batches: one message a record would cost the loop more than writing it. */
export interface Queue {
  add(record: ExchangeRecord): void
  /** Sends what waits. */
  send(): void
  /** The oldest batch that was sent is committed. */
  committed(lost: number): void
  /** All that was sent is gone: the writer has died. */
  forget(): void
  /** Resolves once everything added so far is committed, or by `release`. */
  settled(): Promise<void>
  /** Nothing can be committed for now: those who wait go on. */
  release(): void
  counts(): QueueCounts
}

export interface QueueCounts {
  records: number
  bytes: number
  written: number
  shedBodies: number
  shedRecords: number
}

/** Bodies stop being kept at this share of the queue, so that the heads of exchanges still find room. */
const SHARE_FOR_BODIES = 0.75
/** A batch is sent at this size whatever its number of records: copying it stops the loop for 1 ms. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024
/** What a record takes at least. */
const MIN_RECORD_BYTES = ROW * Float64Array.BYTES_PER_ELEMENT

export function createQueue(limits: LogLimits, post: (batch: Batch) => void): Queue {
  const packer = createPacker(limits.FLUSH_RECORDS)
  let timer: NodeJS.Timeout | null = null
  const sent: { records: number; bytes: number }[] = []
  const waiters: { batch: number; resolve(): void }[] = []
  const counts: QueueCounts = { records: 0, bytes: 0, written: 0, shedBodies: 0, shedRecords: 0 }
  let committedBatches = 0

  return {
    add(record) {
      const request = record.requestBody.data
      const response = record.responseBody.data
      const bodyBytes = request.byteLength + response.byteLength
      const keepBodies = bodyBytes === 0 || counts.bytes + bodyBytes <= limits.MAX_QUEUED_BYTES * SHARE_FOR_BODIES
      if (counts.bytes + MIN_RECORD_BYTES > limits.MAX_QUEUED_BYTES) {
        counts.shedRecords++
        return
      }
      const before = packer.bytes()
      packer.add(record, keepBodies)
      if (!keepBodies) counts.shedBodies += Number(request.byteLength > 0) + Number(response.byteLength > 0)
      counts.records++
      counts.bytes += packer.bytes() - before
      if (packer.count() >= limits.FLUSH_RECORDS || packer.bytes() >= MAX_BATCH_BYTES) send()
      else timer ??= setTimeout(send, limits.FLUSH_INTERVAL_MS)
    },
    send,
    committed(lost) {
      const batch = sent.shift()
      if (!batch) return
      committedBatches++
      settle(batch, lost)
      while (waiters[0] && waiters[0].batch <= committedBatches) waiters.shift()?.resolve()
    },
    forget() {
      for (const batch of sent.splice(0)) settle(batch, batch.records)
    },
    settled() {
      send()
      if (sent.length === 0) return Promise.resolve()
      return new Promise((resolve) => waiters.push({ batch: committedBatches + sent.length, resolve }))
    },
    release() {
      for (const { resolve } of waiters.splice(0)) resolve()
    },
    counts: () => counts,
  }

  function send(): void {
    if (timer) clearTimeout(timer)
    timer = null
    if (packer.count() === 0) return
    sent.push({ records: packer.count(), bytes: packer.bytes() })
    post(packer.take())
  }

  function settle(batch: { records: number; bytes: number }, lost: number): void {
    counts.records -= batch.records
    counts.bytes -= batch.bytes
    counts.written += batch.records - lost
    counts.shedRecords += lost
  }
}
