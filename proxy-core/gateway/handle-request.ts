import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ErrorCode } from '../model/errors.ts'
import { answerLive } from './answer-live.ts'
import { answerMock } from './answer-mock.ts'
import type { GatewayContext } from './context.ts'
import { isPreflight } from './cors.ts'
import { type Exchange, elapsed, foundRoute } from './exchange.ts'
import { isAllowedHost } from './hosts.ts'
import type { Lifecycle } from './lifecycle.ts'
import { decideFor, MODE_HEADER, wishedMode } from './modes.ts'
import { answerPreflight } from './preflight.ts'
import { checkRequest } from './request-check.ts'
import { refuseMiss } from './route-miss.ts'
import type { RouteMatch } from './router.ts'
import { refuse, send } from './send.ts'
import { parseTarget } from './target.ts'

/** The path of a request, step by step. Each step either passes it on or has answered it. */
export function handleRequest(
  context: GatewayContext,
  lifecycle: Lifecycle,
  request: IncomingMessage,
  response: ServerResponse,
  expectsContinue = false,
): void {
  const exchange = lifecycle.begin(request, response)
  exchange.expectsContinue = expectsContinue
  try {
    if (!accept(context, exchange)) return
    const match = findRoute(context, exchange)
    if (match === null) return
    if (!decideMode(context, exchange, match)) return
    answer(context, exchange, match)
  } catch (thrown) {
    failed(context, exchange, thrown)
  }
}

/** Refuses what is malformed or ambiguous, and hosts that are not ours; what is left is one clear request. */
function accept(context: GatewayContext, exchange: Exchange): boolean {
  const { request } = exchange
  const url = request.url ?? ''
  const fields = checkRequest(request.httpVersion, url, request.rawHeaders, context.limits)
  const target = parseTarget(url)
  const { path, query } = target.kind === 'path' ? target : cutAtQuery(url)
  exchange.path = path
  exchange.query = query
  if ('code' in fields) return refused(context, exchange, fields.code, fields.detail)
  exchange.host = fields.host
  exchange.fields = fields
  if (exchange.method === 'TRACE' || exchange.method === 'CONNECT')
    return refused(context, exchange, 'method-not-allowed', `${exchange.method} is not served.`)
  if (target.kind === 'malformed') return refused(context, exchange, 'bad-request', `The request is malformed: ${target.reason}.`)
  const host = foreignHost(context, request, fields.host, target.kind === 'path' ? target.authority : null)
  if (host !== null) {
    const detail = `The gateway does not answer for ${host}. If that is a name of this machine, add it to gateway.hosts in switchyard.yaml.`
    return refused(context, exchange, 'host-not-allowed', detail)
  }
  if (fields.upgrade?.toLowerCase().includes('websocket'))
    return refused(context, exchange, 'upgrade-not-supported', 'This version does not forward WebSocket connections.')
  if (target.kind === 'path') return true
  if (exchange.method !== 'OPTIONS') return refused(context, exchange, 'bad-request', 'The target * belongs to OPTIONS only.')
  send(context, exchange, 'gateway', { status: 204, headers: ['allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'], body: NOTHING })
  return false
}

const NOTHING = new Uint8Array(0)

/** Which of the hosts that a request names is none of ours; null when all are. */
function foreignHost(context: GatewayContext, { socket }: IncomingMessage, host: string, authority: string | null): string | null {
  const hosts = context.hosts()
  if (!isAllowedHost(host, hosts, socket.localAddress)) return host
  return authority === null || isAllowedHost(authority, hosts, socket.localAddress) ? null : authority
}

/** Of a target that can't be served: what comes after the question mark is masked as any other query is. */
function cutAtQuery(url: string): { path: string; query: string } {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

function refused(context: GatewayContext, exchange: Exchange, code: ErrorCode, detail: string): false {
  refuse(context, exchange, { code, detail, close: true })
  return false
}

/** The route for method and path. OPTIONS that no document defines are answered from what the path has. */
function findRoute(context: GatewayContext, exchange: Exchange): RouteMatch | null {
  const { fields, method, path } = exchange
  if (fields !== null && isPreflight(method, fields)) {
    const preflight = answerPreflight(context, exchange, fields)
    if (preflight !== 'not-ours') return preflight
  }
  const match = context.switchboard.router().find(method, path)
  exchange.routedMs = elapsed(context, exchange)
  if (match.kind === 'found') {
    foundRoute(exchange, match)
    return match
  }
  if ('service' in match) exchange.service = match.service
  if (method === 'OPTIONS' && match.kind === 'no-method') {
    const allow = match.allow.join(', ')
    const text = `OPTIONS, which no document defines for ${path}, is answered with the methods that it has: ${allow}`
    exchange.trace.push({ step: 'gateway', outcome: 'answered', text, durationMs: null })
    send(context, exchange, 'gateway', { status: 204, headers: ['allow', allow], body: NOTHING })
  } else refuseMiss(context, exchange, match)
  return null
}

/** Who answers and why: as the switches stand now, or as the client asks. */
function decideMode(context: GatewayContext, exchange: Exchange, { route }: RouteMatch): boolean {
  const asked = exchange.fields?.modeWish ?? null
  const wish = asked === null ? null : wishedMode(asked)
  if (asked !== null && wish === null) {
    const detail = `${MODE_HEADER} asks for "${asked}"; it can be mock or live.`
    refuse(context, exchange, { code: 'mode-not-available', detail, step: 'mode' })
    return false
  }
  const decision = decideFor(route, wish)
  exchange.decision = decision
  exchange.trace.push({ step: 'mode', outcome: 'passed', text: decision.text, durationMs: null })
  return true
}

function answer(context: GatewayContext, exchange: Exchange, match: RouteMatch): void {
  const mode = exchange.decision?.mode
  if (mode === 'live') answerLive(context, exchange, match)
  else if (mode === 'mock') answerMock(context, exchange, match)
  else {
    const detail = `${match.route.id} is set to ${mode}, which this version can not serve. Set it to mock or live.`
    refuse(context, exchange, { code: 'mode-not-available', detail, step: 'mode' })
  }
}

function failed(context: GatewayContext, exchange: Exchange, thrown: unknown): void {
  const detail = `Switchyard failed on this request: ${thrown instanceof Error ? thrown.message : String(thrown)}.`
  if (exchange.response.headersSent) {
    exchange.failed = true
    exchange.error = 'internal-error'
    exchange.response.destroy()
  } else refuse(context, exchange, { code: 'internal-error', detail, outcome: 'failed', close: true })
}
