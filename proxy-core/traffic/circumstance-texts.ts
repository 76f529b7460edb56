import { type Circumstances, circumstancesOf, type ExchangeRecord, type TraceStep } from '../model/exchange.ts'
import type { Finding } from '../model/finding.ts'

/** So many different ones come in turns, as a page asks a handful of routes. */
const MAX_KEPT = 8

/**
 * JSON of what only the detail of an exchange shows. Exchanges of a route say much the same: what was written lately is
 * found again by comparing the steps, in a tenth of the time.
 */
export function createCircumstanceTexts(): (record: ExchangeRecord) => string {
  const kept: { circumstances: Circumstances; text: string }[] = []
  let oldest = 0

  return (record) => {
    for (const each of kept) if (isSame(each.circumstances, record)) return each.text
    const circumstances = circumstancesOf(record)
    const text = JSON.stringify(circumstances)
    kept[oldest++ % MAX_KEPT] = { circumstances, text }
    return text
  }
}

function isSame(one: Circumstances, other: Circumstances): boolean {
  return (
    one.fired === other.fired &&
    one.policies.length === 0 &&
    other.policies.length === 0 &&
    areTheSame(one.findings, other.findings) &&
    areSameSteps(one.trace, other.trace)
  )
}

/** An answer that is kept keeps what was found in it. */
function areTheSame(one: readonly Finding[], other: readonly Finding[]): boolean {
  if (one.length !== other.length) return false
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false
  return true
}

function areSameSteps(one: readonly TraceStep[], other: readonly TraceStep[]): boolean {
  if (one.length !== other.length) return false
  for (let i = one.length - 1; i >= 0; i--) {
    const a = one[i] as TraceStep
    const b = other[i] as TraceStep
    if (a === b) continue
    if (a.text !== b.text || a.step !== b.step || a.outcome !== b.outcome || a.durationMs !== b.durationMs) return false
  }
  return true
}
