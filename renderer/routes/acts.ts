import { create } from 'zustand'
import type { WorkingMode } from '../../proxy-core/model/mode.ts'
import type { Route, RouteChange, RouteDetail } from '../../proxy-core/model/route.ts'
import { call } from '../api/call.ts'
import { keys, queryClient } from '../api/queries.ts'
import { askUpstream } from '../services/asked-upstream.tsx'
import { attempt } from '../ui/attempt.ts'
import { countOf } from '../ui/quantities.ts'
import { toastDone, toastError } from '../ui/toast.tsx'

/** A change of many routes that is under way; `since` is epoch milliseconds. */
export const useThrowing = create<{ throwing: { routes: number; since: number } | null }>(() => ({ throwing: null }))

/** Changes one route and shows it. Throws when the host refuses. */
export async function changeRoute(id: string, set: RouteChange): Promise<void> {
  const detail = await call('changeRoute', { params: { route: id }, body: set })
  queryClient.setQueryData<RouteDetail>(keys.route(id), detail)
  queryClient.setQueryData<Route[]>(keys.routes, (routes) =>
    routes?.map((route) => (route.id === id ? { ...route, ...onlyRoute(detail) } : route)),
  )
}

/**
 * Throws the switch of these routes; null lets them follow their service. Those that can not serve the mode are left
 * as they are, and the message says so. One route is its own undo; many get one.
 */
export async function throwRoutes(routes: readonly Route[], mode: WorkingMode | null): Promise<void> {
  const able = routes.filter((route) => mode === null || route.refusedModes[mode] === undefined)
  const first = able[0]
  if (!first) {
    const refused = routes[0]
    const reason = mode && refused?.refusedModes[mode]
    if (reason) toastError(reason, mode === 'live' ? { words: 'Set the upstream', run: () => askUpstream(refused.service) } : null)
    return
  }
  if (able.length === 1) return void (await attempt(() => changeRoute(first.id, { mode })))
  const before = Map.groupBy(able, (route) => route.ownMode as WorkingMode | null)
  if (!(await setModes(new Map([[mode, able]])))) return
  const refused = routes.length - able.length
  const to = mode === null ? 'follow their service' : `to ${mode}`
  const left = refused > 0 ? `; ${countOf(refused, 'route')} can not serve it` : ''
  toastDone(`${countOf(able.length, 'route')} ${to}${left}`, () => void setModes(before))
}

async function setModes(modes: ReadonlyMap<WorkingMode | null, readonly Route[]>): Promise<boolean> {
  const count = [...modes.values()].reduce((sum, routes) => sum + routes.length, 0)
  useThrowing.setState({ throwing: { routes: count, since: Date.now() } })
  const done = await attempt(async () => {
    for (const [mode, routes] of modes) {
      await call('changeRoutes', { body: { where: { routes: routes.map(({ id }) => id) }, set: { mode } } })
    }
    return true
  })
  await Promise.all([queryClient.invalidateQueries({ queryKey: keys.routes }), queryClient.invalidateQueries({ queryKey: ['route'] })])
  useThrowing.setState({ throwing: null })
  return done ?? false
}

/** The part of a detail that lists carry too. */
function onlyRoute({ description: _d, sampleUrl: _s, responses: _r, callbackList: _c, findingList: _f, ...route }: RouteDetail): Route {
  return route
}
