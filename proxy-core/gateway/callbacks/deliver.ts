import type { UpstreamExchange } from '../../live/forward.ts'
import type { ErrorCode } from '../../model/errors.ts'
import { type ExchangeRecord, type ExchangeSummary, type FiredFor, summaryOf, type TraceStep } from '../../model/exchange.ts'
import { essence, headerValue, type RawHeaders } from '../../model/headers.ts'
import type { ApiDocument } from '../../openapi/document.ts'
import type { OutgoingOperation } from '../../openapi/outgoing.ts'
import { capturedWhole, createCapture, noBody } from '../capture.ts'
import type { PendingExchange } from '../context.ts'
import { checkOutgoingAnswer } from './check-answer.ts'
import type { CallbackContext } from './context.ts'

/** A callback or webhook that is to be sent, and of what. */
export interface Delivery {
  operation: OutgoingOperation
  document: ApiDocument
  service: string
  route: string | null
  /** The exchange that it follows. */
  of: number | null
}

export interface Letter {
  url: URL
  /** Raw pairs of the document; framing is added. */
  headers: readonly string[]
  body: Buffer | null
  /** How the body was made. */
  step: TraceStep
}

/** One on its way. */
export interface Flight extends PendingExchange {
  /** Never rejects. */
  ended: Promise<ExchangeRecord>
  /** Drops it; it leaves its record at once. */
  abort(): void
}

/** Sends one request and logs it as an exchange. Redirects are not followed. */
export function deliver(context: CallbackContext, delivery: Delivery, letter: Letter): Flight {
  const { clock, limits, observe } = context
  const { operation, document } = delivery
  const { url } = letter
  const startMs = clock.monotonic()
  const elapsed = () => Math.max(0, clock.monotonic() - startMs)
  const record = newRecord(context, delivery, url)
  const headers = sentHeaders(operation.method, letter)
  const capture = createCapture(context.captureBytes())
  const { promise, resolve } = Promise.withResolvers<ExchangeRecord>()
  let answered: RawHeaders = []
  let over = false
  record.requestHeaders = context.mask().headers(headers)
  if (letter.body !== null) record.requestBody = capturedWhole(letter.body, context.captureBytes())
  record.trace.push(letter.step)
  const flight: Flight = {
    id: record.id,
    summary: () => pendingSummary(record),
    ended: promise,
    abort: () => end('aborted', 'internal-error', 'Switchyard stopped before an answer came'),
  }
  observe.started(flight)
  const timer = setTimeout(() => end('failed', 'upstream-timeout', `no whole answer within ${limits.MAX_TOTAL_MS} ms`), limits.MAX_TOTAL_MS)
  // an address of our own is refused before it has returned
  let sending: UpstreamExchange | null = null
  sending = context.forwarder.forward(
    { origin: url.origin, method: operation.method, path: url.pathname + url.search, headers, body: letter.body },
    {
      onSocket() {
        record.timing.upstreamSocketMs = elapsed()
      },
      onHead(status, rawHeaders) {
        record.status = status
        answered = rawHeaders
        record.responseHeaders = context.mask().headers(rawHeaders)
        record.contentType = essence(headerValue(rawHeaders, 'content-type'))
        record.timing.firstByteMs = elapsed()
      },
      onData(chunk) {
        capture.take(chunk)
        if (capture.bytes() <= limits.MAX_ANSWER_BYTES) return true
        end('done', null, `answered ${record.status}; of its body ${limits.MAX_ANSWER_BYTES} bytes were read`)
        return false
      },
      onEnd: () => end('done', null, `answered ${record.status}`),
      onFailure: (code, cause) => end('failed', code, cause),
    },
  )
  return flight

  function end(state: ExchangeRecord['state'], error: ErrorCode | null, text: string): void {
    if (over) return
    over = true
    clearTimeout(timer)
    sending?.abort()
    record.state = state
    record.error = state === 'aborted' ? 'ECONNRESET' : error
    record.durationMs = elapsed()
    record.timing.endMs = record.durationMs
    record.responseBody = capture.bytes() === 0 ? noBody() : capture.captured()
    if (state === 'done') record.findings = checkOutgoingAnswer(document, operation, record, answered)
    const outcome = state === 'done' ? 'answered' : 'failed'
    record.trace.push({ step: operation.kind, outcome, text: `${url.host} ${text}`, durationMs: record.durationMs })
    for (const { message } of record.findings) record.trace.push({ step: 'contract', outcome: 'note', text: message, durationMs: null })
    log(context, record)
    resolve(record)
  }
}

/** Logs one that was not sent. */
export function logUnsent(context: CallbackContext, delivery: Delivery, url: URL | null, code: ErrorCode, detail: string): ExchangeRecord {
  const record = newRecord(context, delivery, url)
  record.error = code
  record.trace.push({ step: delivery.operation.kind, outcome: 'refused', text: detail, durationMs: null })
  log(context, record)
  return record
}

function log(context: CallbackContext, record: ExchangeRecord): void {
  context.log.append(record)
  context.observe.ended(record)
}

function pendingSummary(record: ExchangeRecord): ExchangeSummary {
  return { ...summaryOf(record), state: 'pending', durationMs: null }
}

function sentHeaders(method: string, { url, headers, body }: Letter): string[] {
  const sent = ['Host', url.host, 'User-Agent', 'Switchyard', ...headers]
  if (body !== null) sent.push('Content-Length', String(body.byteLength))
  else if (method !== 'GET' && method !== 'HEAD') sent.push('Content-Length', '0')
  return sent
}

function newRecord(context: CallbackContext, { operation, service, route, of }: Delivery, url: URL | null): ExchangeRecord {
  const query = url?.search.slice(1) ?? ''
  const { kind, name } = operation
  const fired: FiredFor = { kind, name, of: of === null ? null : String(of) }
  return {
    id: context.log.nextId(),
    startedAt: context.clock.now(),
    state: 'failed',
    method: operation.method,
    scheme: url === null ? 'http' : url.protocol.slice(0, -1),
    host: url?.host ?? '',
    path: url?.pathname ?? operation.url ?? '',
    query: query === '' ? '' : context.mask().query(query),
    httpVersion: '1.1',
    service,
    route,
    mode: null,
    source: kind,
    environment: context.environment(),
    status: null,
    error: null,
    durationMs: 0,
    contentType: null,
    client: null,
    consumer: null,
    replayOf: null,
    requestHeaders: [],
    responseHeaders: null,
    requestBody: noBody(),
    responseBody: noBody(),
    timing: { routedMs: null, upstreamSocketMs: null, requestSentMs: null, firstByteMs: null, endMs: 0 },
    trace: [{ step: kind, outcome: 'passed', text: whatFor(operation, fired), durationMs: null }],
    policies: [],
    findings: [],
    fired,
  }
}

function whatFor({ kind, name, url }: OutgoingOperation, { of }: FiredFor): string {
  if (of === null) return `${kind} ${name}, fired on request`
  return `${kind} ${name} of exchange ${of}, to ${url}`
}
