import type { QueryClient } from '@tanstack/react-query'
import type { EventData } from '../../proxy-core/model/events.ts'
import type { Route, RouteDetail, Service, ServiceDetail } from '../../proxy-core/model/route.ts'
import type { Status } from '../../proxy-core/model/status.ts'
import { onBurst, onEvent } from './events.ts'
import { keys } from './queries.ts'

/** Under heavy load the stream says many times a second that something was left out. */
const RELOAD_MS = 1_000

/** Keeps what was read current by events. Returns what ends it. */
export function followChanges(client: QueryClient): () => void {
  const changedRoutes = new Map<string, Route>()
  const reload = atMostEach(RELOAD_MS, () => void client.invalidateQueries())
  const ends = [
    onEvent('host', (status) => client.setQueryData<Status>(keys.status, status)),
    onEvent('service', (service) => takeService(client, service)),
    onEvent('route', (route) => changedRoutes.set(route.id, route)),
    onEvent('workspace', (change) => takeWorkspace(client, change)),
    onEvent('reset', reload),
    onBurst(() => {
      if (changedRoutes.size > 0) takeRoutes(client, changedRoutes)
      changedRoutes.clear()
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}

/** Rows that did not change keep their identity, so that they are not drawn again. */
function takeRoutes(client: QueryClient, changed: ReadonlyMap<string, Route>): void {
  client.setQueryData<Route[]>(keys.routes, (routes) => routes?.map((route) => changed.get(route.id) ?? route))
  for (const route of changed.values()) {
    client.setQueryData<RouteDetail>(keys.route(route.id), (detail) => detail && { ...detail, ...route })
  }
}

function takeService(client: QueryClient, change: EventData<'service'>): void {
  if ('removed' in change) {
    client.setQueryData<Service[]>(keys.services, (services) => services?.filter((service) => service.name !== change.name))
    client.setQueryData<Route[]>(keys.routes, (routes) => routes?.filter((route) => route.service !== change.name))
    void client.invalidateQueries({ queryKey: keys.status })
    return
  }
  const before = client.getQueryData<Service[]>(keys.services)?.find((service) => service.name === change.name)
  client.setQueryData<Service[]>(keys.services, (services) => services && withService(services, change))
  client.setQueryData<ServiceDetail>(keys.service(change.name), (detail) => detail && { ...detail, ...change })
  const sameDocument = before?.state === change.state && before.routes === change.routes && before.mount === change.mount
  if (!sameDocument) {
    void client.invalidateQueries({ queryKey: keys.routes })
    void client.invalidateQueries({ queryKey: keys.status })
  }
  const sameFaults = before?.diagnostics.errors === change.diagnostics.errors && before.diagnostics.warnings === change.diagnostics.warnings
  if (!sameDocument || !sameFaults) void client.invalidateQueries({ queryKey: keys.service(change.name) })
}

function withService(services: Service[], changed: Service): Service[] {
  const known = services.some((service) => service.name === changed.name)
  return known ? services.map((service) => (service.name === changed.name ? changed : service)) : [...services, changed]
}

function takeWorkspace(client: QueryClient, { mode, master, changed }: EventData<'workspace'>): void {
  client.setQueryData<Status>(keys.status, (status) => status && { ...status, mode, master })
  if (changed === 'settings') void client.invalidateQueries({ queryKey: keys.settings })
  else if (changed === 'folder') void client.invalidateQueries()
  else if (changed !== 'log') {
    void client.invalidateQueries({ queryKey: keys.services })
    void client.invalidateQueries({ queryKey: keys.routes })
    void client.invalidateQueries({ queryKey: ['route'] })
    void client.invalidateQueries({ queryKey: keys.status })
  }
}

/** Calls at once, then at most once in that time, the last call never lost. */
function atMostEach(ms: number, act: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let again = false
  const run = () => {
    waiting = setTimeout(() => {
      waiting = undefined
      if (again) run()
    }, ms)
    again = false
    act()
  }
  return () => {
    if (waiting === undefined) run()
    else again = true
  }
}
