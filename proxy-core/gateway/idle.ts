import type { GatewayContext } from './context.ts'
import type { Exchange } from './exchange.ts'
import { refuse } from './send.ts'

/** Ends an exchange whose client has stopped sending its body or reading the answer. Upstreams have time limits of their own. */
export function watchIdle(context: GatewayContext, exchange: Exchange): void {
  const { request, response } = exchange
  const limit = context.limits.BODY_IDLE_TIMEOUT_MS
  if (response.listenerCount('timeout') > 0) return
  response.setTimeout(limit, () => {
    if (exchange.ended) return
    // A paused request waits for the upstream, not the other way round.
    if (!request.complete && !request.isPaused() && !response.headersSent) {
      const detail = `Nothing of the request body came for ${limit} ms; it ended after ${exchange.requestCapture?.bytes() ?? 0} bytes.`
      refuse(context, exchange, { code: 'request-timeout', detail, close: true })
      return
    }
    if (response.writableLength === 0) return
    exchange.error = 'ETIMEDOUT'
    exchange.trace.push({ step: 'gateway', outcome: 'failed', text: `The client read nothing for ${limit} ms.`, durationMs: null })
    response.destroy()
  })
}
