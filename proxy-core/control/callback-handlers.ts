import type { Cause, PlannedCallback, Wish } from '../gateway/callbacks/callbacks.ts'
import type { Flight } from '../gateway/callbacks/deliver.ts'
import { isOpenTarget, readTarget, type Target } from '../gateway/callbacks/target.ts'
import type { ServiceRuntime } from '../gateway/switchboard.ts'
import type { ExchangeCallback, FireCallbacks, Fired } from '../model/callback.ts'
import { Refusal } from '../model/errors.ts'
import type { ExchangeDetail, ExchangeRecord } from '../model/exchange.ts'
import { type OutgoingOperation, outgoingWebhook } from '../openapi/outgoing.ts'
import { viewCallback, viewWebhook } from './callback-view.ts'
import type { ControlContext } from './context.ts'
import type { Handlers } from './register.ts'

type CallbackHandlers = Pick<Handlers, 'listWebhooks' | 'fireWebhook' | 'listCallbacks' | 'fireCallbacks'>

/** Callbacks of exchanges and webhooks of services: which there are, and sending them. */
export function callbackHandlers(context: ControlContext): CallbackHandlers {
  const { callbacks, allowedCallbacks } = context
  return {
    listWebhooks({ params }) {
      const service = serviceOf(context, params.service)
      return { items: webhooksOf(service).map((webhook) => viewWebhook(service.document, webhook)), next: null }
    },
    async fireWebhook({ params, body }) {
      const service = serviceOf(context, params.service)
      const named = webhooksOf(service).filter(({ name }) => name === params.name)
      const [webhook] = named.filter(({ method }) => body.method === undefined || method === body.method.toUpperCase())
      if (webhook === undefined) throw unknownWebhook(service, params.name, named)
      return viewFired(await callbacks.fireWebhook(service, webhook, usable(readTarget(body.url)), wishOf(body)).ended)
    },
    async listCallbacks({ params }) {
      const cause = await causeOf(context, params.id)
      const { document } = cause.route.service
      const items = callbacks.plan(cause).map(({ operation, target }) => ({ ...viewCallback(document, operation), ...shown(target) }))
      return { items, next: null }
    },
    async fireCallbacks({ params, body }) {
      const cause = await causeOf(context, params.id)
      const wanted = wantedOf(cause, callbacks.plan(cause), body)
      // all are looked at before the first is sent
      const aimed = wanted.map((planned) => ({ planned, url: targetOf(planned, body.url) }))
      const flights: Flight[] = aimed.map(({ planned, url }) => callbacks.fire(cause, planned, url, wishOf(body)))
      return { items: (await Promise.all(flights.map(({ ended }) => ended))).map(viewFired) }
    },
  }

  function shown(target: Target): Pick<ExchangeCallback, 'url' | 'problem'> {
    if (target.kind === 'unusable') return { url: null, problem: `${target.reason}.` }
    const open = isOpenTarget(target.url, allowedCallbacks())
    return { url: target.url.href, problem: open ? null : notOpen(target.url) }
  }

  /** A URL that a person gives is their own will; one that a client gave is held to the rule. */
  function targetOf({ operation, target }: PlannedCallback, given: string | undefined): URL {
    if (given !== undefined) return usable(readTarget(given))
    if (target.kind === 'unusable') {
      const detail = `The callback ${operation.name} has nowhere to go: ${target.reason}. Give it a url.`
      throw new Refusal('callback-url-missing', detail)
    }
    if (!isOpenTarget(target.url, allowedCallbacks())) throw new Refusal('callback-not-allowed', notOpen(target.url))
    return target.url
  }
}

function notOpen({ hostname }: URL): string {
  return `${hostname} is not this machine, so it goes there only when a person says so: give the URL itself, or add the host to gateway.callbacks in switchyard.yaml.`
}

function usable(target: Target): URL {
  if (target.kind === 'url') return target.url
  throw new Refusal('callback-url-missing', `It can not be sent: ${target.reason}.`)
}

function wishOf({ example, seed }: { example?: string | undefined; seed?: string | undefined }): Wish {
  return { example: example ?? null, seed: seed ?? null }
}

function serviceOf({ switchboard }: ControlContext, name: string): ServiceRuntime {
  const service = switchboard.findService(name)
  if (service) return service
  const candidates = switchboard.services().map((each) => each.name)
  throw new Refusal(
    'unknown-service',
    `There is no service "${name}" with a document. Those there are: ${candidates.join(', ') || 'none'}.`,
    {
      candidates,
    },
  )
}

function webhooksOf({ document }: ServiceRuntime): OutgoingOperation[] {
  return (document.webhooks ?? []).map((webhook) => outgoingWebhook(document, webhook))
}

function unknownWebhook(service: ServiceRuntime, name: string, named: readonly OutgoingOperation[]): Refusal {
  const candidates = named.length > 0 ? named.map(({ method }) => method) : webhooksOf(service).map((each) => each.name)
  const what = named.length > 0 ? `The webhook ${name} has no such method` : `${service.name} has no webhook "${name}"`
  return new Refusal('unknown-webhook', `${what}. It has ${candidates.join(', ') || 'none'}.`, { candidates })
}

function wantedOf({ route }: Cause, planned: PlannedCallback[], { name, method }: FireCallbacks): PlannedCallback[] {
  const wanted = planned.filter(
    ({ operation }) =>
      (name === undefined || operation.name === name) && (method === undefined || operation.method === method.toUpperCase()),
  )
  if (wanted.length > 0) return wanted
  const candidates = [...new Set(planned.map(({ operation }) => operation.name))]
  const what = name === undefined ? `${route.id} has no callbacks` : `${route.id} has no callback "${name}"`
  throw new Refusal('unknown-callback', candidates.length === 0 ? `${what}.` : `${what}. It has ${candidates.join(', ')}.`, { candidates })
}

/** A logged exchange with its bodies, and the route that it hit. */
async function causeOf({ log, switchboard }: ControlContext, id: string): Promise<Cause> {
  const found = await log().get(Number(id))
  if (!found)
    throw new Refusal('unknown-exchange', `There is no exchange ${id}: it has not ended yet, was deleted, or was dropped by retention.`)
  const match = switchboard.router().find(found.method, found.path)
  if (found.fired !== undefined || match.kind !== 'found' || match.route.id !== found.route)
    throw new Refusal('unknown-callback', `Exchange ${id} hit no route that is served now, so it has no callbacks.`)
  const [request, response] = await Promise.all([messageOf('request'), messageOf('response')])
  const { method, status, query } = found
  const exchange = { url: urlOf(found), method, status, query, pathParameters: match.parameters, request, response }
  return { id: Number(id), route: match.route, exchange }

  async function messageOf(side: 'request' | 'response'): Promise<Cause['exchange']['request']> {
    const body = await log().body(Number(id), side)
    const headers = (found?.[side]?.headers ?? []).flat()
    return { headers, data: body?.data ?? new Uint8Array(0), truncated: body?.truncated ?? false }
  }
}

function urlOf({ scheme, host, path, query }: ExchangeDetail): string {
  return `${scheme}://${host}${path}${query === '' ? '' : `?${query}`}`
}

function viewFired(record: ExchangeRecord): Fired {
  const { id, method, scheme, host, path, query, status, error, durationMs, findings, trace, fired } = record
  const told = trace.find(({ outcome }) => outcome === 'answered' || outcome === 'failed')?.text ?? ''
  return {
    exchange: String(id),
    name: fired?.name ?? '',
    method,
    url: `${scheme}://${host}${path}${query === '' ? '' : `?${query}`}`,
    status,
    error,
    detail: `${told}.`,
    durationMs,
    findings,
  }
}
