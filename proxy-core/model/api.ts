import { z } from 'zod'
import { exchangeCallback, fireCallbacks, fired, fireWebhook, webhook } from './callback.ts'
import { exchangeChange, exchangeDetail, exchangeSummary } from './exchange.ts'
import { masterMode, workingMode } from './mode.ts'
import { previewAnswer, previewRequest, route, routeChange, routeDetail, routeWhere, service, serviceDetail } from './route.ts'
import { settings, settingsChange, stats, status } from './status.ts'

/**
 * One operation of the control API. `control/` registers it, `renderer/api` calls it, `/api/v1/openapi.json` describes it.
 * `{name}` in the path is one percent-encoded segment, named in `params`.
 */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  summary: string
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  response: z.ZodType
  /** `json` answers with `response`; `raw` with bytes as an attachment; `events` with the event stream. */
  answers: 'json' | 'raw' | 'events'
  /** Served without a token. */
  open?: true
}

const json = <const O extends Omit<Operation, 'answers'>>(operation: O) => ({ ...operation, answers: 'json' as const })
const raw = <const O extends Omit<Operation, 'answers' | 'response'>>(operation: O) => ({
  ...operation,
  response: z.unknown(),
  answers: 'raw' as const,
})
const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('pass as `before` for the next page; null at the end') })

const named = (name: string) => z.object({ [name]: z.string() })
const serviceParams = z.object({ service: z.string() })
const routeParams = z.object({ route: z.string() })
const exchangeParams = z.object({ id: z.string().regex(/^\d{1,16}$/, 'the id of an exchange: a decimal integer') })
const filter = z.string().max(4_000).optional().describe('filter language, see docs/filter.md')
const id = z
  .string()
  .regex(/^\d{1,16}$/)
  .optional()

export const api = {
  openSession: json({
    method: 'POST',
    path: '/api/v1/session',
    summary: 'Swap a ticket for the token',
    body: z.strictObject({ ticket: z.string() }),
    response: z.object({ token: z.string() }),
    open: true,
  }),
  makeTicket: json({
    method: 'POST',
    path: '/api/v1/tickets',
    summary: "Make a ticket for the fragment of the page's URL, `#ticket=`: good once, for 60 s",
    response: z.object({ ticket: z.string() }),
  }),
  getStatus: json({ method: 'GET', path: '/api/v1/status', summary: 'Versions, ports, counts and health', response: status }),
  getSettings: json({ method: 'GET', path: '/api/v1/settings', summary: 'The settings', response: settings }),
  changeSettings: json({ method: 'PATCH', path: '/api/v1/settings', summary: 'Change settings', body: settingsChange, response: settings }),
  getDescription: json({
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This API as an OpenAPI 3.1 document',
    response: z.record(z.string(), z.unknown()),
  }),

  listServices: json({ method: 'GET', path: '/api/v1/services', summary: 'Every service', response: page(service) }),
  addService: json({
    method: 'POST',
    path: '/api/v1/services',
    summary: 'Add a service from a path, a URL or the text of a document, or the sample shop',
    body: z.strictObject({
      spec: z.string().min(1).describe('path, URL, the document itself, or `sample:shop`'),
      name: z.string().optional(),
      mount: z.string().optional(),
      mode: workingMode.optional(),
      upstream: z.string().optional(),
    }),
    response: serviceDetail,
  }),
  getService: json({
    method: 'GET',
    path: '/api/v1/services/{service}',
    summary: 'One service with its diagnostics',
    params: serviceParams,
    response: serviceDetail,
  }),
  changeService: json({
    method: 'PATCH',
    path: '/api/v1/services/{service}',
    summary: 'Change mode, mount or upstream of a service',
    params: serviceParams,
    body: z.strictObject({
      mode: workingMode.nullable().optional(),
      mount: z.string().optional(),
      upstream: z.string().nullable().optional(),
    }),
    response: serviceDetail,
  }),
  removeService: json({
    method: 'DELETE',
    path: '/api/v1/services/{service}',
    summary: 'Take a service off the gateway; its document stays where it is',
    params: serviceParams,
    response: z.object({ removed: z.string() }),
  }),
  listWebhooks: json({
    method: 'GET',
    path: '/api/v1/services/{service}/webhooks',
    summary: 'Webhooks of a service, in the order of its document',
    params: serviceParams,
    response: page(webhook),
  }),
  fireWebhook: json({
    method: 'POST',
    path: '/api/v1/services/{service}/webhooks/{name}',
    summary: 'Send a webhook; it is logged as an exchange',
    params: z.object({ service: z.string(), name: z.string() }),
    body: fireWebhook,
    response: fired,
  }),
  openFolder: json({
    method: 'POST',
    path: '/api/v1/workspace',
    summary: 'Open another folder or document as the workspace',
    body: z.strictObject({ path: z.string().min(1) }),
    response: status,
  }),

  listRoutes: json({
    method: 'GET',
    path: '/api/v1/routes',
    summary: 'Routes, in the order of their documents',
    query: z.object({ service: z.string().optional(), tag: z.string().optional(), q: z.string().optional() }),
    response: page(route),
  }),
  changeRoutes: json({
    method: 'PATCH',
    path: '/api/v1/routes',
    summary: 'Change many routes at once',
    body: z.strictObject({ where: routeWhere, set: routeChange }),
    response: z.object({ changed: z.number().int() }),
  }),
  getRoute: json({ method: 'GET', path: '/api/v1/routes/{route}', summary: 'One route', params: routeParams, response: routeDetail }),
  changeRoute: json({
    method: 'PATCH',
    path: '/api/v1/routes/{route}',
    summary: 'Change one route',
    params: routeParams,
    body: routeChange,
    response: routeDetail,
  }),
  previewRoute: json({
    method: 'POST',
    path: '/api/v1/routes/{route}/preview',
    summary: 'What the route would answer now; nothing is logged',
    params: routeParams,
    body: previewRequest,
    response: previewAnswer,
  }),

  getMaster: json({ method: 'GET', path: '/api/v1/master', summary: 'The master switch', response: z.object({ mode: masterMode }) }),
  setMaster: json({
    method: 'PUT',
    path: '/api/v1/master',
    summary: 'Throw the master switch; null is as set',
    body: z.strictObject({ mode: masterMode }),
    response: z.object({ mode: masterMode }),
  }),

  listExchanges: json({
    method: 'GET',
    path: '/api/v1/exchanges',
    summary: 'Exchanges, newest first',
    query: z.object({ filter, before: id, after: id, limit: z.coerce.number().int().min(1).max(1_000).optional() }),
    response: page(exchangeSummary),
  }),
  deleteExchanges: json({
    method: 'DELETE',
    path: '/api/v1/exchanges',
    summary: 'Delete exchanges that match; pinned ones stay',
    query: z.object({ filter }),
    response: z.object({ deleted: z.number().int(), undo: z.string() }),
  }),
  undoDelete: json({
    method: 'POST',
    path: '/api/v1/exchanges/undo/{undo}',
    summary: 'Bring deleted exchanges back',
    params: named('undo'),
    response: z.object({ restored: z.number().int() }),
  }),
  getExchange: json({
    method: 'GET',
    path: '/api/v1/exchanges/{id}',
    summary: 'One exchange in full, without its bodies',
    params: exchangeParams,
    response: exchangeDetail,
  }),
  changeExchange: json({
    method: 'PATCH',
    path: '/api/v1/exchanges/{id}',
    summary: 'Pin, colour or annotate',
    params: exchangeParams,
    body: exchangeChange,
    response: exchangeDetail,
  }),
  deleteExchange: json({
    method: 'DELETE',
    path: '/api/v1/exchanges/{id}',
    summary: 'Delete one exchange',
    params: exchangeParams,
    response: z.object({ deleted: z.number().int(), undo: z.string() }),
  }),
  listCallbacks: json({
    method: 'GET',
    path: '/api/v1/exchanges/{id}/callbacks',
    summary: 'Callbacks of the operation that the exchange hit, with where they go',
    params: exchangeParams,
    response: page(exchangeCallback),
  }),
  fireCallbacks: json({
    method: 'POST',
    path: '/api/v1/exchanges/{id}/callbacks',
    summary: 'Send callbacks of an exchange; each is logged as an exchange',
    params: exchangeParams,
    body: fireCallbacks,
    response: z.object({ items: z.array(fired) }),
  }),
  getRequestBody: raw({
    method: 'GET',
    path: '/api/v1/exchanges/{id}/request/body',
    summary: 'The captured bytes of the request body',
    params: exchangeParams,
  }),
  getResponseBody: raw({
    method: 'GET',
    path: '/api/v1/exchanges/{id}/response/body',
    summary: 'The captured bytes of the response body',
    params: exchangeParams,
  }),

  getStats: json({
    method: 'GET',
    path: '/api/v1/stats',
    summary: 'Counts, rates and percentiles in buckets',
    query: z.object({
      filter,
      from: z.string().optional(),
      to: z.string().optional(),
      buckets: z.coerce.number().int().min(1).max(500).optional(),
    }),
    response: stats,
  }),
  streamEvents: {
    method: 'GET',
    path: '/api/v1/events',
    summary: 'The event stream (text/event-stream)',
    query: z.object({ after: z.string().optional() }),
    response: z.unknown(),
    answers: 'events',
  },
} as const satisfies Record<string, Operation>

export type Api = typeof api
export type OperationName = keyof Api
type Shape<O, K extends string> = O extends Record<K, infer S extends z.ZodType> ? S : never
/** What a caller passes and gets, by operation. */
export type InputOf<N extends OperationName> = ([Shape<Api[N], 'params'>] extends [never]
  ? object
  : { params: z.input<Shape<Api[N], 'params'>> }) &
  ([Shape<Api[N], 'query'>] extends [never] ? object : { query?: z.input<Shape<Api[N], 'query'>> }) &
  ([Shape<Api[N], 'body'>] extends [never] ? object : { body: z.input<Shape<Api[N], 'body'>> })
export type OutputOf<N extends OperationName> = z.output<Api[N]['response']>
