import type { ServiceEntry } from '../gateway/services.ts'
import type { Switchboard } from '../gateway/switchboard.ts'
import { Refusal } from '../model/errors.ts'
import type { Service, ServiceDetail } from '../model/route.ts'
import { sampleUrlPath } from '../openapi/operation.ts'
import type { WorkspaceEdit } from '../workspace/workspace.ts'
import type { ControlContext } from './context.ts'
import type { Handlers } from './register.ts'
import { specEdit } from './route-handlers.ts'

type ServiceHandlers = Pick<Handlers, 'listServices' | 'addService' | 'getService' | 'changeService' | 'removeService' | 'openFolder'>

/** Services: what is served, from which document, to which upstream. */
export function serviceHandlers(context: ControlContext): ServiceHandlers {
  const { services, switchboard, gatewayUrl, workspace } = context
  const view = (entry: ServiceEntry): ServiceDetail => viewServiceDetail(entry, switchboard, gatewayUrl())
  return {
    listServices: () => ({ items: services.entries().map((entry) => viewService(entry, switchboard, gatewayUrl())), next: null }),
    async addService({ body }) {
      const name = await context.addService(body)
      await services.settled()
      const entry = entryOf(context, name)
      if (entry.state !== 'failed') return view(entry)
      throw new Refusal('document-unreadable', entry.error ?? 'The document can not be read.', { diagnostics: entry.diagnostics })
    },
    getService: ({ params }) => view(entryOf(context, params.service)),
    async changeService({ params, body }) {
      const entry = entryOf(context, params.service)
      const { name } = entry.plan
      context.refuseUpstream(body.upstream)
      const local: WorkspaceEdit[] = []
      const shared: WorkspaceEdit[] = []
      if (body.mode !== undefined) local.push({ path: ['services', name, 'mode'], value: body.mode ?? undefined })
      if (body.mount !== undefined) shared.push({ path: ['services', name, 'mount'], value: body.mount })
      if (body.upstream !== undefined) shared.push({ path: upstreamPath(context, name), value: body.upstream ?? undefined })
      const named = specEdit(workspace(), entry)
      if (local.length > 0) await workspace().edit('local', [...named, ...local])
      if (shared.length > 0) await workspace().edit('shared', [...named, ...shared])
      await services.settled()
      return view(entryOf(context, name))
    },
    async removeService({ params }) {
      const { name } = entryOf(context, params.service).plan
      context.forgetAdHoc(name)
      // The shared file first: from the overlay alone it would have to be hidden, and stay so when it is added again.
      await workspace().edit('shared', [{ path: ['services', name], value: undefined }])
      await workspace().edit('local', [{ path: ['services', name], value: undefined }])
      return { removed: name }
    },
    async openFolder({ body }) {
      await context.open(body.path)
      await services.settled()
      return context.status()
    },
  }
}

/** With an active environment the upstream belongs to it, else to the service itself. */
function upstreamPath({ workspace, status }: ControlContext, name: string): string[] {
  const { environment } = status()
  const known = environment !== null && workspace().settings().environments?.[environment]
  return known ? ['environments', environment, 'upstreams', name] : ['services', name, 'upstream']
}

function entryOf({ services }: ControlContext, name: string): ServiceEntry {
  const entry = services.entry(name)
  if (entry) return entry
  const names = services.entries().map((each) => each.plan.name)
  throw new Refusal('unknown-service', `There is no service "${name}". Those there are: ${names.join(', ') || 'none'}.`, {
    candidates: names,
  })
}

/** A service as lists and events show it. */
export function viewService(entry: ServiceEntry, switchboard: Switchboard, gatewayUrl: string): Service {
  const { plan, runtime } = entry
  const { master, workspaceMode } = switchboard.settings()
  const count = (severity: 'error' | 'warning'): number => entry.diagnostics.filter((each) => each.severity === severity).length
  return {
    name: plan.name,
    title: runtime?.document.title ?? null,
    version: runtime?.document.version ?? null,
    specVersion: runtime?.document.specVersion ?? null,
    spec: plan.spec,
    mount: runtime?.mount ?? plan.mount ?? '',
    upstream: plan.upstream,
    mode: master ?? plan.mode ?? workspaceMode ?? 'mock',
    modeSource: master ? 'master' : plan.mode ? 'service' : workspaceMode ? 'workspace' : 'default',
    ownMode: plan.mode,
    routes: runtime?.routes.length ?? 0,
    webhooks: runtime?.document.webhooks?.length ?? 0,
    state: entry.state,
    error: entry.error,
    diagnostics: { errors: count('error'), warnings: count('warning') },
    readMs: entry.readMs,
    sampleUrl: sampleUrl(entry, gatewayUrl),
    sample: plan.sample,
  }
}

export function viewServiceDetail(entry: ServiceEntry, switchboard: Switchboard, gatewayUrl: string): ServiceDetail {
  return { ...viewService(entry, switchboard, gatewayUrl), diagnosticList: entry.diagnostics }
}

/** A URL that shows something: a GET of one thing, whose path ends in a parameter, where there is one, for it shows most. */
function sampleUrl({ runtime }: ServiceEntry, gatewayUrl: string): string | null {
  if (!runtime) return null
  const reads = runtime.routes.filter((route) => route.operation.method === 'GET')
  const oneThing = reads.find((route) => route.operation.template.endsWith('}'))
  const best = oneThing ?? reads.find((route) => !route.operation.template.includes('{')) ?? reads[0] ?? runtime.routes[0]
  return best ? gatewayUrl + runtime.mount + sampleUrlPath(runtime.document, best.operation) : null
}
