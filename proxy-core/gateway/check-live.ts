import { belongsOffLoop } from '../contract/body-checker.ts'
import { OverBudget, withinBudget } from '../contract/compile-budget.ts'
import type { CheckedRequest, RequestVerdict } from '../contract/compile-request-check.ts'
import type { ResponseVerdict } from '../contract/compile-response-check.ts'
import type { BodyVerdict } from '../contract/request/request.ts'
import type { CapturedBody, ExchangeRecord } from '../model/exchange.ts'
import { contractLimits } from '../model/limits.ts'
import { type AnswerHead, answerStep, judgeAnswer, judgePromptly, note, saysNothing } from './check-answer.ts'
import { judge, verdictStep } from './check-request.ts'
import type { GatewayContext } from './context.ts'
import type { Exchange, LateCheck, LateFindings } from './exchange.ts'
import type { RouteMatch } from './router.ts'
import { addViolations } from './violations.ts'

/** A request whose body streams is looked at before its answer goes when it is no longer than this, else after. */
const MAX_PROMPT_BYTES = 16 * 1024

/** What the document says of a request that is forwarded; asked while the upstream works on it. */
export function checkForwarded(exchange: Exchange, match: RouteMatch, body: Uint8Array | null): void {
  const verdict = judgeInTime(exchange, match, body)
  if (verdict !== null) noteRequest(exchange, verdict)
}

/** With `--errors`: the same before it is forwarded. @param body `'too-long'` when it can not be held back */
export async function checkHeld(
  context: GatewayContext,
  exchange: Exchange,
  match: RouteMatch,
  body: Uint8Array | 'too-long' | null,
): Promise<RequestVerdict> {
  const verdict = await judgeRequest(context, exchange, match, body)
  const findings = verdict.findings.map((finding) => (finding.code === 'too-long' ? { ...finding, message: tooLongToHold } : finding))
  noteRequest(exchange, findings.length === 0 ? verdict : { ...verdict, findings })
  return verdict
}

const tooLongToHold = 'Request body was not checked before it was forwarded: it is too long to be held back'

function noteRequest(exchange: Exchange, verdict: RequestVerdict): void {
  const step = verdictStep(verdict, true)
  if (step !== null) exchange.trace.push(step)
  exchange.findings = verdict.findings
  exchange.requestJudged = true
}

/** null when it belongs into the thread. */
function judgeInTime(exchange: Exchange, match: RouteMatch, body: CheckedRequest['body']): RequestVerdict | null {
  const { query, request } = exchange
  const { document } = match.route.service
  if (body instanceof Uint8Array && belongsOffLoop(document, request.rawHeaders, body)) return null
  const milliseconds = document.pieces === undefined ? Number.POSITIVE_INFINITY : contractLimits.MAX_COMPILE_ON_LOOP_MS
  try {
    return withinBudget(milliseconds, () => judge(match, query, request.rawHeaders, body))
  } catch (thrown) {
    if (thrown instanceof OverBudget) return null
    throw thrown
  }
}

async function judgeRequest(
  context: GatewayContext,
  exchange: Exchange,
  match: RouteMatch,
  body: Uint8Array | 'too-long' | null,
): Promise<RequestVerdict> {
  const verdict = judgeInTime(exchange, match, body)
  if (verdict !== null) return verdict
  const { query, request } = exchange
  return judge(match, query, request.rawHeaders, body instanceof Uint8Array ? await inThread(context, exchange, match, body) : body)
}

function inThread(context: GatewayContext, { request }: Exchange, { route }: RouteMatch, body: Uint8Array): Promise<BodyVerdict> {
  const { operation, service } = route
  return context.checker.check({
    document: service.document,
    operation,
    side: { kind: 'request' },
    headers: request.rawHeaders,
    body,
  })
}

/** The request whose body streams, when all of it has come meanwhile. */
function checkStreamed(exchange: Exchange, match: RouteMatch): void {
  const { requestCapture, requestSentMs } = exchange
  if (requestCapture === null || requestSentMs === null || requestCapture.bytes() > MAX_PROMPT_BYTES) return
  checkForwarded(exchange, match, requestCapture.captured().data)
}

/**
 * Checks what of a live exchange is known when its head goes, adds the field that tells the client, and leaves the rest
 * for later. @param body null while it still comes
 */
export function checkAnswer(
  context: GatewayContext,
  exchange: Exchange,
  match: RouteMatch,
  head: AnswerHead,
  body: Uint8Array | null,
  headers: string[],
): void {
  if (!exchange.requestJudged) checkStreamed(exchange, match)
  exchange.answerJudged ||= saysNothing(head)
  const prompt = exchange.answerJudged || body === null ? null : judgePromptly(match.route, head, body)
  if (prompt !== null) noteVerdict(exchange, prompt)
  const { findings, requestJudged, answerJudged } = exchange
  addViolations(headers, answerJudged || head.verdict.findings.length === 0 ? findings : [...findings, ...head.verdict.findings])
  exchange.lateCheck = requestJudged && answerJudged ? null : lateLiveCheck(context, exchange, match, head)
}

/** Notes what the document says of an answer, for the findings and the trace. */
export function noteVerdict(exchange: Exchange, verdict: ResponseVerdict): void {
  exchange.answerJudged = true
  exchange.trace.push(answerStep(verdict))
  if (verdict.findings.length > 0) exchange.findings = [...exchange.findings, ...verdict.findings]
}

/** What was not known while the answer went: a body that came in pieces, a body that the client sent in pieces. */
function lateLiveCheck(context: GatewayContext, exchange: Exchange, match: RouteMatch, head: AnswerHead): LateCheck {
  const { requestJudged, answerJudged } = exchange
  return async (record) => {
    const request = requestJudged ? nothingLate : await lateRequest(context, exchange, match, record.requestBody)
    const response = answerJudged ? nothingLate : await lateAnswer(context, match, head, record)
    return { findings: [...request.findings, ...response.findings], steps: [...request.steps, ...response.steps] }
  }
}

const nothingLate: LateFindings = { findings: [], steps: [] }

/** From what was kept of the body. The record is masked already, the exchange is not. */
async function lateRequest(context: GatewayContext, exchange: Exchange, match: RouteMatch, kept: CapturedBody): Promise<LateFindings> {
  const { complete } = exchange.request
  if (complete && !kept.truncated) {
    const verdict = await judgeRequest(context, exchange, match, kept.bytes === 0 ? null : kept.data)
    const step = verdictStep(verdict, true)
    return { findings: verdict.findings, steps: step === null ? [] : [step] }
  }
  const verdict = await judgeRequest(context, exchange, match, 'too-long')
  const findings = verdict.findings.filter(({ code }) => code !== 'too-long')
  const step = findings.length === 0 ? null : verdictStep({ ...verdict, findings }, true)
  const cut = note(`the body of the request was not checked: ${complete ? 'only its beginning was kept' : 'it broke off'}`)
  return { findings, steps: step === null ? [cut] : [step, cut] }
}

async function lateAnswer(
  context: GatewayContext,
  { route }: RouteMatch,
  head: AnswerHead,
  { state, responseBody }: ExchangeRecord,
): Promise<LateFindings> {
  const why = state !== 'done' ? 'it broke off' : responseBody.truncated ? 'only its beginning was kept' : null
  const verdict =
    why === null ? await judgeAnswer(context, route, head, responseBody.data) : { findings: head.verdict.findings, unchecked: why }
  return { findings: verdict.findings, steps: [answerStep(verdict)] }
}
