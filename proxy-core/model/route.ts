import { z } from 'zod'
import { automaticCallbacks, callbackSetting, routeCallback } from './callback.ts'
import { traceStep } from './exchange.ts'
import { finding } from './finding.ts'
import { mode, modeSource, source, workingMode } from './mode.ts'
import { duration } from './quantities.ts'

/** `service:METHOD /path/{template}`. */
export function routeId(service: string, method: string, template: string): string {
  return `${service}:${method} ${template}`
}

/** The keys under which a service's settings may name a route: its operation id, and `METHOD /path/{template}`. */
export function routeKeys(operation: { operationId: string | null; method: string; template: string }): string[] {
  const plain = `${operation.method} ${operation.template}`
  return operation.operationId === null ? [plain] : [operation.operationId, plain]
}

export const routeResponse = z.strictObject({
  status: z.number().int().min(100).max(599).optional(),
  example: z.string().optional().describe('name of an example of the document'),
})
export type RouteResponse = z.infer<typeof routeResponse>

/** One route, as lists, single look-ups and `route` events show it. */
export const route = z.object({
  id: z.string(),
  service: z.string(),
  method: z.string(),
  template: z.string().describe('as the document has it, without the mount'),
  path: z.string().describe('mount and template: what a client calls'),
  operationId: z.string().nullable(),
  summary: z.string().nullable(),
  tags: z.array(z.string()),
  deprecated: z.boolean(),
  mode: mode.describe('what answers now'),
  modeSource: modeSource.describe('who decided that'),
  ownMode: mode.nullable().describe('what is set on the route itself; null follows the service'),
  refusedModes: z.partialRecord(mode, z.string()).describe('why a mode can not be served now, by mode'),
  response: routeResponse.nullable(),
  delayMs: z.number().nullable(),
  callbacks: automaticCallbacks.nullable().describe('fires its callbacks by itself; null when it does not'),
  calls: z.number().int().describe('since the host started'),
  lastStatus: z.number().int().nullable(),
  lastAt: z.string().nullable(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  findings: z.number().int(),
})
export type Route = z.infer<typeof route>

/** One answer that the document offers for an operation. */
export const responseChoice = z.object({
  status: z.string().describe('as written: 200, 2XX or default'),
  description: z.string().nullable(),
  contentTypes: z.array(z.string()),
  examples: z.array(z.string()),
})
export const routeDetail = route.extend({
  description: z.string().nullable(),
  sampleUrl: z.string().describe('a URL on the gateway that hits this route'),
  responses: z.array(responseChoice),
  callbackList: z.array(routeCallback),
  findingList: z.array(finding),
})
export type RouteDetail = z.infer<typeof routeDetail>

/** What can be set on a route. null takes the setting away; left out leaves it. */
export const routeChange = z.strictObject({
  mode: workingMode.nullable().optional(),
  response: routeResponse.nullable().optional(),
  delay: duration.nullable().optional(),
  callbacks: callbackSetting.nullable().optional(),
})
export type RouteChange = z.infer<typeof routeChange>

/** Which routes a change of many means; all that is given must hold. An empty one means every route. */
export const routeWhere = z.strictObject({
  service: z.string().optional(),
  tag: z.string().optional(),
  routes: z.array(z.string()).optional().describe('ids or service:operationId'),
  q: z.string().optional().describe('in path, operation id, summary or tag'),
})
export type RouteWhere = z.infer<typeof routeWhere>

export const previewRequest = z.strictObject({
  path: z.string().optional().describe('path and query on the gateway; the sample URL when left out'),
  headers: z.array(z.tuple([z.string(), z.string()])).optional(),
  body: z.string().optional(),
})
export const previewAnswer = z.object({
  url: z.string(),
  status: z.number().int(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string().describe('text; base64 when bodyEncoding says so'),
  bodyEncoding: z.enum(['utf8', 'base64']),
  mode,
  source,
  durationMs: z.number(),
  trace: z.array(traceStep),
})
export type PreviewRequest = z.infer<typeof previewRequest>
export type PreviewAnswer = z.infer<typeof previewAnswer>

/** A service, as lists and `service` events show it. */
export const service = z.object({
  name: z.string(),
  title: z.string().nullable(),
  version: z.string().nullable(),
  specVersion: z.string().nullable().describe('as the document says: 2.0, 3.0.3, 3.1.0…'),
  spec: z.string().nullable().describe('path, relative to the workspace where it lies inside, or URL'),
  mount: z.string().describe('path prefix on the gateway; empty for the root'),
  upstream: z.string().nullable().describe('URL in the active environment'),
  mode: mode.describe('what routes without a mode of their own answer with'),
  modeSource,
  ownMode: mode.nullable(),
  routes: z.number().int(),
  webhooks: z.number().int(),
  state: z.enum(['loading', 'ready', 'failed']),
  error: z.string().nullable().describe('why the document can not be served'),
  diagnostics: z.object({ errors: z.number().int(), warnings: z.number().int() }),
  readMs: z.number().nullable(),
  sampleUrl: z.string().nullable().describe('a URL on the gateway that answers'),
  sample: z.boolean().describe('the bundled sample shop'),
})
export type Service = z.infer<typeof service>

export const serviceDetail = service.extend({
  diagnosticList: z.array(
    z.object({
      severity: z.enum(['error', 'warning']),
      code: z.string(),
      message: z.string(),
      file: z.string(),
      line: z.number().nullable(),
      column: z.number().nullable(),
    }),
  ),
})
export type ServiceDetail = z.infer<typeof serviceDetail>
