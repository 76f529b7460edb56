import { type CheckedRequest, nothingAsked, type RequestVerdict } from '../contract/compile-request-check.ts'
import type { TraceStep } from '../model/exchange.ts'
import type { Finding } from '../model/finding.ts'
import type { RawHeaders } from '../model/headers.ts'
import type { RouteMatch } from './router.ts'

/** What the document says about a request to one of its routes. */
export function judge(
  { route, rest, parameters }: RouteMatch,
  query: string,
  headers: RawHeaders,
  body: CheckedRequest['body'],
): RequestVerdict {
  return route.check({ path: rest || '/', pathParameters: parameters, query, headers, body })
}

const passed: TraceStep = { step: 'contract', outcome: 'passed', text: 'the request is as the document asks', durationMs: null }
/** Findings beyond these are counted in the trace, not told. */
const MAX_TOLD = 10

/** What the trace says of it; null where the document asks for nothing. A live route forwards what it finds invalid. */
export function verdictStep(verdict: RequestVerdict, forwarded = false): TraceStep | null {
  const { findings } = verdict
  if (verdict === nothingAsked) return null
  if (findings.length === 0) return passed
  const invalid = findings.some(({ severity }) => severity === 'Error')
  const text = `${invalid ? 'the request is not as the document asks' : 'the request is valid, but'}: ${listed(findings)}`
  return { step: 'contract', outcome: !invalid ? 'note' : forwarded ? 'failed' : 'refused', text, durationMs: null }
}

/** What is wrong, for people, as far as it is told. */
export function listed(findings: readonly Finding[]): string {
  const told = findings.slice(0, MAX_TOLD).map(({ message }) => message)
  const more = findings.length > MAX_TOLD ? `; and ${findings.length - MAX_TOLD} more` : ''
  return told.join('; ') + more
}
