import { callbackUrl } from '../../mock/callbacks/callback-url.ts'
import { type CapturedExchange, readMessage } from '../../mock/callbacks/captured-exchange.ts'
import { type Composer, createComposer, type OutgoingWish } from '../../mock/callbacks/compose-request.ts'
import { Refusal } from '../../model/errors.ts'
import type { ExchangeRecord, ExchangeSummary } from '../../model/exchange.ts'
import type { ApiDocument } from '../../openapi/document.ts'
import { isObject, member } from '../../openapi/json.ts'
import { callbacksOf, type OutgoingOperation } from '../../openapi/outgoing.ts'
import type { RouteRuntime, ServiceRuntime } from '../switchboard.ts'
import type { CallbackContext } from './context.ts'
import { type Delivery, deliver, type Flight } from './deliver.ts'
import { readTarget, type Target } from './target.ts'

/** An exchange whose callbacks are fired. */
export interface Cause {
  id: number
  route: RouteRuntime
  exchange: CapturedExchange
}

/** A callback of an exchange and where it goes. */
export interface PlannedCallback {
  operation: OutgoingOperation
  target: Target
  echo: OutgoingWish['echo']
}

/** What a person may say about one. */
export type Wish = Pick<OutgoingWish, 'example' | 'seed'>
export const NO_WISH: Wish = { example: null, seed: null }

/** Sends callbacks and webhooks, and knows those on their way. */
export interface Callbacks {
  /** Every callback of the operation that the exchange hit. */
  plan(cause: Cause): PlannedCallback[]
  /** @throws Refusal when no request can be made */
  fire(cause: Pick<Cause, 'id' | 'route'>, planned: PlannedCallback, url: URL, wish: Wish): Flight
  /** @throws Refusal when no request can be made */
  fireWebhook(service: ServiceRuntime, operation: OutgoingOperation, url: URL, wish: Wish): Flight
  /** Those on their way, oldest first. */
  pending(): ExchangeSummary[]
  /** Drops what is on its way. */
  close(): Promise<void>
}

export function createCallbacks(context: CallbackContext): Callbacks {
  const composers = new WeakMap<ApiDocument, Composer>()
  const flights = new Set<Flight>()

  function composerOf(document: ApiDocument): Composer {
    let composer = composers.get(document)
    if (composer === undefined) {
      composer = createComposer(document, context.mock)
      composers.set(document, composer)
    }
    return composer
  }

  function send(delivery: Delivery, target: URL, wish: OutgoingWish): Flight {
    const composed = composerOf(delivery.document).compose(delivery.operation, wish)
    if (composed.kind === 'refusal') throw new Refusal(composed.code, composed.detail, { candidates: composed.candidates })
    const url = new URL(target)
    for (const [name, value] of composed.query) if (!url.searchParams.has(name)) url.searchParams.append(name, value)
    const flight = deliver(context, delivery, { ...composed, url })
    flights.add(flight)
    void flight.ended.then(() => flights.delete(flight))
    return flight
  }

  return {
    plan(cause) {
      const operations = callbacksOf(cause.route.service.document, cause.route.operation)
      if (operations.length === 0) return []
      const echo = echoOf(cause)
      return operations.map((operation) => ({ operation, target: targetOf(operation, cause.exchange), echo }))
    },
    fire({ id, route }, { operation, echo }, url, wish) {
      const { document, name } = route.service
      return send({ operation, document, service: name, route: route.id, of: id }, url, {
        ...wish,
        about: JSON.stringify(echo?.values ?? null),
        echo,
      })
    },
    fireWebhook(service, operation, url, wish) {
      const { document, name } = service
      return send({ operation, document, service: name, route: null, of: null }, url, { ...wish, about: '', echo: null })
    },
    pending: () => [...flights].map((flight) => flight.summary()),
    async close() {
      const open: Promise<ExchangeRecord>[] = []
      for (const flight of flights) {
        flight.abort()
        open.push(flight.ended)
      }
      await Promise.all(open)
    },
  }
}

function targetOf({ url }: OutgoingOperation, exchange: CapturedExchange): Target {
  const found = callbackUrl(url ?? '', exchange)
  return found.kind === 'url' ? readTarget(found.url) : { kind: 'unusable', reason: found.reason }
}

/** What the callback's body repeats: the path's parameters, and the id of what the operation has made. */
function echoOf({ route, exchange }: Cause): OutgoingWish['echo'] {
  const { template } = route.operation
  const values = exchange.pathParameters
  if (template.endsWith('}')) return { template, values }
  const body = readMessage(exchange.response)
  const id = 'value' in body && isObject(body.value) ? member(body.value, 'id') : undefined
  if (typeof id !== 'string' && typeof id !== 'number') return { template, values }
  return { template: `${template.replace(/\/$/, '')}/{id}`, values: { ...values, id: String(id) } }
}
