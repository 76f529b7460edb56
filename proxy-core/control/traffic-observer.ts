import type { PendingExchange } from '../gateway/gateway.ts'
import type { RouteRuntime, Switchboard } from '../gateway/switchboard.ts'
import { type ExchangeRecord, summaryOf } from '../model/exchange.ts'
import type { EventHub } from './event-hub.ts'
import { viewRoute } from './route-view.ts'
import { createTrafficMeter, type TrafficMeter } from './traffic-meter.ts'

/** Follows exchanges from their start to their end and tells the pages about them and about the routes' counters. */
export interface TrafficObserver {
  started(pending: PendingExchange): void
  ended(record: ExchangeRecord): void
  meter: TrafficMeter
  /** Tells every route whose switch changed since it was last told. */
  tellSwitched(): void
  close(): void
}

const COUNTERS_EVERY_MS = 1_000
/** Above this the pages load their lists again instead of being told route by route. */
const MAX_ROUTE_EVENTS = 200

export function createTrafficObserver(hub: EventHub, switchboard: Switchboard): TrafficObserver {
  const counted = new Set<string>()
  const meter = createTrafficMeter()
  let told = new Map<string, string>()
  const timer = setInterval(tellCounters, COUNTERS_EVERY_MS).unref()

  return {
    started(exchange) {
      if (hub.listening()) hub.exchange(exchange.id, () => exchange.summary())
    },
    ended(record) {
      meter.count(record.status === null || record.status >= 500)
      if (!hub.listening()) return
      hub.exchange(record.id, () => summaryOf(record))
      if (record.route !== null) counted.add(record.route)
    },
    meter,
    tellSwitched() {
      const now = new Map<string, string>()
      const changed: RouteRuntime[] = []
      for (const route of switchboard.routes()) {
        const state = `${route.decision.mode} ${route.decision.source} ${route.mode} ${route.delayMs} ${route.callbacks?.delayMs} ${JSON.stringify(route.response)} ${route.service.upstream}`
        now.set(route.id, state)
        if (told.get(route.id) !== state) changed.push(route)
      }
      const listChanged = now.size !== told.size || [...now.keys()].some((id) => !told.has(id))
      told = now
      if (listChanged || changed.length > MAX_ROUTE_EVENTS) return tellList()
      for (const route of changed) hub.tell('route', viewRoute(route, switchboard))
    },
    close: () => clearInterval(timer),
  }

  function tellList(): void {
    const { master, workspaceMode } = switchboard.settings()
    hub.tell('workspace', { mode: workspaceMode ?? 'mock', master, changed: 'routes' })
  }

  function tellCounters(): void {
    if (counted.size === 0) return
    if (counted.size > MAX_ROUTE_EVENTS) tellList()
    else {
      for (const route of switchboard.routes()) if (counted.has(route.id)) hub.tell('route', viewRoute(route, switchboard))
    }
    counted.clear()
  }
}
