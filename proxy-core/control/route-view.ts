import type { RouteRuntime, Switchboard } from '../gateway/switchboard.ts'
import type { Route, RouteDetail } from '../model/route.ts'
import { type OperationObject, type ResponseObject, resolve } from '../openapi/document.ts'
import { sampleUrlPath } from '../openapi/operation.ts'
import { callbacksOf } from '../openapi/outgoing.ts'
import { viewCallback } from './callback-view.ts'

/** A route as the control API shows it. */
export function viewRoute(route: RouteRuntime, switchboard: Switchboard): Route {
  const { operation, service, stats, decision } = route
  const [p50Ms, p95Ms] = percentiles(route)
  return {
    id: route.id,
    service: service.name,
    method: operation.method,
    template: operation.template,
    path: service.mount + operation.template,
    operationId: operation.operationId,
    summary: operation.summary,
    tags: [...operation.tags],
    deprecated: operation.deprecated,
    mode: decision.mode,
    modeSource: decision.source,
    ownMode: route.mode,
    refusedModes: switchboard.refusedModes(route),
    response: route.response,
    delayMs: route.delayMs || null,
    callbacks: route.callbacks,
    calls: stats.calls,
    lastStatus: stats.lastStatus,
    lastAt: stats.lastAt === null ? null : new Date(stats.lastAt).toISOString(),
    p50Ms,
    p95Ms,
    findings: stats.findings,
  }
}

/** The same with what the document offers for it. Reads the operation's piece of the document. */
export function viewRouteDetail(route: RouteRuntime, switchboard: Switchboard, gatewayUrl: string): RouteDetail {
  const { document } = route.service
  const operation = document.node(route.operation.ref) as OperationObject
  return {
    ...viewRoute(route, switchboard),
    description: operation.description ?? null,
    sampleUrl: gatewayUrl + route.service.mount + sampleUrlPath(document, route.operation),
    responses: Object.entries(operation.responses).map(([status, referenced]) => {
      const response = resolve<ResponseObject>(document, referenced) ?? {}
      const media = Object.values(response.content ?? {}).map((each) => resolve(document, each))
      return {
        status,
        description: response.description ?? null,
        contentTypes: Object.keys(response.content ?? {}),
        examples: [...new Set(media.flatMap((each) => Object.keys(each?.examples ?? {})))],
      }
    }),
    callbackList: callbacksOf(document, route.operation).map((callback) => viewCallback(document, callback)),
    findingList: [],
  }
}

function percentiles(route: RouteRuntime): [number | null, number | null] {
  const { calls, durations } = route.stats
  const known = durations.subarray(0, Math.min(calls, durations.length)).toSorted()
  if (known.length === 0) return [null, null]
  const at = (share: number): number =>
    Math.round((known[Math.min(known.length - 1, Math.floor(known.length * share))] as number) * 100) / 100
  return [at(0.5), at(0.95)]
}
