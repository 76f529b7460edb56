import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ExchangeRecord } from '../model/exchange.ts'
import type { GatewayContext } from './context.ts'
import { createExchange, type Exchange, recordOf } from './exchange.ts'
import { createLateChecks } from './late-checks.ts'
import { createPendingList } from './pending.ts'

/** The exchanges of one gateway, from the first step to the one record that each of them leaves. */
export interface Lifecycle {
  begin(request: IncomingMessage, response: ServerResponse): Exchange
  /** The newest exchange of a connection that is under way; searched for among all of them, as few connections ask. */
  newestOn(socket: Socket): Exchange | null
  /** Exchanges under way, oldest first. */
  pending(): Exchange[]
  pendingCount(): number
  /** Resolves once no exchange is pending. */
  idle(): Promise<void>
}

export type CallbacksDue = (exchange: Exchange, record: ExchangeRecord) => void

/** How long the rest of a request may still come in after its answer has gone; cutting at once would lose the answer (RFC 9112, 9.6). */
const MAX_LINGER_MS = 5_000

/** @param onCallbacksDue called when an exchange has ended whose route fires callbacks by itself */
export function createLifecycle(context: GatewayContext, onCallbacksDue: CallbacksDue = () => {}): Lifecycle {
  const queued = new WeakMap<Socket, Set<Exchange>>()
  const waiting: (() => void)[] = []
  const pending = createPendingList<Exchange>()
  const late = createLateChecks(recorded)

  function end(exchange: Exchange, state: ExchangeRecord['state']): void {
    if (exchange.ended) return
    exchange.ended = true
    exchange.onGone?.()
    exchange.onGone = null
    if (state === 'aborted') exchange.error ??= 'ECONNRESET'
    const record = recordOf(context, exchange, state)
    if (!exchange.request.complete) letRestArrive(exchange.request)
    if (exchange.lateCheck === null) recorded(exchange, record)
    else late.add(exchange, exchange.lateCheck, record)
  }

  function recorded(exchange: Exchange, record: ExchangeRecord): void {
    context.log.append(record)
    count(exchange, record)
    context.observe.ended(record)
    pending.remove(exchange)
    if (exchange.route !== null && exchange.route.callbacks !== null) onCallbacksDue(exchange, record)
    if (pending.count() === 0) for (const resolve of waiting.splice(0)) resolve()
  }

  function begin(request: IncomingMessage, response: ServerResponse): Exchange {
    const exchange = createExchange(context, request, response)
    pending.add(exchange)
    // It comes after the finish too; a finished response has let go of its socket.
    response.on('close', () => end(exchange, exchange.failed ? 'failed' : response.socket === null ? 'done' : 'aborted'))
    // A pipelined response that waits for its turn hears nothing of the socket's end.
    if (response.socket === null) endWithSocket(request.socket, exchange)
    context.observe.started(exchange)
    return exchange
  }

  function endWithSocket(socket: Socket, exchange: Exchange): void {
    const known = queued.get(socket)
    if (known) {
      known.add(exchange)
      return
    }
    const waitingHere = new Set([exchange])
    queued.set(socket, waitingHere)
    socket.once('close', () => {
      for (const left of waitingHere) end(left, 'aborted')
    })
  }

  function newestOn(socket: Socket): Exchange | null {
    return pending.all().findLast(({ request }) => request.socket === socket) ?? null
  }

  return {
    begin,
    newestOn,
    pending: pending.all,
    pendingCount: pending.count,
    idle: () => (pending.count() === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}

function count(exchange: Exchange, record: ExchangeRecord): void {
  const stats = exchange.route?.stats
  if (!stats) return
  stats.durations[stats.calls % stats.durations.length] = record.durationMs
  stats.calls++
  stats.findings += record.findings.length
  stats.lastStatus = record.status
  stats.lastAt = record.startedAt
}

function letRestArrive(request: IncomingMessage): void {
  const { socket } = request
  const timer = setTimeout(() => socket.destroy(), MAX_LINGER_MS)
  const done = () => clearTimeout(timer)
  request.once('end', done)
  socket.once('close', done)
  request.resume()
}
