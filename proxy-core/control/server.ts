import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { api } from '../model/api.ts'
import { problemOf } from '../model/errors.ts'
import { refuseForeign, securityHeaders } from './guard.ts'
import { createPageFiles } from './page-files.ts'
import { answerProblem, type Bindings, type Handlers, registerOperations } from './register.ts'
import type { Sessions } from './sessions.ts'

export interface Control {
  /** Rejects with the system's error, EADDRINUSE among them. */
  listen(port: number): Promise<number>
  close(): Promise<void>
}

const OPEN_PATHS: ReadonlySet<string> = new Set(Object.values(api).flatMap((operation) => ('open' in operation ? [operation.path] : [])))

/** The control port: the control API under `/api/`, the page's files everywhere else. Loopback only. */
export function createControl(sessions: Sessions, handlers: Handlers): Control {
  let ownPort = 0
  const app = createApp(sessions, handlers)
  const listener = getRequestListener((request, env) => app.fetch(request, env as Bindings['Bindings']), { overrideGlobalObjects: false })
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    for (const name in securityHeaders) response.setHeader(name, securityHeaders[name] as string)
    const refused = refuseForeign(request, ownPort)
    if (!refused) return void listener(request, response)
    response.writeHead(refused.status, { 'content-type': 'application/problem+json', connection: 'close' }).end(JSON.stringify(refused))
  })

  return {
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject)
          ownPort = (server.address() as { port: number }).port
          resolve(ownPort)
        })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function createApp(sessions: Sessions, handlers: Handlers): Hono<Bindings> {
  const app = new Hono<Bindings>()
  const pageFile = createPageFiles()
  app.use('/api/*', async (c, next) => {
    if (OPEN_PATHS.has(c.req.path) || sessions.allows(c.req.header('authorization'))) return next()
    return answerProblem(
      problemOf('unauthorized', 'Send the token as "Authorization: Bearer …". It is in .switchyard/host.json and on the ready line.'),
      {
        'www-authenticate': 'Bearer realm="switchyard"',
      },
    )
  })
  app.use('/api/*', async (c, next) => {
    await next()
    c.res.headers.set('cache-control', 'no-store')
  })
  registerOperations(app, handlers)
  app.get('/*', async (c) => {
    const file = await pageFile(c.req.path)
    if (!file) return c.text('Not found', 404)
    return c.body(new Uint8Array(file.body), 200, { 'content-type': file.contentType, 'cache-control': file.cacheControl })
  })
  return app
}
