import type { UpstreamExchange, UpstreamRequest } from '../live/forward.ts'
import { forwardedHeaders } from '../live/request-headers.ts'
import { targetPath, upstreamAddress } from '../live/upstream-address.ts'
import { checkForwarded, checkHeld } from './check-live.ts'
import type { GatewayContext } from './context.ts'
import { mayReadLive } from './cors.ts'
import type { Exchange } from './exchange.ts'
import { holdAnswer } from './held-answer.ts'
import { noUpstream } from './modes.ts'
import { passAnswer } from './pass-answer.ts'
import { type BodyStream, gatherBody, hasBody, streamBody } from './request-body.ts'
import type { RouteMatch } from './router.ts'
import { refuse } from './send.ts'
import { refuseRequest } from './violations.ts'

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
  if (context.errors) answerHeld(context, exchange, match, request)
  else if (!hasBody(exchange)) forwardChecked(context, exchange, match, request, null)
  else if (fields.contentLength !== null && fields.contentLength <= MAX_GATHERED_BODY_BYTES)
    gatherBody(context, exchange, (body) => forwardChecked(context, exchange, match, { ...request, body }, body))
  else {
    const body = streamBody(context, exchange)
    forward(context, exchange, match, { ...request, body }, body)
  }
}

/** The check costs the client no time: the upstream works meanwhile. */
function forwardChecked(
  context: GatewayContext,
  exchange: Exchange,
  match: RouteMatch,
  request: UpstreamRequest,
  body: Uint8Array | null,
): void {
  forward(context, exchange, match, request, null)
  checkForwarded(exchange, match, body)
}

/** With `--errors` a request is forwarded when it was found valid. */
function answerHeld(context: GatewayContext, exchange: Exchange, match: RouteMatch, request: UpstreamRequest): void {
  const stream = hasBody(exchange) ? streamBody(context, exchange) : null
  const onKnown = (body: Uint8Array | 'too-long' | null) => {
    checkHeld(context, exchange, match, body)
      .then((verdict) => {
        if (exchange.ended) return
        if (refuseRequest(context, exchange, match.route, verdict)) stream?.stop()
        else forward(context, exchange, match, { ...request, body: stream }, stream)
      })
      .catch((thrown: Error) =>
        refuse(context, exchange, { code: 'internal-error', detail: `Switchyard failed on this request: ${thrown.message}.` }),
      )
  }
  if (stream === null) onKnown(null)
  else {
    exchange.onGone = stream.stop
    stream.whole(onKnown)
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

function forward(
  context: GatewayContext,
  exchange: Exchange,
  match: RouteMatch,
  request: UpstreamRequest,
  stream: BodyStream | null,
): void {
  const passing = passAnswer(context, exchange, match, request)
  const sink = context.errors ? holdAnswer(context, exchange, match.route, passing) : passing
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
