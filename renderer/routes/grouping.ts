import type { Route, Service } from '../../proxy-core/model/route.ts'

/** A row of the list: a service, a tag of it, or a route. `key` is unique and stays. */
export type Row =
  | { kind: 'service'; key: string; service: Service; routes: Route[]; open: boolean }
  | { kind: 'tag'; key: string; tag: string; routes: Route[]; open: boolean }
  | { kind: 'route'; key: string; route: Route }

export type Only = 'set' | 'uncalled' | 'findings'

export interface Wanted {
  /** Words, each of which must occur in path, method, operation, summary or tag. */
  q: string
  only: Only | null
  /** Keys of the services and tags that are folded. */
  folded: ReadonlySet<string>
}

export interface Grouped {
  rows: Row[]
  /** Every route that is wanted, folded away or not, in order. */
  routes: Route[]
}

/** Routes by service and by their first tag, in the order of the documents. While searching nothing is folded. */
export function groupRoutes(services: readonly Service[], routes: readonly Route[], { q, only, folded }: Wanted): Grouped {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const filtered = words.length > 0 || only !== null
  const wanted = routes.filter((route) => isOnly(route, only) && words.every((word) => haystack(route).includes(word)))
  const byService = Map.groupBy(wanted, (route) => route.service)
  const rows: Row[] = []
  for (const service of services) {
    const own = byService.get(service.name) ?? []
    if (filtered && own.length === 0) continue
    const open = filtered || !folded.has(service.name)
    rows.push({ kind: 'service', key: service.name, service, routes: own, open })
    if (open) rows.push(...rowsOfTags(service.name, own, (key) => filtered || !folded.has(key)))
  }
  return { rows, routes: wanted }
}

function rowsOfTags(service: string, routes: Route[], isOpen: (key: string) => boolean): Row[] {
  const byTag = Map.groupBy(routes, (route) => route.tags[0] ?? '')
  if (byTag.size === 1 && byTag.has('')) return routes.map(routeRow)
  return [...byTag].flatMap(([tag, own]): Row[] => {
    const key = `${service}\n${tag}`
    const open = isOpen(key)
    return [{ kind: 'tag', key, tag, routes: own, open }, ...(open ? own.map(routeRow) : [])]
  })
}

function routeRow(route: Route): Row {
  return { kind: 'route', key: route.id, route }
}

export function isOnly(route: Route, only: Only | null): boolean {
  if (only === 'set') return [route.ownMode, route.response, route.delayMs, route.callbacks].some((set) => set !== null)
  if (only === 'uncalled') return route.calls === 0
  return only === null || route.findings > 0
}

const haystacks = new WeakMap<Route, string>()

function haystack(route: Route): string {
  const known = haystacks.get(route)
  if (known !== undefined) return known
  const { method, path, operationId, summary, tags, service } = route
  const made = [method, path, operationId, summary, ...tags, service].join('\n').toLowerCase()
  haystacks.set(route, made)
  return made
}

/** The routes a row stands for. */
export function routesOf(row: Row): Route[] {
  return row.kind === 'route' ? [row.route] : row.routes
}
