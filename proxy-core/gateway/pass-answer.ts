import type { UpstreamExchange, UpstreamRequest, UpstreamSink } from '../live/forward.ts'
import { type ResponseHead, responseHead } from '../live/response-head.ts'
import type { UpstreamView } from '../live/rewrite.ts'
import { upstreamAddress } from '../live/upstream-address.ts'
import type { ErrorCode } from '../model/errors.ts'
import { releaseAfter } from './buffer-release.ts'
import { type BodyCapture, createCapture } from './capture.ts'
import { type AnswerHead, headOf } from './check-answer.ts'
import { checkAnswer } from './check-live.ts'
import type { GatewayContext } from './context.ts'
import { type Exchange, elapsed } from './exchange.ts'
import { watchIdle } from './idle.ts'
import { hasBody } from './request-body.ts'
import type { RouteMatch } from './router.ts'
import { asLatin1, ONE_WRITE_BYTES, refuse } from './send.ts'

type PassedHead = ResponseHead & { kind: 'passed' }
const NOTHING = new Uint8Array(0)

export interface PassingSink extends UpstreamSink {
  /** Whom to pause, resume and abort. */
  connected(upstream: UpstreamExchange): void
}

/** Passes an upstream's reply to the client as it comes. */
export function passAnswer(context: GatewayContext, exchange: Exchange, match: RouteMatch, request: UpstreamRequest): PassingSink {
  return new PassedAnswer(context, exchange, match, request)
}

/** A class, as one is made for each request: its functions as closures cost time and memory that can be measured. */
class PassedAnswer implements PassingSink {
  private readonly context: GatewayContext
  private readonly exchange: Exchange
  private readonly match: RouteMatch
  private readonly request: UpstreamRequest
  private upstream: UpstreamExchange | null = null
  private capture: BodyCapture | null = null
  private head: PassedHead | null = null
  private answer: AnswerHead | null = null
  /** Until the loop has read what is there a small beginning is held back: it is often all there is, and goes in one write. */
  private holding = false
  private held: Uint8Array | null = null

  constructor(context: GatewayContext, exchange: Exchange, match: RouteMatch, request: UpstreamRequest) {
    this.context = context
    this.exchange = exchange
    this.match = match
    this.request = request
  }

  connected(upstream: UpstreamExchange): void {
    this.upstream = upstream
  }

  onSocket(): void {
    const { context, exchange } = this
    exchange.upstreamSocketMs = elapsed(context, exchange)
    if (!hasBody(exchange)) exchange.requestSentMs = exchange.upstreamSocketMs
  }

  onHead(status: number, rawHeaders: string[], statusText: string): void {
    const { context, exchange, request } = this
    const view = viewOf(this.match, request.origin, exchange.host)
    const head = responseHead(exchange.method, status, rawHeaders, statusText, view)
    if (head.kind === 'invalid') {
      this.upstream?.abort()
      this.onFailure('upstream-invalid-response', head.reason)
      return
    }
    this.head = head
    this.answer = headOf(this.match.route, exchange.method, status, head.headers)
    this.capture = createCapture(context.captureBytes())
    exchange.responseCapture = this.capture
    this.holding = true
    releaseSoon(this)
  }

  onData(chunk: Uint8Array): boolean {
    const { response } = this.exchange
    if (response.destroyed) return true
    this.capture?.take(chunk)
    if (this.holding && this.held === null && chunk.byteLength <= ONE_WRITE_BYTES) {
      this.held = chunk
      return true
    }
    releaseAfter(chunk.byteLength)
    this.release()
    if (response.write(chunk)) return true
    response.once('drain', () => this.upstream?.resume())
    return false
  }

  onEnd(rawTrailers: string[]): void {
    const { response } = this.exchange
    const isWhole = this.holding
    this.holding = false
    if (response.destroyed) return
    if (isWhole && !this.begin(this.held ?? NOTHING)) return
    if (this.head?.chunked && rawTrailers.length > 0) response.addTrailers(pairs(rawTrailers))
    if (this.held) response.end(asLatin1(this.held), 'latin1')
    else response.end()
  }

  onFailure(code: ErrorCode, cause: string): void {
    const { context, exchange } = this
    const url = this.url()
    this.holding = false
    if (!exchange.response.headersSent) {
      refuse(context, exchange, { code, detail: failureDetail(this.match, url, code, cause), step: 'live', outcome: 'failed' })
      return
    }
    exchange.error = code
    exchange.failed = true
    exchange.trace.push({ step: 'live', outcome: 'failed', text: `${url}: ${cause}`, durationMs: null })
    exchange.response.destroy()
  }

  release(): void {
    if (!this.holding) return
    this.holding = false
    const { response } = this.exchange
    // Writing to a response that is gone would be an uncaught error.
    if (response.destroyed || !this.begin(null)) return
    watchIdle(this.context, this.exchange)
    if (this.held) response.write(this.held)
    // The client of a stream must not wait for its first event.
    else response.flushHeaders()
    this.held = null
  }

  /** Sends the head, with what the document says of the exchange as far as it is known; `body` is null while it still comes. */
  private begin(body: Uint8Array | null): boolean {
    const { context, exchange, head, answer } = this
    if (head === null || answer === null) return false
    const text = `${this.request.method} ${this.url()} answered ${answer.status}`
    exchange.trace.push({ step: 'live', outcome: 'answered', text, durationMs: null })
    checkAnswer(context, exchange, this.match, answer, body, head.headers)
    const refused = sendHead(context, exchange, answer.status, head)
    if (refused === null) return true
    this.upstream?.abort()
    this.onFailure('upstream-invalid-response', refused)
    return false
  }

  private url(): string {
    return this.request.origin + maskedPath(this.context, this.request.path)
  }
}

let holding: PassedAnswer[] = []

/** One immediate for all that came in one turn of the loop: a tick for each costs four times as much. */
function releaseSoon(answer: PassedAnswer): void {
  if (holding.length === 0) setImmediate(releaseAll)
  holding.push(answer)
}

function releaseAll(): void {
  const answers = holding
  holding = []
  for (const answer of answers) answer.release()
}

export function viewOf({ route, prefix }: RouteMatch, origin: string, host: string): UpstreamView {
  return { upstream: upstreamAddress(route.service.upstream ?? origin), gatewayOrigin: `http://${host}`, prefix }
}

/** The trace and the problem are logged: what the query hides elsewhere may not stand in them. */
function maskedPath(context: GatewayContext, path: string): string {
  const mark = path.indexOf('?') + 1
  return mark === 0 ? path : path.slice(0, mark) + context.mask().query(path.slice(mark))
}

/** A sentence that says what happened, where, and what to do. */
export function failureDetail(match: RouteMatch, url: string, code: ErrorCode, cause: string): string {
  const { name } = match.route.service
  return `${name} is live, but ${url} gave no usable answer: ${cause}.${adviceFor(code, name)}`
}

/** Writes the head, or says why node can not: a field's name or value that HTTP forbids (RFC 9110 5.5). */
function sendHead(context: GatewayContext, exchange: Exchange, status: number, head: PassedHead): string | null {
  const { headers, statusText } = head
  headers.push('x-switchyard-source', 'live', 'x-switchyard-exchange', String(exchange.id))
  try {
    exchange.response.writeHead(status, statusText, headers)
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
  exchange.source = 'live'
  exchange.status = status
  exchange.responseHeaders = headers
  exchange.firstByteMs = elapsed(context, exchange)
  return null
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
