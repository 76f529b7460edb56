import type { MockOperation } from '../mock/mock.ts'
import type { MasterMode, Mode, ModeSource } from '../model/mode.ts'
import type { RouteResponse } from '../model/route.ts'
import type { ApiDocument, ApiOperation } from '../openapi/document.ts'

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
  /** Compiled at first use. */
  mock: MockOperation
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

/** Counters of a route since the host started. */
export interface RouteStats {
  calls: number
  findings: number
  lastStatus: number | null
  lastAt: number | null
  /** The newest durations in milliseconds, a ring. */
  durations: Float32Array
}

export interface SwitchSettings {
  master: MasterMode
  /** The workspace's mode; null leaves it to the default, mock. */
  workspaceMode: Mode | null
}
