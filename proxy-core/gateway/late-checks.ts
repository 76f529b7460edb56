import type { ExchangeRecord } from '../model/exchange.ts'
import { contractLimits } from '../model/limits.ts'
import { note } from './check-answer.ts'
import type { Exchange, LateCheck, LateFindings } from './exchange.ts'

/** Ended exchanges whose check is still to be made, oldest first. Each comes out with its record complete. */
export interface LateChecks {
  add(exchange: Exchange, check: LateCheck, record: ExchangeRecord): void
}

/** How long checks may keep requests waiting at a time. */
const SLICE_MS = 4

interface Waiting {
  exchange: Exchange
  record: ExchangeRecord
  check: LateCheck
  bytes: number
}

/** @param done called with each exchange once, whatever becomes of its check */
export function createLateChecks(done: (exchange: Exchange, record: ExchangeRecord) => void): LateChecks {
  let waiting: Waiting[] = []
  let at = 0
  /** Of what waits, and of what a thread is looking at. */
  let count = 0
  let bytes = 0

  function add(exchange: Exchange, check: LateCheck, record: ExchangeRecord): void {
    const own = record.requestBody.data.byteLength + record.responseBody.data.byteLength
    if (count >= contractLimits.MAX_LATE_CHECKS || bytes + own > contractLimits.MAX_LATE_CHECK_BYTES) {
      record.trace.push(note('not checked against the document: too many exchanges waited for it'))
      done(exchange, record)
      return
    }
    count++
    bytes += own
    waiting.push({ exchange, record, check, bytes: own })
    if (waiting.length === 1) setImmediate(work)
  }

  function work(): void {
    const until = performance.now() + SLICE_MS
    while (at < waiting.length && performance.now() < until) {
      run(waiting[at++] as Waiting)
    }
    if (at < waiting.length) setImmediate(work)
    else {
      waiting = []
      at = 0
    }
  }

  function run({ exchange, record, check, bytes: own }: Waiting): void {
    const over = () => {
      count--
      bytes -= own
      done(exchange, record)
    }
    const failed = (error: unknown) => {
      record.trace.push(note(`not checked against the document: ${error instanceof Error ? error.message : String(error)}`))
      over()
    }
    const found = (late: LateFindings) => {
      take(record, late)
      over()
    }
    try {
      const late = check(record)
      if (late instanceof Promise) late.then(found, failed)
      else found(late)
    } catch (error) {
      failed(error)
    }
  }

  return { add }
}

function take(record: ExchangeRecord, { findings, steps }: LateFindings): void {
  if (findings.length > 0) record.findings = [...record.findings, ...findings]
  for (const step of steps) record.trace.push(step)
}
