import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isIPv6 } from 'node:net'
import { createBodyChecker } from '../contract/body-checker.ts'
import type { ExchangeSummary } from '../model/exchange.ts'
import type { PreviewAnswer, PreviewRequest } from '../model/route.ts'
import { type Clock, type GatewayContext, systemClock } from './context.ts'
import { type CallbacksDue, createLifecycle } from './lifecycle.ts'
import { createListener } from './listener.ts'
import { previewRoute } from './preview.ts'
import type { RouteRuntime } from './switchboard.ts'

export type { PendingExchange } from './context.ts'

export type GatewayOptions = Omit<GatewayContext, 'clock' | 'checker'> & { clock?: Clock; onCallbacksDue?: CallbacksDue }

export interface Gateway {
  /** Binds; port 0 takes a free one. A second call moves the gateway: the old port drains once the new one is bound. Rejects with the system's error. */
  listen(port: number, host: string): Promise<{ port: number; host: string }>
  /** Stops accepting, lets exchanges end for `drainMs`, then cuts. */
  close(drainMs: number): Promise<void>
  /** By which clients on this machine reach it; null before it listens. */
  url(): string | null
  /** Exchanges under way, oldest first. */
  pending(): ExchangeSummary[]
  pendingCount(): number
  /** What the route would answer now; nothing is logged. Rejects with a Refusal. */
  preview(route: RouteRuntime, request: PreviewRequest): Promise<PreviewAnswer>
}

export function createGateway(options: GatewayOptions): Gateway {
  const { onCallbacksDue, ...given } = options
  const context: GatewayContext = { ...given, checker: createBodyChecker(), clock: given.clock ?? systemClock }
  const lifecycle = createLifecycle(context, onCallbacksDue)
  let server: Server | null = null

  async function listen(port: number, host: string): Promise<{ port: number; host: string }> {
    const next = createListener(context, lifecycle)
    await bound(next, port, host)
    const previous = server
    server = next
    if (previous) void stop(previous, context.limits.DRAIN_TIMEOUT_MS)
    return { port: addressOf(next).port, host }
  }

  /** Idle connections close at once, others when their exchange has ended or time is up. */
  async function stop(stopping: Server, drainMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => stopping.close(() => resolve()))
    const sweep = setInterval(() => stopping.closeIdleConnections(), 50)
    const cut = setTimeout(() => stopping.closeAllConnections(), drainMs)
    await closed
    clearInterval(sweep)
    clearTimeout(cut)
  }

  return {
    listen,
    async close(drainMs) {
      const stopping = server
      server = null
      if (stopping) await stop(stopping, drainMs)
      await lifecycle.idle()
      await context.checker.end()
    },
    url: () => (server ? urlOf(addressOf(server)) : null),
    pending: () => lifecycle.pending().map((exchange) => exchange.summary()),
    pendingCount: lifecycle.pendingCount,
    preview: (route, request) => previewRoute(context, route, request, server ? urlOf(addressOf(server)) : 'http://localhost'),
  }
}

function bound(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      // Errors after this concern one connection that could not be accepted (EMFILE); the others go on.
      server.on('error', () => {})
      resolve()
    })
  })
}

function addressOf(server: Server): AddressInfo {
  return server.address() as AddressInfo
}

function urlOf({ address, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`
}
