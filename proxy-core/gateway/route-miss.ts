import type { GatewayContext } from './context.ts'
import type { Exchange } from './exchange.ts'
import type { RouteMiss } from './router.ts'
import { refuse } from './send.ts'

/** The problem of a request that no route takes, with what was meant, perhaps. */
export function refuseMiss(context: GatewayContext, exchange: Exchange, miss: RouteMiss): void {
  const asked = `${exchange.method} ${exchange.path}`
  if (miss.kind === 'no-service') {
    const detail =
      'No service is on the gateway yet. Add an OpenAPI document in the page, or start with one: switchyard start openapi.yaml.'
    refuse(context, exchange, { code: 'NO_SERVER_MATCHED', detail, step: 'route' })
    return
  }
  if (miss.kind === 'no-mount') {
    refuse(context, exchange, {
      code: 'NO_SERVER_MATCHED',
      detail: `No service is mounted at ${exchange.path}. There is ${mountsText(context)}.`,
      step: 'route',
    })
    return
  }
  if (miss.kind === 'no-method') {
    const allow = miss.allow.join(', ')
    const detail = `${exchange.path} has no ${exchange.method}; it has ${allow}.`
    refuse(context, exchange, { code: 'NO_METHOD_MATCHED', detail, headers: ['allow', allow], step: 'route' })
    return
  }
  const nearest = context.switchboard.router().nearest(exchange.method, exchange.path)
  const names = nearest.map(({ route, path }) => `${route.operation.method} ${path}`)
  const hint = names.length === 0 ? `There is ${mountsText(context)}` : `Nearest: ${names.join(', ')}`
  const detail = `No route matches ${asked}. ${hint}.`
  refuse(context, exchange, { code: 'NO_PATH_MATCHED', detail, extra: { candidates: nearest.map(({ route }) => route.id) }, step: 'route' })
}

const MAX_LISTED = 8

function mountsText({ switchboard }: GatewayContext): string {
  return listed(switchboard.services().map(({ name, mount }) => `${name} at ${mount || '/'}`))
}

function listed(names: string[]): string {
  const left = names.length - MAX_LISTED
  return left > 0 ? `${names.slice(0, MAX_LISTED).join(', ')} and ${left} more` : names.join(', ')
}
