import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Answer, invalid, problem } from './answers.ts'
import { createShop } from './shop.ts'

const MAX_BODY_BYTES = 1 * 2 ** 20

/** The running upstream of the sample shop. */
export interface SampleUpstream {
  /** `http://127.0.0.1:port`, without a trailing slash. */
  url: string
  close(): Promise<void>
}

/** Starts a real server on loopback that implements `shop.yaml` with state of its own. Port 0 takes any free one. */
export async function startSampleUpstream({ port = 0, now = () => new Date(), random = Math.random } = {}): Promise<SampleUpstream> {
  const routes = Object.entries(createShop(now, random)).map(([key, operation]) => ({ ...pattern(key), operation }))
  const server = createServer((request, response) => {
    answerTo(request).then(
      (answer) => send(request, response, answer),
      () => response.destroy(),
    )
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop')
    const found = routes.filter(({ path }) => path.test(pathname))
    if (found.length === 0) return problem(404, 'not-found', 'Not found', `There is nothing at ${pathname}.`)
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const route = found.find((one) => one.method === method)
    if (!route) return problem(405, 'method', 'Method not allowed', `${pathname} does not take ${request.method}.`)
    const body = await bodyOf(request)
    if (body === 'not-json') return invalid([{ field: 'body', message: 'must be JSON' }])
    if (body === 'too-large') return invalid([{ field: 'body', message: 'must be at most 1 MiB' }])
    const header = (name: string) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value[0] : value
    }
    const { groups = {} } = route.path.exec(pathname) ?? {}
    return route.operation({ path: groups, query: searchParams, header, body: body.value })
  }
}

/** `GET /products/{productId}` as a method and an expression with named groups. */
function pattern(key: string): { method: string; path: RegExp } {
  const [method = '', template = ''] = key.split(' ')
  return { method, path: new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`) }
}

async function bodyOf(request: IncomingMessage): Promise<{ value: unknown } | 'not-json' | 'too-large'> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (bytes > MAX_BODY_BYTES) return 'too-large'
  if (bytes === 0) return { value: undefined }
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) }
  } catch {
    return 'not-json'
  }
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): void {
  const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body))
  response.writeHead(status, bytes === null ? headers : { ...headers, 'Content-Length': bytes.length })
  response.end(request.method === 'HEAD' || bytes === null ? undefined : bytes)
}
