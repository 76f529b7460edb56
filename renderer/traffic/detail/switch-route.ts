import type { QueryClient } from '@tanstack/react-query'
import { type Mode, type WorkingMode, workingModes } from '../../../proxy-core/model/mode.ts'
import type { RouteDetail } from '../../../proxy-core/model/route.ts'
import { call } from '../../api/call.ts'
import { keys } from '../../api/queries.ts'
import { attempt } from '../../ui/attempt.ts'
import { toastDone } from '../../ui/toast.tsx'

/** Throws the switch of a route and says so, with the way back. A refusal is told instead. */
export async function switchRoute(client: QueryClient, route: string, mode: WorkingMode): Promise<void> {
  const before = await attempt(() =>
    client.fetchQuery({ queryKey: keys.route(route), queryFn: () => call('getRoute', { params: { route } }) }),
  )
  if (!before) return
  const changed = await throwRoute(client, route, mode)
  if (!changed) return
  const back = before.ownMode
  toastDone(
    `${before.method} ${before.path} answers ${changed.mode}`,
    isWorking(back) ? () => void throwRoute(client, route, back) : undefined,
  )
}

export async function throwRoute(client: QueryClient, route: string, mode: WorkingMode | null): Promise<RouteDetail | undefined> {
  const changed = await attempt(() => call('changeRoute', { params: { route }, body: { mode } }))
  if (changed) client.setQueryData(keys.route(route), changed)
  return changed
}

function isWorking(mode: Mode | null): mode is WorkingMode | null {
  return mode === null || workingModes.some((working) => working === mode)
}
