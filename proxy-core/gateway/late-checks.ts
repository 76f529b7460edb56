import type { ExchangeRecord } from '../model/exchange.ts'
import { contractLimits } from '../model/limits.ts'
import { note } from './check-answer.ts'
import type { Exchange, LateCheck } from './exchange.ts'

/** Ended exchanges whose check is still to be made, oldest first. Each comes out with its record complete. */
export interface LateChecks {
  add(exchange: Exchange, record: ExchangeRecord): void
}

/** How long checks may keep requests waiting at a time. */
const SLICE_MS = 4

interface Waiting {
  exchange: Exchange
  record: ExchangeRecord
  check: LateCheck
  bytes: number
}

export function createLateChecks(done: (exchange: Exchange, record: ExchangeRecord) => void): LateChecks {
  let waiting: Waiting[] = []
  let at = 0
  let bytes = 0

  function add(exchange: Exchange, record: ExchangeRecord): void {
    const check = exchange.lateCheck
    exchange.lateCheck = null
    if (check === null) return done(exchange, record)
    const own = record.requestBody.data.byteLength + record.responseBody.data.byteLength
    const full = waiting.length - at >= contractLimits.MAX_LATE_CHECKS || bytes + own > contractLimits.MAX_LATE_CHECK_BYTES
    if (full) {
      record.trace.push(note('not checked against the document: too many exchanges waited for it'))
      return done(exchange, record)
    }
    bytes += own
    waiting.push({ exchange, record, check, bytes: own })
    if (waiting.length - at === 1) setImmediate(work)
  }

  function work(): void {
    const until = performance.now() + SLICE_MS
    do {
      const next = waiting[at++] as Waiting
      bytes -= next.bytes
      run(next)
      done(next.exchange, next.record)
    } while (at < waiting.length && performance.now() < until)
    if (at < waiting.length) {
      setImmediate(work)
      return
    }
    waiting = []
    at = 0
  }

  return { add }
}

/** Whatever becomes of the check, the record is not lost. */
function run({ record, check }: Waiting): void {
  try {
    const { findings, steps } = check(record)
    if (findings.length > 0) record.findings = [...record.findings, ...findings]
    for (const step of steps) record.trace.push(step)
  } catch (thrown) {
    record.trace.push(note(`not checked against the document: ${(thrown as Error).message}`))
  }
}
