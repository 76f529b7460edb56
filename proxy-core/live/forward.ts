import type { ErrorCode } from '../model/errors.ts'

/** One request on its way to an upstream. Hop-by-hop fields are already gone, `X-Forwarded-*` set. */
export interface UpstreamRequest {
  /** Scheme, host and port of the upstream. */
  origin: string
  method: string
  /** Path and query as they go on the wire. */
  path: string
  /** Raw pairs in the client's order and case, with Host. */
  headers: string[]
  /** null when there is none; small bodies are buffers, larger ones are pulled chunk by chunk as the upstream takes them. */
  body: Uint8Array | AsyncIterable<Uint8Array> | null
}

/** What happens to it. Exactly one of `onEnd` and `onFailure` is called, once, last; `onHead` at most once before. */
export interface UpstreamSink {
  onSocket(): void
  onHead(status: number, rawHeaders: string[], statusText: string): void
  /** false asks the forwarder to pause until `resume` is called. */
  onData(chunk: Uint8Array): boolean
  onEnd(rawTrailers: string[]): void
  /** `cause` is for people: the socket's code and message. */
  onFailure(code: ErrorCode, cause: string): void
}

export interface UpstreamExchange {
  resume(): void
  /** The client has gone: drops the upstream connection; the sink hears no more. */
  abort(): void
}

export interface Forwarder {
  /** Loads what the first request would have to wait for. */
  prepare(): Promise<void>
  forward(request: UpstreamRequest, sink: UpstreamSink): UpstreamExchange
  /** Connections in use by origin are closed when idle; resolves when all are gone. */
  close(): Promise<void>
}
