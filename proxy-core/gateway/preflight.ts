import type { GatewayContext } from './context.ts'
import { preflightFields } from './cors.ts'
import { type Exchange, elapsed, foundRoute } from './exchange.ts'
import type { RequestFields } from './request-check.ts'
import type { RouteMatch } from './router.ts'
import { send } from './send.ts'

/**
 * A CORS preflight belongs to the route that it asks about: a live one gets it as any other request (the match comes
 * back), else it is answered here (null comes back), known path or not, so that a page can read the problem that follows.
 */
export function answerPreflight(context: GatewayContext, exchange: Exchange, fields: RequestFields): RouteMatch | null | 'not-ours' {
  const match = context.switchboard.router().find(fields.preflightMethod ?? '', exchange.path)
  const route = match.kind === 'found' ? match.route : null
  if (route?.decision.mode !== 'live' && !context.cors) return 'not-ours'
  exchange.routedMs = elapsed(context, exchange)
  if (match.kind === 'found') foundRoute(exchange, match)
  if (match.kind === 'found' && route?.decision.mode === 'live') return match
  exchange.decision = route?.decision ?? null
  exchange.trace.push({ step: 'mock', outcome: 'answered', text: preflightText(fields), durationMs: null })
  send(context, exchange, route ? 'mock' : 'gateway', { status: 204, headers: preflightFields(context, fields), body: new Uint8Array(0) })
  return null
}

function preflightText({ origin, preflightMethod, preflightHeaders }: RequestFields): string {
  const fields = preflightHeaders === null ? '' : ` with ${preflightHeaders}`
  return `CORS preflight of ${preflightMethod}${fields} from ${origin}, allowed as for mocks`
}
