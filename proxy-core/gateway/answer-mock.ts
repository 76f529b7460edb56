import { belongsOffLoop } from '../contract/body-checker.ts'
import { OverBudget, withinBudget } from '../contract/compile-budget.ts'
import type { CheckedRequest, RequestVerdict } from '../contract/compile-request-check.ts'
import { nothingWrong, type ResponseVerdict } from '../contract/compile-response-check.ts'
import type { MockAnswer } from '../mock/mock.ts'
import { contractLimits } from '../model/limits.ts'
import { answerStep, judgeMock } from './check-answer.ts'
import { judge, verdictStep } from './check-request.ts'
import type { GatewayContext } from './context.ts'
import { mockCors } from './cors.ts'
import type { Exchange, LateCheck } from './exchange.ts'
import { watchIdle } from './idle.ts'
import { hasBody, readBody } from './request-body.ts'
import type { RouteMatch } from './router.ts'
import { refuse, send } from './send.ts'
import { addViolations, refuseViolations } from './violations.ts'

/** Bodies above this are not gone with one write, so that a client that stops reading must be noticed. */
const SURELY_SENT_BYTES = 64 * 1024

/** Answers from the document, after the request was read and checked, and after the route's delay. */
export function answerMock(context: GatewayContext, exchange: Exchange, match: RouteMatch): void {
  if (hasBody(exchange))
    readBody(context, exchange, contractLimits.MAX_CHECKED_BODY_BYTES, (body) => {
      checkBody(context, exchange, match, body)
    })
  else afterDelay(context, exchange, match, check(exchange, match, null))
}

/** A large body, and one whose check takes long to compile, is checked in a thread. */
function checkBody(context: GatewayContext, exchange: Exchange, match: RouteMatch, body: Uint8Array | 'too-long'): void {
  const { document } = match.route.service
  if (body === 'too-long' || document.pieces === undefined) afterDelay(context, exchange, match, check(exchange, match, body))
  else if (belongsOffLoop(document, exchange.request.rawHeaders, body)) checkInThread(context, exchange, match, body)
  else {
    const verdict = verdictInTime(exchange, match, body)
    if (verdict === null) checkInThread(context, exchange, match, body)
    else afterDelay(context, exchange, match, verdict)
  }
}

function verdictInTime(exchange: Exchange, match: RouteMatch, body: Uint8Array): RequestVerdict | null {
  try {
    return withinBudget(contractLimits.MAX_COMPILE_ON_LOOP_MS, () => check(exchange, match, body))
  } catch (thrown) {
    if (thrown instanceof OverBudget) return null
    throw thrown
  }
}

/** The client may be gone when the verdict comes. */
function checkInThread(context: GatewayContext, exchange: Exchange, match: RouteMatch, body: Uint8Array): void {
  const { operation, service } = match.route
  const headers = exchange.request.rawHeaders
  void context.checker.check({ document: service.document, operation, side: { kind: 'request' }, headers, body }).then((verdict) => {
    if (!exchange.ended) afterDelay(context, exchange, match, check(exchange, match, verdict))
  })
}

function check(exchange: Exchange, match: RouteMatch, body: CheckedRequest['body']): RequestVerdict {
  const verdict = judge(match, exchange.query, exchange.request.rawHeaders, body)
  const step = verdictStep(verdict)
  if (step !== null) exchange.trace.push(step)
  exchange.findings = verdict.findings
  return verdict
}

/** What the mock says to a request, apart from sending it; without a verdict the request is taken as valid. */
export function askMock(match: RouteMatch, query: string, headers: readonly string[], verdict?: RequestVerdict): MockAnswer {
  const { route, rest, parameters } = match
  return route.mock({
    method: route.operation.method,
    path: rest || '/',
    query,
    headers,
    pathParameters: parameters,
    response: route.response,
    ...(verdict === undefined ? {} : { verdict }),
  })
}

function afterDelay(context: GatewayContext, exchange: Exchange, match: RouteMatch, verdict: RequestVerdict): void {
  const { delayMs } = match.route
  if (delayMs <= 0) {
    answer(context, exchange, match, verdict)
    return
  }
  const timer = setTimeout(() => {
    exchange.onGone = null
    exchange.trace.push({ step: 'mock', outcome: 'passed', text: `waited ${delayMs} ms, as set on the route`, durationMs: delayMs })
    answer(context, exchange, match, verdict)
  }, delayMs)
  exchange.onGone = () => clearTimeout(timer)
}

function answer(context: GatewayContext, exchange: Exchange, match: RouteMatch, verdict: RequestVerdict): void {
  try {
    const made = askMock(match, exchange.query, exchange.request.rawHeaders, verdict)
    const { status, headers, body, error, trace } = made
    for (const step of trace) exchange.trace.push(step)
    exchange.error = error
    if (error === null && !keepsContract(context, exchange, match, made)) return
    if (body.byteLength > SURELY_SENT_BYTES) watchIdle(context, exchange)
    const cors = exchange.fields === null ? [] : mockCors(context, exchange.fields)
    const source = error === null ? 'mock' : 'gateway'
    const isPlain = cors.length === 0 && (error !== null || exchange.findings.length === 0)
    const sent = isPlain ? headers : [...headers, ...cors]
    if (!isPlain && error === null) addViolations(sent, verdict.findings, exchange.findings.slice(verdict.findings.length))
    send(context, exchange, source, { status, headers: sent, body })
  } catch (thrown) {
    const detail = `The mock's answer can not be made or sent: ${(thrown as Error).message}.`
    refuse(context, exchange, { code: 'mock-failed', detail, step: 'mock', outcome: 'failed' })
  }
}

/**
 * What the document says of the answer, once for each that is kept. It is asked after the answer has gone, but for
 * `--errors`, which refuses what breaks the contract. False when it was refused.
 */
function keepsContract(context: GatewayContext, exchange: Exchange, match: RouteMatch, made: MockAnswer): boolean {
  const { route } = match
  if (context.errors) {
    const verdict = judgeMock(route, exchange.method, made)
    if (verdict === nothingWrong) return true
    exchange.findings = [...exchange.findings, ...verdict.findings]
    if (refuseViolations(context, exchange, route, verdict)) return false
    exchange.trace.push(answerStep(verdict))
    return true
  }
  if (made.verdict !== nothingWrong) exchange.lateCheck = () => lateVerdict(judgeMock(route, exchange.method, made))
  return true
}

function lateVerdict(verdict: ResponseVerdict): ReturnType<LateCheck> {
  return { findings: verdict.findings, steps: verdict === nothingWrong ? [] : [answerStep(verdict)] }
}
