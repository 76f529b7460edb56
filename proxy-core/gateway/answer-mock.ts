import { belongsOffLoop } from '../contract/body-checker.ts'
import { OverBudget, withinBudget } from '../contract/compile-budget.ts'
import type { CheckedRequest, RequestVerdict } from '../contract/compile-request-check.ts'
import { nothingWrong, type ResponseVerdict } from '../contract/compile-response-check.ts'
import type { MockAnswer } from '../mock/mock.ts'
import { contractLimits } from '../model/limits.ts'
import { answerStep, judgeMock } from './check-answer.ts'
import { noteVerdict } from './check-live.ts'
import { judge, verdictStep } from './check-request.ts'
import type { GatewayContext } from './context.ts'
import { mockCors, withCors } from './cors.ts'
import type { Exchange, LateCheck, LateFindings } from './exchange.ts'
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
export function askMock(
  match: RouteMatch,
  query: string,
  headers: readonly string[],
  verdict?: RequestVerdict,
): MockAnswer | Promise<MockAnswer> {
  const { route, rest, parameters } = match
  const { mock } = route
  const asked = {
    method: route.operation.method,
    path: rest || '/',
    query,
    headers,
    pathParameters: parameters,
    response: route.response,
    ...(verdict === undefined ? {} : { verdict }),
  }
  return mock.inTime === undefined ? mock(asked) : mock.inTime(asked)
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
    if (made instanceof Promise) void made.then((later) => answerLater(context, exchange, match, later))
    else judgeAndDeliver(context, exchange, match, made)
  } catch (thrown) {
    refuseFailed(context, exchange, thrown)
  }
}

/** The client may be gone by then. */
function answerLater(context: GatewayContext, exchange: Exchange, match: RouteMatch, made: MockAnswer): void {
  if (!exchange.ended) guarded(context, exchange, () => judgeAndDeliver(context, exchange, match, made))
}

/** What the contract says of the answer is asked after it has gone, and once for an answer that is kept. */
function judgeAndDeliver(context: GatewayContext, exchange: Exchange, match: RouteMatch, made: MockAnswer): void {
  for (const step of made.trace) exchange.trace.push(step)
  exchange.error = made.error
  if (made.error !== null || made.verdict === nothingWrong || exchange.method === 'HEAD') deliver(context, exchange, made)
  else if (context.errors) answerIfRight(context, exchange, match, made)
  else {
    deliver(context, exchange, made)
    if (made.verdict === undefined) exchange.lateCheck = lateMockCheck(context, exchange, match, made)
    else noteVerdict(exchange, made.verdict)
  }
}

/** With `--errors` what breaks the contract does not go out. */
function answerIfRight(context: GatewayContext, exchange: Exchange, match: RouteMatch, made: MockAnswer): void {
  const judged = judgeMock(context, match.route, exchange.method, made)
  const go = (verdict: ResponseVerdict) =>
    guarded(context, exchange, () => {
      if (exchange.ended || refuseViolations(context, exchange, match.route, verdict)) return
      if (verdict !== nothingWrong) noteVerdict(exchange, verdict)
      deliver(context, exchange, made)
    })
  if (judged instanceof Promise) void judged.then(go)
  else go(judged)
}

function lateMockCheck(context: GatewayContext, { method }: Exchange, { route }: RouteMatch, made: MockAnswer): LateCheck {
  return () => {
    const judged = judgeMock(context, route, method, made)
    return judged instanceof Promise ? judged.then(lateFindings) : lateFindings(judged)
  }
}

function lateFindings(verdict: ResponseVerdict): LateFindings {
  return { findings: verdict.findings, steps: verdict === nothingWrong ? [] : [answerStep(verdict)] }
}

function deliver(context: GatewayContext, exchange: Exchange, { status, headers, body, error }: MockAnswer): void {
  if (body.byteLength > SURELY_SENT_BYTES) watchIdle(context, exchange)
  const source = error === null ? 'mock' : 'gateway'
  const cors = exchange.fields === null ? [] : mockCors(context, exchange.fields)
  // a problem says itself what is wrong
  const told = error === null && exchange.findings.length > 0
  const sent = cors.length === 0 && !told ? headers : withCors(headers, cors)
  if (told) addViolations(sent, exchange.findings)
  send(context, exchange, source, { status, headers: sent, body })
}

function guarded(context: GatewayContext, exchange: Exchange, act: () => void): void {
  try {
    act()
  } catch (thrown) {
    refuseFailed(context, exchange, thrown)
  }
}

function refuseFailed(context: GatewayContext, exchange: Exchange, thrown: unknown): void {
  const detail = `The mock's answer can not be made or sent: ${(thrown as Error).message}.`
  refuse(context, exchange, { code: 'mock-failed', detail, step: 'mock', outcome: 'failed' })
}
