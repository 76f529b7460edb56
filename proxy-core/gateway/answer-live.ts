import type { UpstreamExchange, UpstreamRequest, UpstreamSink } from '../live/forward.ts'
import { forwardedHeaders } from '../live/request-headers.ts'
import { responseHead } from '../live/response-head.ts'
import type { UpstreamView } from '../live/rewrite.ts'
import { targetPath, upstreamAddress } from '../live/upstream-address.ts'
import type { ErrorCode } from '../model/errors.ts'
import { releaseAfter } from './buffer-release.ts'
import { createCapture } from './capture.ts'
import type { GatewayContext } from './context.ts'
import { mayReadLive } from './cors.ts'
import { type Exchange, elapsed } from './exchange.ts'
import { watchIdle } from './idle.ts'
import { noUpstream } from './modes.ts'
import { type BodyStream, gatherBody, hasBody, streamBody } from './request-body.ts'
import type { RouteMatch } from './router.ts'
import { refuse } from './send.ts'

/** Bodies of a known length up to this are forwarded whole, larger and chunked ones as they come. */
const MAX_GATHERED_BODY_BYTES = 64 * 1024

/** Answers from the service's upstream, streaming both ways. */
export function answerLive(context: GatewayContext, exchange: Exchange, match: RouteMatch): void {
  const { service } = match.route
  const { fields } = exchange
  if (fields === null) return
  if (service.upstream === null) {
    refuse(context, exchange, { code: 'no-upstream', detail: noUpstream(service.name), step: 'live' })
    return
  }
  if (!mayReadLive(context, fields)) {
    const from = fields.origin === null ? 'A page of another site' : `The origin ${fields.origin}`
    const detail = `${from} may not read live answers of ${service.name}. To allow an origin, add it to gateway.origins in switchyard.yaml.`
    refuse(context, exchange, { code: 'origin-not-allowed', detail, step: 'live' })
    return
  }
  const request = upstreamRequest(match, service.upstream, exchange)
  if (!hasBody(exchange)) forward(context, exchange, match, request, null)
  else if (fields.contentLength !== null && fields.contentLength <= MAX_GATHERED_BODY_BYTES)
    gatherBody(context, exchange, (body) => forward(context, exchange, match, { ...request, body }, null))
  else {
    const body = streamBody(context, exchange)
    forward(context, exchange, match, { ...request, body }, body)
  }
}

/** What is asked of the upstream, but for the body. */
export function upstreamRequest(match: RouteMatch, upstream: string, from: AskedBy): UpstreamRequest {
  const address = upstreamAddress(upstream)
  const colon = from.client?.lastIndexOf(':') ?? -1
  const client = from.client === null ? null : from.client.slice(0, colon)
  return {
    origin: address.origin,
    method: from.method,
    path: targetPath(address, match.rest, from.query),
    headers: forwardedHeaders(from.request.rawHeaders, { host: address.host, client, originalHost: from.host }),
    body: null,
  }
}

/** The parts of an exchange that shape the upstream's request. */
export interface AskedBy {
  method: string
  query: string
  host: string
  client: string | null
  request: { rawHeaders: readonly string[] }
}

export function viewOf(match: RouteMatch, upstream: string, host: string): UpstreamView {
  return { upstream: upstreamAddress(upstream), gatewayOrigin: `http://${host}`, prefix: match.prefix }
}

function forward(
  context: GatewayContext,
  exchange: Exchange,
  match: RouteMatch,
  request: UpstreamRequest,
  stream: BodyStream | null,
): void {
  const sink = answerSink(context, exchange, match, request)
  const upstream = context.forwarder.forward(request, sink)
  sink.connected(upstream)
  exchange.onGone = release(upstream, stream)
}

/**
 * A function of its own: a closure made in `forward` keeps a chain of ended exchanges alive through minor collections,
 * which took half of the requests a second (seen on Node 26).
 */
function release(upstream: UpstreamExchange, stream: BodyStream | null): () => void {
  return () => {
    upstream.abort()
    stream?.stop()
  }
}

/** Passes an upstream's reply to the client as it comes. */
function answerSink(
  context: GatewayContext,
  exchange: Exchange,
  match: RouteMatch,
  request: UpstreamRequest,
): UpstreamSink & { connected(upstream: UpstreamExchange): void } {
  const { response } = exchange
  const capture = createCapture(context.captureBytes())
  const url = request.origin + request.path
  let upstream: UpstreamExchange | null = null
  let chunked = false

  const sink = {
    connected(made: UpstreamExchange) {
      upstream = made
    },
    onSocket() {
      exchange.upstreamSocketMs = elapsed(context, exchange)
      if (!hasBody(exchange)) exchange.requestSentMs = exchange.upstreamSocketMs
    },
    onHead(status: number, rawHeaders: string[], statusText: string) {
      const view = viewOf(match, match.route.service.upstream ?? request.origin, exchange.host)
      const head = responseHead(exchange.method, status, rawHeaders, statusText, view)
      if (head.kind === 'invalid') {
        upstream?.abort()
        sink.onFailure('upstream-invalid-response', head.reason)
        return
      }
      chunked = head.chunked
      head.headers.push('x-switchyard-source', 'live', 'x-switchyard-exchange', String(exchange.id))
      exchange.source = 'live'
      exchange.status = status
      exchange.responseHeaders = head.headers
      exchange.responseCapture = capture
      exchange.firstByteMs = elapsed(context, exchange)
      exchange.trace.push({ step: 'live', outcome: 'answered', text: `${request.method} ${url} answered ${status}`, durationMs: null })
      watchIdle(context, exchange)
      response.writeHead(status, head.statusText, head.headers)
      // With the body at hand, head and body go in one write; without, a stream's client must not wait for its first event.
      process.nextTick(flushHead, exchange)
    },
    onData(chunk: Uint8Array) {
      capture.take(chunk)
      releaseAfter(chunk.byteLength)
      if (response.write(chunk)) return true
      response.once('drain', () => upstream?.resume())
      return false
    },
    onEnd(rawTrailers: string[]) {
      if (chunked && rawTrailers.length > 0) response.addTrailers(pairs(rawTrailers))
      response.end()
    },
    onFailure(code: ErrorCode, cause: string) {
      const text = `${url}: ${cause}`
      if (!response.headersSent) {
        refuse(context, exchange, { code, detail: failureDetail(match, url, code, cause), step: 'live', outcome: 'failed' })
        return
      }
      exchange.error = code
      exchange.failed = true
      exchange.trace.push({ step: 'live', outcome: 'failed', text, durationMs: null })
      response.destroy()
    },
  }
  return sink
}

function flushHead(exchange: Exchange): void {
  const { response } = exchange
  if (!exchange.ended && !response.writableEnded && exchange.responseCapture?.bytes() === 0) response.flushHeaders()
}

/** A sentence that says what happened, where, and what to do. */
export function failureDetail(match: RouteMatch, url: string, code: ErrorCode, cause: string): string {
  const { service } = match.route
  const advice = adviceFor(code, service.name)
  return `${service.name} is live, but ${url} gave no usable answer: ${cause}.${advice}`
}

function adviceFor(code: ErrorCode, service: string): string {
  if (code === 'upstream-refused' || code === 'upstream-connect-timeout' || code === 'upstream-unreachable')
    return ` Start it, or switch ${service} to mock.`
  if (code === 'upstream-dns' || code === 'upstream-is-gateway') return ` Check the upstream of ${service}.`
  return ''
}

function pairs(raw: string[]): [string, string][] {
  const list: [string, string][] = []
  for (let i = 0; i < raw.length; i += 2) list.push([raw[i] as string, raw[i + 1] as string])
  return list
}
