import { belongsOffLoop } from '../contract/body-checker.ts'
import { OverBudget, withinBudget } from '../contract/compile-budget.ts'
import { type HeadVerdict, nothingWrong, type ResponseVerdict } from '../contract/compile-response-check.ts'
import type { MockAnswer } from '../mock/mock.ts'
import type { TraceStep } from '../model/exchange.ts'
import type { Finding } from '../model/finding.ts'
import { headerValue, type RawHeaders } from '../model/headers.ts'
import { contractLimits } from '../model/limits.ts'
import { listed } from './check-request.ts'
import type { GatewayContext } from './context.ts'
import type { RouteRuntime } from './switchboard.ts'

/** An answer without its body, and what the document says of that much. */
export interface AnswerHead {
  verdict: HeadVerdict
  method: string
  status: number
  headers: RawHeaders
}

export function headOf(route: RouteRuntime, method: string, status: number, headers: RawHeaders): AnswerHead {
  return { verdict: route.checkAnswer({ method, status, headers }), method, status, headers }
}

export function saysNothing({ verdict }: AnswerHead): boolean {
  return verdict.body === null && verdict.findings.length === 0
}

type Checking = Pick<GatewayContext, 'checker'>

/** What the document says of a mock's answer. The answer remembers it: it is the same for each request that it answers. */
export function judgeMock(context: Checking, route: RouteRuntime, method: string, answer: MockAnswer): Judged {
  if (method === 'HEAD') return nothingWrong
  const known = answer.verdict ?? asked.get(answer)
  if (known !== undefined) return known
  const judged = judgeAnswer(context, route, headOf(route, method, answer.status, answer.headers), answer.body)
  if (!(judged instanceof Promise)) return remember(answer, judged)
  const later = judged.then((verdict) => remember(answer, verdict))
  asked.set(answer, later)
  return later
}

type Judged = ResponseVerdict | Promise<ResponseVerdict>
/** Many requests may have the same answer before the thread has said anything. */
const asked = new WeakMap<MockAnswer, Promise<ResponseVerdict>>()

function remember(answer: MockAnswer, verdict: ResponseVerdict): ResponseVerdict {
  answer.verdict = verdict
  return verdict
}

/** What the document says of a whole answer; in the thread where it is long, compressed, or its check takes long to compile. */
export function judgeAnswer(context: Checking, route: RouteRuntime, head: AnswerHead, body: Uint8Array): Judged {
  if (body.byteLength > contractLimits.MAX_CHECKED_BODY_BYTES) return { findings: head.verdict.findings, unchecked: tooLong }
  return judgePromptly(route, head, body) ?? judgeInThread(context, route, head, body)
}

const tooLong = `its body is longer than ${contractLimits.MAX_CHECKED_BODY_BYTES / 1024 / 1024} MiB`
/** Longer bodies of a route are not kept to be compared with its next one. */
const MAX_COMPARED_BYTES = 16 * 1024

/** The same when it takes no time worth mentioning; else null. An answer that equals the one before costs a comparison. */
export function judgePromptly(route: RouteRuntime, head: AnswerHead, body: Uint8Array): ResponseVerdict | null {
  const { verdict: ofHead, headers } = head
  const { body: check } = ofHead
  if (check === null) return verdictOf(ofHead.findings, [])
  const { judged } = route
  if (judged?.head === ofHead && Buffer.compare(judged.body, body) === 0 && judged.coding === codingOf(headers)) return judged.verdict
  if (belongsOffLoop(route.service.document, headers, body)) return null
  try {
    const { MAX_COMPILE_ON_LOOP_MS, MAX_CHECKED_BODY_BYTES } = contractLimits
    const inBody = withinBudget(MAX_COMPILE_ON_LOOP_MS, () => check(body, headers, MAX_CHECKED_BODY_BYTES))
    return keep(route, head, body, verdictOf(ofHead.findings, inBody))
  } catch (thrown) {
    if (thrown instanceof OverBudget) return null
    throw thrown
  }
}

async function judgeInThread({ checker }: Checking, route: RouteRuntime, head: AnswerHead, body: Uint8Array): Promise<ResponseVerdict> {
  const { operation, service } = route
  const { verdict, method, status, headers } = head
  const { findings } = await checker.check({
    document: service.document,
    operation,
    side: { kind: 'response', method, status },
    headers,
    body,
  })
  const why = findings.find(({ code }) => code === 'not-checked')
  if (why !== undefined) return { findings: verdict.findings, unchecked: why.message }
  return keep(route, head, body, verdictOf(verdict.findings, findings))
}

function verdictOf(inHead: readonly Finding[], inBody: readonly Finding[]): ResponseVerdict {
  if (inHead.length + inBody.length === 0) return nothingWrong
  return { findings: [...inHead, ...inBody], unchecked: null }
}

function keep(route: RouteRuntime, { verdict: head, headers }: AnswerHead, body: Uint8Array, verdict: ResponseVerdict): ResponseVerdict {
  if (body.byteLength <= MAX_COMPARED_BYTES) route.judged = { head, body, coding: codingOf(headers), verdict }
  return verdict
}

function codingOf(headers: RawHeaders): string | undefined {
  return headerValue(headers, 'content-encoding')
}

const passed: TraceStep = { step: 'contract', outcome: 'passed', text: 'the answer is as the document says', durationMs: null }

const steps = new WeakMap<ResponseVerdict, TraceStep>()

/** What the trace says of it; the same step for the same verdict. */
export function answerStep(verdict: ResponseVerdict): TraceStep {
  const known = steps.get(verdict)
  if (known !== undefined) return known
  const step = stepOf(verdict)
  steps.set(verdict, step)
  return step
}

function stepOf({ findings, unchecked }: ResponseVerdict): TraceStep {
  if (findings.length === 0) return unchecked === null ? passed : note(`the answer was not checked: ${unchecked}`)
  const broken = findings.some(isError)
  const but = unchecked === null ? '' : `; its body was not checked: ${unchecked}`
  const text = `${broken ? 'the answer is not as the document says' : 'the answer is as the document says, but'}: ${listed(findings)}${but}`
  return { step: 'contract', outcome: broken ? 'failed' : 'note', text, durationMs: null }
}

export function note(text: string): TraceStep {
  return { step: 'contract', outcome: 'note', text, durationMs: null }
}

export function isError({ severity }: Finding): boolean {
  return severity === 'Error'
}
