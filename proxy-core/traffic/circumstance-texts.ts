import { type Circumstances, circumstancesOf, type ExchangeRecord, type TraceStep } from '../model/exchange.ts'

/** So many different ones come in turns, as a page asks a handful of routes. */
const MAX_KEPT = 8

/**
 * JSON of what only the detail of an exchange shows. Exchanges of a route say much the same: what was written lately is
 * found again by comparing the steps, in a tenth of the time.
 */
export function createCircumstanceTexts(): (record: ExchangeRecord) => string {
  const kept: { trace: readonly TraceStep[]; text: string }[] = []
  let oldest = 0

  return (record) => {
    const usual = record.policies.length === 0 && record.findings.length === 0
    if (usual) for (const each of kept) if (sameSteps(each.trace, record.trace)) return each.text
    const text = JSON.stringify(circumstancesOf(record) satisfies Circumstances)
    if (usual) kept[oldest++ % MAX_KEPT] = { trace: record.trace, text }
    return text
  }
}

function sameSteps(one: readonly TraceStep[], other: readonly TraceStep[]): boolean {
  if (one.length !== other.length) return false
  for (let i = one.length - 1; i >= 0; i--) {
    const a = one[i] as TraceStep
    const b = other[i] as TraceStep
    if (a === b) continue
    if (a.text !== b.text || a.step !== b.step || a.outcome !== b.outcome || a.durationMs !== b.durationMs) return false
  }
  return true
}
