import type { RequestCheck } from '../contract/compile-request-check.ts'
import type { HeadVerdict, ResponseCheck, ResponseVerdict } from '../contract/compile-response-check.ts'
import type { MockOperation } from '../mock/mock.ts'
import type { AutomaticCallbacks } from '../model/callback.ts'
import type { MasterMode, Mode, ModeSource } from '../model/mode.ts'
import type { RouteResponse } from '../model/route.ts'
import type { ApiDocument, ApiOperation } from '../openapi/document.ts'
import { decide, refusedModes } from './modes.ts'
import { createRouter, type Router } from './router.ts'

/** The switches of a running gateway. Every change is in force for the next request; those in flight keep what they had. */
export interface Switchboard {
  services(): readonly ServiceRuntime[]
  /** Replaces every service at once: one router goes, the next comes. */
  setServices(services: readonly ServiceRuntime[]): void
  findService(name: string): ServiceRuntime | null
  /** In the order of services and their documents. */
  routes(): readonly RouteRuntime[]
  /** By `service:METHOD /path/{x}` or `service:operationId`, case-exact; the service may be left out where that is unique. */
  findRoute(idOrAlias: string): RouteFinding
  router(): Router
  settings(): Readonly<SwitchSettings>
  /** null takes the mode off the routes. Returns how many have changed. */
  setRouteMode(routes: readonly RouteRuntime[], mode: Mode | null): number
  setResponse(routes: readonly RouteRuntime[], response: RouteResponse | null): number
  setDelay(routes: readonly RouteRuntime[], delayMs: number): number
  setServiceMode(service: ServiceRuntime, mode: Mode | null): void
  setUpstream(service: ServiceRuntime, url: string | null): void
  setMaster(mode: MasterMode): void
  setWorkspaceMode(mode: Mode | null): void
  /** Why a mode can not be set on a route now, by mode, each a sentence for people. */
  refusedModes(route: RouteRuntime): Partial<Record<Mode, string>>
  /** Grows with every change. */
  version(): number
  /** Calls after each change; the function that comes back ends it. */
  onChange(listener: (change: SwitchboardChange) => void): () => void
}

export type RouteFinding = { kind: 'found'; route: RouteRuntime } | { kind: 'none' } | { kind: 'ambiguous'; candidates: RouteRuntime[] }

/** What has changed: the services themselves, or what some routes (and with `service` that service) are set to. */
export type SwitchboardChange =
  | { kind: 'services' }
  | { kind: 'routes'; routes: readonly RouteRuntime[] }
  | { kind: 'service'; service: ServiceRuntime }
  | { kind: 'settings' }

export function createSwitchboard(): Switchboard {
  let services: readonly ServiceRuntime[] = []
  let routes: readonly RouteRuntime[] = []
  let router = createRouter([])
  let names: Map<string, RouteRuntime[]> | null = null
  let version = 0
  const settings: SwitchSettings = { master: null, workspaceMode: null }
  const listeners = new Set<(change: SwitchboardChange) => void>()

  function changed(change: SwitchboardChange): void {
    version++
    for (const listener of listeners) listener(change)
  }

  function decideAll(of: readonly RouteRuntime[]): void {
    for (const route of of) route.decision = decide(route, route.service, settings)
  }

  function setEach<K extends 'mode' | 'response' | 'delayMs'>(of: readonly RouteRuntime[], key: K, value: RouteRuntime[K]): number {
    const differing = of.filter((route) => !sameSetting(route[key], value))
    for (const route of differing) route[key] = value
    decideAll(differing)
    if (differing.length > 0) changed({ kind: 'routes', routes: differing })
    return differing.length
  }

  return {
    services: () => services,
    setServices(list) {
      services = [...list]
      routes = services.flatMap((service) => service.routes)
      names = null
      decideAll(routes)
      router = createRouter(services)
      changed({ kind: 'services' })
    },
    findService: (name) => services.find((service) => service.name === name) ?? null,
    routes: () => routes,
    findRoute(idOrAlias) {
      names ??= routeNames(routes)
      const found = names.get(idOrAlias) ?? []
      const exact = found.find((route) => route.id === idOrAlias) ?? (found.length === 1 ? found[0] : undefined)
      if (exact) return { kind: 'found', route: exact }
      return found.length === 0 ? { kind: 'none' } : { kind: 'ambiguous', candidates: found }
    },
    router: () => router,
    settings: () => settings,
    setRouteMode: (of, mode) => setEach(of, 'mode', mode),
    setResponse: (of, response) => setEach(of, 'response', response),
    setDelay: (of, delayMs) => setEach(of, 'delayMs', delayMs),
    setServiceMode(service, mode) {
      if (service.mode === mode) return
      service.mode = mode
      decideAll(service.routes)
      changed({ kind: 'service', service })
    },
    setUpstream(service, url) {
      const upstream = url === null ? null : withoutTrailingSlash(url)
      if (service.upstream === upstream) return
      service.upstream = upstream
      changed({ kind: 'service', service })
    },
    setMaster(mode) {
      if (settings.master === mode) return
      settings.master = mode
      decideAll(routes)
      changed({ kind: 'settings' })
    },
    setWorkspaceMode(mode) {
      if (settings.workspaceMode === mode) return
      settings.workspaceMode = mode
      decideAll(routes)
      changed({ kind: 'settings' })
    },
    refusedModes: (route) => refusedModes(route.service),
    version: () => version,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** An upstream's URL in the form that `ServiceRuntime` keeps. */
export function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

/** Every way in which a route may be named, as in the workspace file and on the command line. */
function routeNames(routes: readonly RouteRuntime[]): Map<string, RouteRuntime[]> {
  const names = new Map<string, RouteRuntime[]>()
  const add = (name: string, route: RouteRuntime) => {
    const known = names.get(name)
    if (!known) names.set(name, [route])
    else if (!known.includes(route)) known.push(route)
  }
  for (const route of routes) {
    const { method, template, operationId } = route.operation
    add(route.id, route)
    add(`${method} ${template}`, route)
    if (operationId === null) continue
    add(`${route.service.name}:${operationId}`, route)
    add(operationId, route)
  }
  return names
}

function sameSetting(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/**
 * What the gateway serves right now: services and their routes with their switches. Held in memory, read at every
 * request, changed between two of them. `workspace/` keeps it, `control/` shows it, the pipeline reads it.
 */
export interface ServiceRuntime {
  name: string
  /** Path prefix, without a trailing slash; empty for the root. */
  mount: string
  document: ApiDocument
  /** URL of the upstream, without a trailing slash; null when the active environment has none. */
  upstream: string | null
  mode: Mode | null
  routes: RouteRuntime[]
}

export interface RouteRuntime {
  /** `service:METHOD /path/{template}`. */
  id: string
  service: ServiceRuntime
  operation: ApiOperation
  /** Set on the route itself; null follows the service. */
  mode: Mode | null
  response: RouteResponse | null
  delayMs: number
  /** null when its callbacks are fired on request only. */
  callbacks: AutomaticCallbacks | null
  /** Compiled at first use, as the check. */
  mock: MockOperation
  check: RequestCheck
  checkAnswer: ResponseCheck
  /** The live answer that was checked last: the next one is often the same. */
  judged: JudgedAnswer | null
  /** What answers now and who decided, worked out when a switch is thrown and not per request. */
  decision: ModeDecision
  stats: RouteStats
}

export interface ModeDecision {
  mode: Mode
  source: ModeSource
  /** A sentence for the trace: "mock, set on the service". */
  text: string
}

/** A live answer and what was found of it. */
export interface JudgedAnswer {
  head: HeadVerdict
  body: Uint8Array
  /** Of Content-Encoding. */
  coding: string | undefined
  verdict: ResponseVerdict
}

/** How many durations a route's ring holds. */
export const DURATIONS_KEPT = 128

/** Counters of a route since the host started. */
export interface RouteStats {
  calls: number
  findings: number
  lastStatus: number | null
  lastAt: number | null
  /** The newest durations in milliseconds, a ring: call n lies at n modulo its length, the first `calls` places are filled. */
  durations: Float32Array
}

export interface SwitchSettings {
  master: MasterMode
  /** The workspace's mode; null leaves it to the default, mock. */
  workspaceMode: Mode | null
}
