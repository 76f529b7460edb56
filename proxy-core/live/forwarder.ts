/// <reference path="./undici-pool.d.ts" />
import type { Dispatcher, Pool } from 'undici'
import type { UpstreamLimits } from '../model/limits.ts'
import { failureOf } from './failure.ts'
import type { Forwarder, UpstreamExchange, UpstreamRequest, UpstreamSink } from './forward.ts'
import { createHeaderTexts } from './header-texts.ts'
import { type BoundAddress, guardedLookup, literalAddress, OWN_ADDRESS_CODE } from './own-address.ts'

export interface ForwarderOptions {
  limits: UpstreamLimits
  /** Whether something of this host listens there: the gateway or the control port. */
  isOwnAddress(address: string, port: number): boolean
}

/** Origins come from the configuration; more than this many at once means that old ones are no longer in it. */
const MAX_POOLS = 64
const MAX_RESPONSE_HEADER_BYTES = 64 * 1024

/** Forwards over keep-alive connections of undici's pools, one pool an origin. No redirects, no decompression. */
export function createForwarder({ limits, isOwnAddress }: ForwarderOptions): Forwarder {
  const pools = new Map<string, Pool>()
  const literals = new Map<string, BoundAddress | null>()
  let PoolClass: typeof Pool | null = null
  let loading: Promise<void> | null = null
  let closed = false

  function prepare(): Promise<void> {
    loading ??= import('undici/lib/dispatcher/pool.js').then((module) => {
      PoolClass = module.default
    })
    return loading
  }

  function poolFor(origin: string, Class: typeof Pool): Pool {
    const known = pools.get(origin)
    if (known) return known
    const url = new URL(origin)
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
    const pool = new Class(origin, {
      connections: limits.MAX_SOCKETS_PER_HOST,
      pipelining: 1,
      allowH2: false,
      headersTimeout: limits.FIRST_BYTE_TIMEOUT_MS,
      bodyTimeout: limits.BODY_IDLE_TIMEOUT_MS,
      maxHeaderSize: MAX_RESPONSE_HEADER_BYTES,
      connect: { timeout: limits.CONNECT_TIMEOUT_MS, lookup: guardedLookup((address) => isOwnAddress(address, port)) },
    })
    pools.set(origin, pool)
    if (pools.size > MAX_POOLS) retireOldest(pools)
    return pool
  }

  function isOwn(origin: string): boolean {
    let literal = literals.get(origin)
    if (literal === undefined) {
      literal = literalAddress(origin)
      if (literals.size >= MAX_POOLS) literals.clear()
      literals.set(origin, literal)
    }
    return literal !== null && isOwnAddress(literal.address, literal.port)
  }

  function forward(request: UpstreamRequest, sink: UpstreamSink): UpstreamExchange {
    const flight = new Flight(sink)
    if (PoolClass) dispatch(flight, request, PoolClass)
    else {
      const loaded = () => PoolClass && dispatch(flight, request, PoolClass)
      prepare().then(loaded, (error: Error) => flight.fail(error))
    }
    return flight
  }

  function dispatch(flight: Flight, request: UpstreamRequest, Class: typeof Pool): void {
    try {
      if (closed) flight.fail(Object.assign(new Error('the gateway is stopping'), { code: 'UND_ERR_DESTROYED' }))
      else if (isOwn(request.origin)) flight.fail(ownAddressError(request.origin))
      else flight.dispatch(poolFor(request.origin, Class), request)
    } catch (thrown) {
      flight.fail(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
  }

  async function close(): Promise<void> {
    closed = true
    const open = [...pools.values()]
    pools.clear()
    await Promise.all(open.map((pool) => pool.close()))
  }

  return { prepare, forward, close }
}

const textsOf = createHeaderTexts()

/**
 * One request over undici, turned into the calls of a sink; after `abort` the sink hears nothing. A class, as one is made
 * for each request: a dozen closures in its place cost time and memory that can be measured.
 */
class Flight implements UpstreamExchange, Dispatcher.DispatchHandler {
  private readonly sink: UpstreamSink
  private controller: Dispatcher.DispatchController | null = null
  private over = false
  private headSeen = false

  constructor(sink: UpstreamSink) {
    this.sink = sink
  }

  dispatch(pool: Pool, { method, path, headers, body }: UpstreamRequest): void {
    if (this.over) return
    // undici takes any async iterable; its types name only streams.
    pool.dispatch({ method, path, headers, body: body as Buffer | null }, this)
  }

  fail(error: Error): void {
    if (this.over) return
    this.over = true
    const { code, cause } = failureOf(error, this.headSeen)
    this.sink.onFailure(code, cause)
  }

  resume(): void {
    this.controller?.resume()
  }

  abort(): void {
    if (this.over) return
    this.over = true
    this.controller?.abort(abortedByClient())
  }

  onRequestStart(started: Dispatcher.DispatchController): void {
    this.controller = started
    if (this.over) started.abort(abortedByClient())
    else this.sink.onSocket()
  }

  onResponseStart(started: Dispatcher.DispatchController, status: number, _parsed: unknown, statusText?: string): void {
    if (this.over || (status >= 100 && status < 200 && status !== 101)) return
    this.headSeen = true
    this.sink.onHead(status, textsOf(started.rawHeaders), statusText ?? '')
  }

  onResponseData(started: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.over && !this.sink.onData(chunk)) started.pause()
  }

  onResponseEnd(started: Dispatcher.DispatchController): void {
    if (this.over) return
    this.over = true
    this.sink.onEnd(textsOf(started?.rawTrailers))
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error)
  }
}

function retireOldest(pools: Map<string, Pool>): void {
  for (const [origin, pool] of pools) {
    pools.delete(origin)
    void pool.close()
    return
  }
}

function abortedByClient(): Error {
  return new Error('the client has gone')
}

function ownAddressError(origin: string): Error {
  return Object.assign(new Error(`${origin} is an address of this gateway`), { code: OWN_ADDRESS_CODE })
}
