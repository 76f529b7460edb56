import { releaseAfter } from './buffer-release.ts'
import { capturedWhole, createCapture } from './capture.ts'
import type { GatewayContext } from './context.ts'
import { type Exchange, elapsed } from './exchange.ts'
import { watchIdle } from './idle.ts'

/** The body of a request as it comes, for an upstream that takes it at its own pace. */
export interface BodyStream extends AsyncIterable<Uint8Array> {
  /** Calls back once with the whole body, unless it is longer than what may wait for an upstream. */
  whole(onKnown: (body: Uint8Array | 'too-long') => void): void
  /** Nobody takes the rest. */
  stop(): void
}

/** How much of a body waits for the upstream before the client is paused. */
const MAX_WAITING_BYTES = 256 * 1024

export function hasBody(exchange: Exchange): boolean {
  const { fields } = exchange
  return fields !== null && (fields.chunked || (fields.contentLength ?? 0) > 0)
}

/**
 * Reads a body to its end, keeping what capture keeps; calls back with it, unless the client goes before.
 * @param limit how much of it is handed over, in bytes; a longer one is `'too-long'`
 */
export function readBody(context: GatewayContext, exchange: Exchange, limit: number, onEnd: (body: Uint8Array | 'too-long') => void): void {
  const capture = createCapture(context.captureBytes())
  exchange.requestCapture = capture
  let chunks: Uint8Array[] = []
  const onChunk = (chunk: Uint8Array) => {
    capture.take(chunk)
    if (capture.bytes() <= limit) chunks.push(chunk)
    else chunks = []
  }
  read(context, exchange, onChunk, () => onEnd(capture.bytes() > limit ? 'too-long' : joined(chunks)))
}

/** Reads a body of announced, small size to its end and hands it over whole. */
export function gatherBody(context: GatewayContext, exchange: Exchange, onEnd: (body: Uint8Array) => void): void {
  const chunks: Uint8Array[] = []
  read(
    context,
    exchange,
    (chunk) => chunks.push(chunk),
    () => {
      const body = joined(chunks)
      exchange.requestBody = capturedWhole(body, context.captureBytes())
      onEnd(body)
    },
  )
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks)
}

function read(context: GatewayContext, exchange: Exchange, onChunk: (chunk: Uint8Array) => void, onEnd: () => void): void {
  const { request } = exchange
  start(context, exchange)
  request.on('data', onChunk)
  request.on('end', () => {
    if (exchange.ended || exchange.response.headersSent) return
    exchange.requestSentMs = elapsed(context, exchange)
    onEnd()
  })
}

/** Streams a body, capturing what passes. A client that breaks off makes the iteration throw. */
export function streamBody(context: GatewayContext, exchange: Exchange): BodyStream {
  const { request } = exchange
  const capture = createCapture(context.captureBytes())
  exchange.requestCapture = capture
  const chunks: Uint8Array[] = []
  let waiting = 0
  let state: 'open' | 'ended' | 'broken' = 'open'
  let wake: (() => void) | null = null

  const changed = () => {
    const woken = wake
    wake = null
    woken?.()
  }
  const onData = (chunk: Buffer) => {
    capture.take(chunk)
    releaseAfter(chunk.byteLength)
    chunks.push(chunk)
    waiting += chunk.byteLength
    if (waiting >= MAX_WAITING_BYTES) request.pause()
    changed()
  }
  const onEnd = () => {
    exchange.requestSentMs = elapsed(context, exchange)
    if (state === 'open') state = 'ended'
    changed()
  }
  const stop = () => {
    if (state === 'open') state = 'broken'
    chunks.length = 0
    request.off('data', onData)
    changed()
  }
  start(context, exchange)
  request.on('data', onData)
  request.on('end', onEnd)
  request.on('close', () => {
    if (!request.complete) stop()
  })

  async function* iterate(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = chunks.shift()
      if (chunk) {
        waiting -= chunk.byteLength
        yield chunk
        continue
      }
      if (state === 'broken') throw new Error('the request body has broken off')
      if (state === 'ended') return
      if (request.isPaused()) request.resume()
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  function whole(onKnown: (body: Uint8Array | 'too-long') => void): void {
    if (state === 'ended') onKnown(joined(chunks))
    else if (waiting >= MAX_WAITING_BYTES) onKnown('too-long')
    else if (state === 'open') wake = () => whole(onKnown)
  }
  return { [Symbol.asyncIterator]: iterate, whole, stop }
}

function start(context: GatewayContext, exchange: Exchange): void {
  const { request, response } = exchange
  watchIdle(context, exchange)
  // Without a listener a client that breaks off would be an uncaught error; the response's close tells the same.
  request.on('error', () => {})
  if (exchange.expectsContinue) response.writeContinue()
}
