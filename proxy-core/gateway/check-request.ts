import { type CheckedRequest, nothingAsked, type RequestVerdict } from '../contract/compile-request-check.ts'
import type { TraceStep } from '../model/exchange.ts'
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

/** What the trace says of it; null where the document asks for nothing. */
export function verdictStep(verdict: RequestVerdict): TraceStep | null {
  const { findings } = verdict
  if (verdict === nothingAsked) return null
  if (findings.length === 0) return passed
  const invalid = findings.some(({ severity }) => severity === 'Error')
  const told = findings.slice(0, MAX_TOLD).map(({ message }) => message)
  const more = findings.length > MAX_TOLD ? `; and ${findings.length - MAX_TOLD} more` : ''
  const text = `${invalid ? 'the request is not as the document asks' : 'the request is valid, but'}: ${told.join('; ')}${more}`
  return { step: 'contract', outcome: invalid ? 'refused' : 'note', text, durationMs: null }
}
