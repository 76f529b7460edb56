import { QueryClient, useQuery } from '@tanstack/react-query'
import type { Route, RouteDetail, Service, ServiceDetail } from '../../proxy-core/model/route.ts'
import type { Settings, Status } from '../../proxy-core/model/status.ts'
import { call } from './call.ts'
import { RequestFailed } from './request-failed.ts'

/** What was read of the host. Nothing goes stale by time: events say what changed (`follow.ts`). */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (count, error) => count < 2 && error instanceof RequestFailed && error.problem === null,
    },
    mutations: { networkMode: 'always' },
  },
})

export const keys = {
  status: ['status'],
  settings: ['settings'],
  services: ['services'],
  service: (name: string) => ['service', name],
  routes: ['routes'],
  route: (id: string) => ['route', id],
} as const

const status = { queryKey: keys.status, queryFn: ({ signal }: { signal: AbortSignal }) => call('getStatus', {}, { signal }) }

export function useStatus(): Status | undefined {
  return useQuery<Status>(status).data
}

const COUNTED_EVERY_MS = 2_000

/** The same, with counts and rates that are read anew while somebody looks: they move with time, and no event says so. */
export function useCountedStatus(): Status | undefined {
  return useQuery<Status>({ ...status, refetchInterval: COUNTED_EVERY_MS }).data
}

export function useSettings(): Settings | undefined {
  return useQuery({ queryKey: keys.settings, queryFn: ({ signal }) => call('getSettings', {}, { signal }) }).data
}

export function useServices() {
  return useQuery<Service[]>({
    queryKey: keys.services,
    queryFn: async ({ signal }) => (await call('listServices', {}, { signal })).items,
  })
}

export function useServiceDetail(name: string | null) {
  return useQuery<ServiceDetail>({
    queryKey: keys.service(name ?? ''),
    queryFn: ({ signal }) => call('getService', { params: { service: name ?? '' } }, { signal }),
    enabled: name !== null,
  })
}

export function useRoutes() {
  return useQuery<Route[]>({
    queryKey: keys.routes,
    queryFn: async ({ signal }) => (await call('listRoutes', {}, { signal })).items,
  })
}

export function useRouteDetail(id: string | null) {
  return useQuery<RouteDetail>({
    queryKey: keys.route(id ?? ''),
    queryFn: ({ signal }) => call('getRoute', { params: { route: id ?? '' } }, { signal }),
    enabled: id !== null,
  })
}
