import { type Mode, type WorkingMode, workingModes } from '../model/mode.ts'
import type { ModeDecision, RouteRuntime, ServiceRuntime, SwitchSettings } from './switchboard.ts'

/** Request field by which one client asks for another mode. */
export const MODE_HEADER = 'x-switchyard-mode'

/** What answers a route as the switches stand, and who says so. Order: master, [client,] route, service, workspace, default. */
export function decide(route: { mode: Mode | null }, service: Pick<ServiceRuntime, 'mode'>, settings: SwitchSettings): ModeDecision {
  const { master, workspaceMode } = settings
  if (master !== null) return { mode: master, source: 'master', text: `${master}, held by the master switch` }
  if (route.mode !== null) return { mode: route.mode, source: 'route', text: `${route.mode}, set on the route` }
  if (service.mode !== null) return { mode: service.mode, source: 'service', text: `${service.mode}, set on the service` }
  if (workspaceMode !== null) return { mode: workspaceMode, source: 'workspace', text: `${workspaceMode}, set for the workspace` }
  return { mode: 'mock', source: 'default', text: 'mock, as nothing else is set' }
}

/** The decision for one request: a client's wish goes before the route's own, not before the master switch. */
export function decideFor(route: Pick<RouteRuntime, 'decision'>, wish: WorkingMode | null): ModeDecision {
  if (wish === null || route.decision.source === 'master') return route.decision
  return { mode: wish, source: 'client', text: `${wish}, asked for by the client in ${MODE_HEADER}` }
}

/** The mode that a client's field names; null when it names none that works here. */
export function wishedMode(value: string): WorkingMode | null {
  const name = value.trim().toLowerCase()
  return workingModes.find((mode) => mode === name) ?? null
}

/** Why a route can not be switched to a mode now, by mode, each a sentence that says what to do. */
export function refusedModes(service: Pick<ServiceRuntime, 'name' | 'upstream'>): Partial<Record<Mode, string>> {
  const refused: Partial<Record<Mode, string>> = {
    auto: 'This version answers by mock or live; auto is not among its modes.',
    recorded: 'This version answers by mock or live; recorded is not among its modes.',
  }
  if (service.upstream === null) refused.live = noUpstream(service.name)
  return refused
}

export function noUpstream(service: string): string {
  return `${service} has no upstream. Set its URL with upstream: under ${service} in switchyard.yaml, or in its menu in Routes.`
}
