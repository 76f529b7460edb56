import type { WorkingMode } from '../../proxy-core/model/mode.ts'
import type { Route, Service } from '../../proxy-core/model/route.ts'
import { call } from '../api/call.ts'
import { keys, queryClient } from '../api/queries.ts'
import { attempt } from '../ui/attempt.ts'
import { countOf } from '../ui/quantities.ts'
import { toastDone } from '../ui/toast.tsx'

interface ServiceSet {
  mode?: WorkingMode | null
  mount?: string
  upstream?: string | null
}

/** Changes a service and shows it. Throws when the host refuses. */
export async function changeService(name: string, set: ServiceSet): Promise<void> {
  const detail = await call('changeService', { params: { service: name }, body: set })
  queryClient.setQueryData(keys.service(name), detail)
  await Promise.all([queryClient.invalidateQueries({ queryKey: keys.services }), queryClient.invalidateQueries({ queryKey: keys.routes })])
}

/** Throws the switch of a service. Routes that are set themselves keep what they are set to; the message says how many. */
export async function throwService(service: Service, mode: WorkingMode | null): Promise<void> {
  const before = service.ownMode as WorkingMode | null
  if (mode === before) return
  const done = await attempt(async () => {
    await changeService(service.name, { mode })
    return true
  })
  if (!done) return
  const routes = queryClient.getQueryData<Route[]>(keys.routes) ?? []
  const keeping = routes.filter((route) => route.service === service.name && route.ownMode !== null).length
  const kept = keeping > 0 ? `; ${countOf(keeping, 'route')} set on ${keeping === 1 ? 'its' : 'their'} own stay` : ''
  const to = mode === null ? 'follows the workspace' : `to ${mode}`
  toastDone(`${service.name} ${to}${kept}`, () => void attempt(() => changeService(service.name, { mode: before })))
}

export async function removeService(name: string): Promise<boolean> {
  const removed = await attempt(() => call('removeService', { params: { service: name } }))
  if (!removed) return false
  await queryClient.invalidateQueries()
  toastDone(`${name} removed; its document stays where it is`)
  return true
}
