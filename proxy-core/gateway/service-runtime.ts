import { compileRequestCheck } from '../contract/compile-request-check.ts'
import { compileResponseCheck } from '../contract/compile-response-check.ts'
import type { Mock, MockOperation, MockRequest } from '../mock/mock.ts'
import { automaticOf } from '../model/callback.ts'
import type { Mode } from '../model/mode.ts'
import { parseDuration } from '../model/quantities.ts'
import { routeId, routeKeys } from '../model/route.ts'
import type { RouteSettings } from '../model/workspace.ts'
import type { ApiDocument, ApiOperation } from '../openapi/document.ts'
import { decide } from './modes.ts'
import { DURATIONS_KEPT, type RouteRuntime, type ServiceRuntime, withoutTrailingSlash } from './switchboard.ts'

export interface ServiceRuntimeOptions {
  name: string
  /** null takes the path of the document's first server. */
  mount: string | null
  document: ApiDocument
  upstream: string | null
  mode: Mode | null
  /** By operationId or `METHOD /path/{x}`. */
  routes: Record<string, RouteSettings>
  mock: Mock
}

/** A service as the gateway serves it, and the keys of `routes` that name none of its operations. */
export function createServiceRuntime(options: ServiceRuntimeOptions): { service: ServiceRuntime; unknownRoutes: string[] } {
  const { name, document, upstream, mode, mock } = options
  const service: ServiceRuntime = {
    name,
    mount: withoutTrailingSlash(options.mount ?? document.basePath),
    document,
    upstream: upstream === null ? null : withoutTrailingSlash(upstream),
    mode,
    routes: [],
  }
  const settings = new Map(Object.entries(options.routes))
  const used = new Set<string>()
  for (const operation of document.operations) {
    const key = routeKeys(operation).find((known) => settings.has(known))
    if (key) used.add(key)
    service.routes.push(routeRuntime(service, operation, mock, (key && settings.get(key)) || {}))
  }
  return { service, unknownRoutes: [...settings.keys()].filter((key) => !used.has(key)) }
}

function routeRuntime(service: ServiceRuntime, operation: ApiOperation, mock: Mock, settings: RouteSettings): RouteRuntime {
  const mode = settings.mode ?? null
  return {
    id: routeId(service.name, operation.method, operation.template),
    service,
    operation,
    mode,
    response: settings.response ?? null,
    delayMs: parseDuration(settings.delay ?? 0) ?? 0,
    callbacks: automaticOf(settings.callbacks),
    mock: compiledAtFirstUse(mock, operation),
    check: compileRequestCheck(service.document, operation),
    checkAnswer: compileResponseCheck(service.document, operation),
    judged: null,
    decision: decide({ mode }, service, { master: null, workspaceMode: null }),
    stats: { calls: 0, findings: 0, lastStatus: null, lastAt: null, durations: new Float32Array(DURATIONS_KEPT) },
  }
}

function compiledAtFirstUse(mock: Mock, operation: ApiOperation): MockOperation {
  let compiled: MockOperation | null = null
  const get = () => {
    compiled ??= mock.operation(operation)
    return compiled
  }
  const answer = (request: MockRequest) => get()(request)
  return Object.assign(answer, { inTime: (request: MockRequest) => get().inTime?.(request) ?? get()(request) })
}
