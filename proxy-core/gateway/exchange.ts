import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CapturedBody, ExchangeRecord, ExchangeSummary, TraceStep } from '../model/exchange.ts'
import type { Finding } from '../model/finding.ts'
import { essence, headerValue, type RawHeaders } from '../model/headers.ts'
import type { Source } from '../model/mode.ts'
import { type BodyCapture, noBody } from './capture.ts'
import type { GatewayContext, PendingExchange } from './context.ts'
import type { Linked } from './pending.ts'
import type { RequestFields } from './request-check.ts'
import type { RouteMatch } from './router.ts'
import type { ModeDecision, RouteRuntime } from './switchboard.ts'

/** One request on its way through the gateway: what is known so far. Each step fills in its part; `record.ts` reads it at the end. */
export interface Exchange extends PendingExchange, Linked<Exchange> {
  request: IncomingMessage
  response: ServerResponse
  startedAt: number
  startMs: number
  method: string
  /** Host field as sent; empty when there was none. */
  host: string
  path: string
  query: string
  /** `address:port`. */
  client: string | null
  /** null until the request was found well-formed. */
  fields: RequestFields | null
  /** The client waits for a 100 before it sends the body. */
  expectsContinue: boolean
  environment: string | null
  service: string | null
  route: RouteRuntime | null
  decision: ModeDecision | null
  source: Source | null
  /** Status and fields as sent; null before. */
  status: number | null
  responseHeaders: RawHeaders | null
  error: string | null
  /** What went wrong on our side or the upstream's after the head had gone. */
  failed: boolean
  trace: TraceStep[]
  /** Ways in which the exchange breaks the contract. */
  findings: readonly Finding[]
  /** Of a live exchange: whether all that is to be found of its request, of its answer, is among the findings. */
  requestJudged: boolean
  answerJudged: boolean
  /** What is left to be checked when it is over; null for nothing. */
  lateCheck: LateCheck | null
  requestCapture: BodyCapture | null
  requestBody: CapturedBody | null
  responseCapture: BodyCapture | null
  responseBody: CapturedBody | null
  /** Milliseconds since the start, as in `Timing`. */
  routedMs: number | null
  upstreamSocketMs: number | null
  requestSentMs: number | null
  firstByteMs: number | null
  /** Lets go of what the exchange holds when the client has gone. */
  onGone: (() => void) | null
  ended: boolean
}

/** What of an exchange is checked once it is over, so that nobody waits for it. */
export type LateCheck = (record: ExchangeRecord) => LateFindings | Promise<LateFindings>
export interface LateFindings {
  findings: readonly Finding[]
  steps: readonly TraceStep[]
}

const NO_FINDINGS: readonly Finding[] = []

export function createExchange(context: GatewayContext, request: IncomingMessage, response: ServerResponse): Exchange {
  const { remoteAddress, remotePort } = request.socket
  const exchange: Exchange = {
    id: context.log.nextId(),
    summary: () => pendingSummary(context, exchange),
    request,
    response,
    startedAt: context.clock.now(),
    startMs: context.clock.monotonic(),
    method: request.method ?? '',
    host: '',
    path: '',
    query: '',
    client: remoteAddress === undefined ? null : `${remoteAddress}:${remotePort}`,
    fields: null,
    expectsContinue: false,
    environment: context.environment(),
    service: null,
    route: null,
    decision: null,
    source: null,
    status: null,
    responseHeaders: null,
    error: null,
    failed: false,
    trace: [],
    findings: NO_FINDINGS,
    requestJudged: false,
    answerJudged: false,
    lateCheck: null,
    requestCapture: null,
    requestBody: null,
    responseCapture: null,
    responseBody: null,
    routedMs: null,
    upstreamSocketMs: null,
    requestSentMs: null,
    firstByteMs: null,
    onGone: null,
    older: null,
    newer: null,
    ended: false,
  }
  return exchange
}

/** Notes which route takes the request. */
export function foundRoute(exchange: Exchange, match: RouteMatch): void {
  exchange.route = match.route
  exchange.service = match.route.service.name
  exchange.trace.push(routeStep(match))
}

/** By route and as mounted: each request of a route has the same first step. */
const routeSteps = new WeakMap<RouteRuntime, { prefix: string; step: Readonly<TraceStep> }>()

export function routeStep({ route, prefix }: RouteMatch): TraceStep {
  const known = routeSteps.get(route)
  if (known?.prefix === prefix) return known.step
  const { service, operation } = route
  const mounted = prefix === '' ? '' : `, mounted at ${prefix}`
  const text = `${operation.method} ${operation.template} of ${service.name}${mounted}`
  const step: TraceStep = { step: 'route', outcome: 'passed', text, durationMs: null }
  routeSteps.set(route, { prefix, step })
  return step
}

/** Milliseconds since the exchange began. */
export function elapsed(context: GatewayContext, exchange: Exchange): number {
  return Math.max(0, context.clock.monotonic() - exchange.startMs)
}

/** The record of an exchange that has ended; masked, nothing in it changes any more. */
export function recordOf(context: GatewayContext, exchange: Exchange, state: ExchangeRecord['state']): ExchangeRecord {
  const mask = context.mask()
  const durationMs = elapsed(context, exchange)
  const { route, responseHeaders, responseBody } = exchange
  return {
    id: exchange.id,
    startedAt: exchange.startedAt,
    state,
    method: exchange.method,
    scheme: 'http',
    host: exchange.host,
    path: exchange.path,
    query: exchange.query === '' ? '' : mask.query(exchange.query),
    httpVersion: exchange.request.httpVersion,
    service: exchange.service,
    route: route?.id ?? null,
    mode: exchange.decision?.mode ?? null,
    source: exchange.source,
    environment: exchange.environment,
    status: exchange.status,
    error: exchange.error,
    durationMs,
    contentType: responseHeaders === null ? null : essence(headerValue(responseHeaders, 'content-type')),
    client: exchange.client,
    consumer: null,
    replayOf: null,
    requestHeaders: mask.headers(exchange.request.rawHeaders),
    responseHeaders: responseHeaders === null ? null : mask.headers(responseHeaders),
    requestBody: exchange.requestBody ?? exchange.requestCapture?.captured() ?? noBody(),
    responseBody: responseBody ?? exchange.responseCapture?.captured() ?? noBody(),
    timing: {
      routedMs: exchange.routedMs,
      upstreamSocketMs: exchange.upstreamSocketMs,
      requestSentMs: exchange.requestSentMs,
      firstByteMs: exchange.firstByteMs,
      endMs: durationMs,
    },
    trace: exchange.trace,
    policies: [],
    findings: exchange.findings.slice(),
  }
}

function pendingSummary(context: GatewayContext, exchange: Exchange): ExchangeSummary {
  const { responseHeaders } = exchange
  return {
    id: String(exchange.id),
    startedAt: new Date(exchange.startedAt).toISOString(),
    state: 'pending',
    method: exchange.method,
    scheme: 'http',
    host: exchange.host,
    path: exchange.path,
    query: exchange.query === '' ? '' : context.mask().query(exchange.query),
    service: exchange.service,
    route: exchange.route?.id ?? null,
    mode: exchange.decision?.mode ?? null,
    source: exchange.source,
    environment: exchange.environment,
    status: exchange.status,
    error: exchange.error,
    durationMs: null,
    requestBytes: exchange.requestBody?.bytes ?? exchange.requestCapture?.bytes() ?? 0,
    responseBytes: exchange.responseBody?.bytes ?? exchange.responseCapture?.bytes() ?? 0,
    contentType: responseHeaders === null ? null : essence(headerValue(responseHeaders, 'content-type')),
    client: exchange.client,
    consumer: null,
    findings: exchange.findings.length,
    replayOf: null,
    pinned: false,
    color: null,
  }
}
