import type { ResponseVerdict } from '../contract/compile-response-check.ts'
import type { UpstreamExchange } from '../live/forward.ts'
import type { ErrorCode } from '../model/errors.ts'
import { essence, headerValue } from '../model/headers.ts'
import { type AnswerHead, headOf, judgeAnswer, saysNothing } from './check-answer.ts'
import { noteVerdict } from './check-live.ts'
import type { GatewayContext } from './context.ts'
import type { Exchange } from './exchange.ts'
import type { PassingSink } from './pass-answer.ts'
import type { RouteRuntime } from './switchboard.ts'
import { refuseViolations } from './violations.ts'

/** A longer answer goes out unchecked, with a Warning. */
const MAX_HELD_BYTES = 1024 * 1024
/** Answers that have no end, or a late one: who waits for all of them waits for nothing. */
const streams = /^text\/event-stream$|ndjson$|jsonl$|jsonlines$|json-seq$|^multipart\/x-mixed-replace$/

/** With `--errors`: holds an upstream's answer back until it was checked, then passes it on or refuses it. */
export function holdAnswer(context: GatewayContext, exchange: Exchange, route: RouteRuntime, passing: PassingSink): PassingSink {
  return new HeldAnswer(context, exchange, route, passing)
}

class HeldAnswer implements PassingSink {
  private readonly context: GatewayContext
  private readonly exchange: Exchange
  private readonly route: RouteRuntime
  private readonly passing: PassingSink
  private upstream: UpstreamExchange | null = null
  private head: [status: number, rawHeaders: string[], statusText: string] | null = null
  private answer: AnswerHead | null = null
  private chunks: Uint8Array[] = []
  private bytes = 0
  private isPassing = false

  constructor(context: GatewayContext, exchange: Exchange, route: RouteRuntime, passing: PassingSink) {
    this.context = context
    this.exchange = exchange
    this.route = route
    this.passing = passing
  }

  connected(upstream: UpstreamExchange): void {
    this.upstream = upstream
    this.passing.connected(upstream)
  }

  onSocket(): void {
    this.passing.onSocket()
  }

  onHead(status: number, rawHeaders: string[], statusText: string): void {
    this.head = [status, rawHeaders, statusText]
    this.answer = headOf(this.route, this.exchange.method, status, rawHeaders)
    const type = essence(headerValue(rawHeaders, 'content-type'))
    if (type !== null && streams.test(type)) this.passOn('it is a stream')
  }

  onData(chunk: Uint8Array): boolean {
    if (this.isPassing) return this.passing.onData(chunk)
    this.chunks.push(chunk)
    this.bytes += chunk.byteLength
    return this.bytes <= MAX_HELD_BYTES || this.passOn(`it is longer than ${MAX_HELD_BYTES / 1024 / 1024} MiB`)
  }

  onEnd(rawTrailers: string[]): void {
    const { answer } = this
    if (this.isPassing || answer === null) {
      this.passing.onEnd(rawTrailers)
      return
    }
    const judged = judgeAnswer(this.context, this.route, answer, Buffer.concat(this.chunks))
    if (judged instanceof Promise) void judged.then((verdict) => this.decide(verdict, rawTrailers))
    else this.decide(judged, rawTrailers)
  }

  onFailure(code: ErrorCode, cause: string): void {
    this.passing.onFailure(code, cause)
  }

  private decide(verdict: ResponseVerdict, rawTrailers: string[]): void {
    const { context, exchange, route, answer } = this
    if (exchange.ended || refuseViolations(context, exchange, route, verdict)) return
    if (answer !== null && !saysNothing(answer)) noteVerdict(exchange, verdict)
    this.release()
    this.passing.onEnd(rawTrailers)
  }

  /** What can't be held goes out; its head was checked all the same. */
  private passOn(why: string): boolean {
    const { context, exchange, route, answer } = this
    if (answer === null) return true
    const { findings } = answer.verdict
    if (refuseViolations(context, exchange, route, { findings, unchecked: null })) {
      this.upstream?.abort()
      return true
    }
    const message = `Response body was not checked before it went: ${why}`
    const warning = { location: ['response', 'body'], severity: 'Warning' as const, code: 'not-checked', message }
    if (!saysNothing(answer))
      noteVerdict(exchange, { findings: answer.verdict.body === null ? findings : [...findings, warning], unchecked: null })
    return this.release()
  }

  private release(): boolean {
    const { passing, head, chunks } = this
    this.isPassing = true
    this.chunks = []
    if (head !== null) passing.onHead(...head)
    return chunks.length === 0 || passing.onData(Buffer.concat(chunks))
  }
}
