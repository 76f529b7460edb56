import { Refusal } from '../model/errors.ts'
import { callbackHandlers } from './callback-handlers.ts'
import type { ControlContext } from './context.ts'
import { describeApi } from './describe.ts'
import { exchangeHandlers } from './exchange-handlers.ts'
import type { Handlers } from './register.ts'
import { routeHandlers } from './route-handlers.ts'
import { serviceHandlers } from './service-handlers.ts'
import { VERSION } from './version.ts'

/** A handler for every operation of the control API. The page, the CLI and scripts have nothing else. */
export function createHandlers(context: ControlContext): Handlers {
  return {
    ...serviceHandlers(context),
    ...routeHandlers(context),
    ...exchangeHandlers(context),
    ...callbackHandlers(context),
    openSession({ body }) {
      const token = context.sessions.redeem(body.ticket)
      if (token === null)
        throw new Refusal('ticket-invalid', 'A ticket works once and for 60 seconds. Start Switchyard again for a fresh one.')
      return { token }
    },
    makeTicket: () => ({ ticket: context.sessions.ticket() }),
    getStatus: () => context.status(),
    getSettings: () => context.settings(),
    async changeSettings({ body }) {
      await context.changeSettings(body)
      return context.settings()
    },
    getDescription: () => describeApi(VERSION, context.status().control.url),
    streamEvents({ query }, response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      response.flushHeaders()
      context.hub.subscribe(response, query.after !== undefined && /^\d+$/.test(query.after) ? Number(query.after) : null)
    },
  }
}
