import type { ServiceEntry } from '../gateway/services.ts'
import type { RouteRuntime, Switchboard } from '../gateway/switchboard.ts'
import { Refusal } from '../model/errors.ts'
import { type RouteChange, type RouteWhere, routeKeys } from '../model/route.ts'
import type { Workspace, WorkspaceEdit } from '../workspace/workspace.ts'
import type { ControlContext } from './context.ts'
import type { Handlers } from './register.ts'
import { viewRoute, viewRouteDetail } from './route-view.ts'

type RouteHandlers = Pick<Handlers, 'listRoutes' | 'changeRoutes' | 'getRoute' | 'changeRoute' | 'previewRoute' | 'getMaster' | 'setMaster'>

/** Routes: look at them, throw their switches, ask what they would answer. */
export function routeHandlers(context: ControlContext): RouteHandlers {
  const { switchboard, gateway, gatewayUrl } = context
  return {
    listRoutes: ({ query }) => ({ items: selectRoutes(switchboard, query).map((route) => viewRoute(route, switchboard)), next: null }),
    async changeRoutes({ body }) {
      const routes = selectRoutes(switchboard, body.where)
      await changeRoutes(context, routes, body.set)
      return { changed: routes.length }
    },
    getRoute: ({ params }) => viewRouteDetail(findRoute(switchboard, params.route), switchboard, gatewayUrl()),
    async changeRoute({ params, body }) {
      const route = findRoute(switchboard, params.route)
      await changeRoutes(context, [route], body)
      return viewRouteDetail(findRoute(switchboard, route.id), switchboard, gatewayUrl())
    },
    previewRoute: ({ params, body }) => gateway.preview(findRoute(switchboard, params.route), body),
    getMaster: () => ({ mode: switchboard.settings().master }),
    async setMaster({ body }) {
      await context.setMaster(body.mode)
      return { mode: body.mode }
    },
  }
}

/** Modes are personal and go to the overlay; a response, a delay or callbacks are part of the mock and go to the shared file. */
async function changeRoutes({ workspace, services }: ControlContext, routes: readonly RouteRuntime[], set: RouteChange): Promise<void> {
  const named = [...new Set(routes.map((route) => route.service.name))].flatMap((name) => specEdit(workspace(), services.entry(name)))
  const local: WorkspaceEdit[] = []
  const shared: WorkspaceEdit[] = []
  for (const route of routes) {
    const known = services.entry(route.service.name)?.plan.routes ?? {}
    const keys = routeKeys(route.operation)
    const key = keys.find((each) => each in known) ?? (keys[0] as string)
    const path = ['services', route.service.name, 'routes', key]
    if (set.mode !== undefined) local.push({ path: [...path, 'mode'], value: set.mode ?? undefined })
    if (set.response !== undefined) shared.push({ path: [...path, 'response'], value: set.response ?? undefined })
    if (set.delay !== undefined) shared.push({ path: [...path, 'delay'], value: set.delay ?? undefined })
    if (set.callbacks !== undefined) shared.push({ path: [...path, 'callbacks'], value: set.callbacks || undefined })
  }
  if (local.length > 0) await workspace().edit('local', [...named, ...local])
  if (shared.length > 0) await workspace().edit('shared', [...named, ...shared])
}

/**
 * What is set on a service that no file defines (`start SPEC`) names its document with it, so that the setting is found
 * again when only the folder is opened.
 */
export function specEdit(workspace: Workspace, entry: ServiceEntry | null): WorkspaceEdit[] {
  const source = entry?.plan.source
  if (!entry || !source || source.kind === 'text' || workspace.settings().services?.[entry.plan.name]?.spec !== undefined) return []
  return [{ path: ['services', entry.plan.name, 'spec'], value: entry.plan.spec }]
}

export function findRoute(switchboard: Switchboard, name: string): RouteRuntime {
  const found = switchboard.findRoute(name)
  if (found.kind === 'found') return found.route
  if (found.kind === 'ambiguous') {
    const candidates = found.candidates.map((route) => route.id)
    throw new Refusal('ambiguous-route', `"${name}" is a route of several services. Put the service before it: ${candidates.join(', ')}.`, {
      candidates,
    })
  }
  throw new Refusal(
    'unknown-route',
    `There is no route "${name}". GET /api/v1/routes lists all; a name is service:METHOD /path/{template} or service:operationId.`,
  )
}

function selectRoutes(switchboard: Switchboard, where: RouteWhere): RouteRuntime[] {
  if (where.service !== undefined && !switchboard.findService(where.service)) {
    throw new Refusal(
      'unknown-service',
      `There is no service "${where.service}". Those there are: ${
        switchboard
          .services()
          .map((each) => each.name)
          .join(', ') || 'none'
      }.`,
    )
  }
  const named = where.routes && new Set(where.routes.map((name) => findRoute(switchboard, name)))
  const q = where.q?.toLowerCase()
  return [...switchboard.routes()].filter(
    (route) =>
      (where.service === undefined || route.service.name === where.service) &&
      (where.tag === undefined || route.operation.tags.includes(where.tag)) &&
      (!named || named.has(route)) &&
      (!q || mentions(route, q)),
  )
}

function mentions({ id, operation, service }: RouteRuntime, q: string): boolean {
  const texts = [id, service.mount + operation.template, operation.operationId, operation.summary, ...operation.tags]
  return texts.some((text) => text?.toLowerCase().includes(q))
}
