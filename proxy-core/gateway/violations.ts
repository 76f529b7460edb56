import type { RequestVerdict } from '../contract/compile-request-check.ts'
import type { ResponseVerdict } from '../contract/compile-response-check.ts'
import type { Finding } from '../model/finding.ts'
import { isError } from './check-answer.ts'
import { listed } from './check-request.ts'
import type { GatewayContext } from './context.ts'
import type { Exchange } from './exchange.ts'
import { refuse } from './send.ts'
import type { RouteRuntime } from './switchboard.ts'

const FIELD = 'sl-violations'
/** After Prism: what is longer would not fit in many a client's header limits. */
const MAX_VALUE_CHARACTERS = 8_092

/**
 * Adds the field by which a client learns how its exchange breaks the contract, after Prism: JSON, each location beginning
 * with `request` or `response`. Nothing is added where nothing is wrong.
 */
export function addViolations(headers: string[], findings: readonly Finding[]): void {
  if (findings.length === 0) return
  const prefixed = findings.map((finding) => (isOfResponse(finding) ? finding : { ...finding, location: ['request', ...finding.location] }))
  const text = ascii(JSON.stringify(prefixed))
  headers.push(FIELD, text.length <= MAX_VALUE_CHARACTERS ? text : `Too many violations! ${text.slice(0, MAX_VALUE_CHARACTERS)}`)
}

function isOfResponse({ location }: Finding): boolean {
  return location[0] === 'response'
}

/** Field values hold visible ASCII (RFC 9110, 5.5); JSON can say the rest in escapes. */
function ascii(text: string): string {
  return text.replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** With `--errors`: answers 500 in place of an answer that breaks the contract. False when it has no more than warnings. */
export function refuseViolations(context: GatewayContext, exchange: Exchange, route: RouteRuntime, { findings }: ResponseVerdict): boolean {
  const validation = findings.filter(isError)
  if (validation.length === 0) return false
  exchange.findings = [...exchange.findings, ...findings]
  const detail = `The answer of ${route.id} is not as the document says, and --errors is set: ${listed(validation)}.`
  refuse(context, exchange, { code: 'VIOLATIONS', detail, extra: { validation }, step: 'contract' })
  return true
}

/** With `--errors`: answers 401 or 422 in place of forwarding a request that breaks the contract. False when it has no more than warnings. */
export function refuseRequest(context: GatewayContext, exchange: Exchange, route: RouteRuntime, verdict: RequestVerdict): boolean {
  const { security, findings } = verdict
  if (!findings.some(isError)) return false
  const detail = `${route.id} was not forwarded, as --errors is set: ${listed(findings)}.`
  const headers = security === null ? [] : ['WWW-Authenticate', security.challenges.join(', ')]
  const code = security === null ? 'UNPROCESSABLE_ENTITY' : 'UNAUTHORIZED'
  refuse(context, exchange, { code, detail, extra: { validation: findings.slice() }, headers, step: 'contract' })
  return true
}
