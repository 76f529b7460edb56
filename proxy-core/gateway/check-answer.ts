import { type HeadVerdict, nothingWrong, type ResponseVerdict } from '../contract/compile-response-check.ts'
import type { MockAnswer } from '../mock/mock.ts'
import type { TraceStep } from '../model/exchange.ts'
import type { Finding } from '../model/finding.ts'
import { headerValue, type RawHeaders } from '../model/headers.ts'
import { contractLimits } from '../model/limits.ts'
import { listed } from './check-request.ts'
import type { RouteRuntime } from './switchboard.ts'

/** Longer bodies of a route are not kept to be compared with its next one. */
const MAX_COMPARED_BYTES = 16 * 1024
const tooLong = `its body is longer than ${contractLimits.MAX_BODY_CHECKED_ON_LOOP_BYTES / 1024} KiB`

/** What the document says of a mock's answer. The answer remembers it: it is the same for each request that it answers. */
export function judgeMock(route: RouteRuntime, method: string, answer: MockAnswer): ResponseVerdict {
  if (method === 'HEAD') return nothingWrong
  if (answer.verdict === undefined) {
    const head = route.checkAnswer({ method, status: answer.status, headers: answer.headers })
    answer.verdict = judgeBody(route, head, answer.headers, answer.body)
  }
  return answer.verdict
}

/** What the document says of a whole answer, of which the head was judged. An answer like the one before costs a comparison. */
export function judgeBody(route: RouteRuntime, head: HeadVerdict, headers: RawHeaders, body: Uint8Array): ResponseVerdict {
  if (head.body === null) return head.findings.length === 0 ? nothingWrong : { findings: head.findings, unchecked: null }
  if (body.byteLength > contractLimits.MAX_BODY_CHECKED_ON_LOOP_BYTES) return { findings: head.findings, unchecked: tooLong }
  const { judged } = route
  if (judged?.head === head && Buffer.compare(judged.body, body) === 0 && judged.coding === codingOf(headers)) return judged.verdict
  const inBody = head.body(body, headers, contractLimits.MAX_BODY_CHECKED_ON_LOOP_BYTES)
  const findings = head.findings.length === 0 ? inBody : [...head.findings, ...inBody]
  const verdict = findings.length === 0 ? nothingWrong : { findings, unchecked: null }
  if (body.byteLength <= MAX_COMPARED_BYTES) route.judged = { head, body, coding: codingOf(headers), verdict }
  return verdict
}

function codingOf(headers: RawHeaders): string | undefined {
  return headerValue(headers, 'content-encoding')
}

const passed: TraceStep = { step: 'contract', outcome: 'passed', text: 'the answer is as the document says', durationMs: null }

/** What the trace says of it. */
export function answerStep({ findings, unchecked }: ResponseVerdict): TraceStep {
  if (findings.length === 0) return unchecked === null ? passed : note(`the answer was not checked: ${unchecked}`)
  const broken = findings.some(isError)
  const but = unchecked === null ? '' : `; ${unchecked} and was not checked`
  const text = `${broken ? 'the answer is not as the document says' : 'the answer is as the document says, but'}: ${listed(findings)}${but}`
  return { step: 'contract', outcome: broken ? 'failed' : 'note', text, durationMs: null }
}

export function note(text: string): TraceStep {
  return { step: 'contract', outcome: 'note', text, durationMs: null }
}

export function isError({ severity }: Finding): boolean {
  return severity === 'Error'
}
