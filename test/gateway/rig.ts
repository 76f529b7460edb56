import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import { createGateway, type Gateway, type GatewayOptions } from '../../proxy-core/gateway/gateway.ts'
import { createServiceRuntime } from '../../proxy-core/gateway/service-runtime.ts'
import { createSwitchboard, type ServiceRuntime, type Switchboard } from '../../proxy-core/gateway/switchboard.ts'
import { createForwarder } from '../../proxy-core/live/forwarder.ts'
import type { Mock, MockAnswer, MockRequest } from '../../proxy-core/mock/mock.ts'
import type { ExchangeRecord } from '../../proxy-core/model/exchange.ts'
import { gatewayLimits, upstreamLimits } from '../../proxy-core/model/limits.ts'
import type { RouteSettings } from '../../proxy-core/model/workspace.ts'
import type { ApiDocument, ApiOperation } from '../../proxy-core/openapi/document.ts'

/** A document of nothing but its operations, each written as `GET /path` or `GET /path operationId`. */
export function documentOf(lines: string[], nodes: Record<string, unknown> = {}): ApiDocument {
  const operations = lines.map((line, i): ApiOperation => {
    const [method = '', template = '', operationId = null] = line.split(' ')
    return { method, template, operationId, summary: null, tags: [], deprecated: false, ref: `#/${i}` }
  })
  return { title: 'Test', version: '1', specVersion: '3.1.0', basePath: '', operations, secretNames: [], node: (ref) => nodes[ref] }
}

/** Answers with what it was asked, unless a test says otherwise. */
export function echoMock(answer?: (request: MockRequest, operation: ApiOperation) => Partial<MockAnswer>): Mock {
  return {
    operation: (operation) => (request) => ({
      status: 200,
      headers: ['Content-Type', 'application/json'],
      body: Buffer.from(JSON.stringify({ from: 'mock', path: request.path, query: request.query, parameters: request.pathParameters })),
      error: null,
      trace: [{ step: 'mock', outcome: 'answered', text: 'echo', durationMs: null }],
      ...answer?.(request, operation),
    }),
  }
}

export interface ServiceSetup {
  name?: string
  mount?: string
  routes: string[]
  upstream?: string | null
  settings?: Record<string, RouteSettings>
  mock?: Mock
  nodes?: Record<string, unknown>
}

export function serviceOf({
  name = 'shop',
  mount = '',
  routes,
  upstream = null,
  settings = {},
  mock = echoMock(),
  nodes,
}: ServiceSetup): ServiceRuntime {
  return createServiceRuntime({ name, mount, document: documentOf(routes, nodes), upstream, mode: null, routes: settings, mock }).service
}

export interface Rig {
  gateway: Gateway
  switchboard: Switchboard
  records: ExchangeRecord[]
  started: string[]
  port: number
  url: string
  /** Resolves with the records once there are as many and nothing is pending. */
  recorded(count: number): Promise<ExchangeRecord[]>
  close(): Promise<void>
}

export async function startRig(
  services: ServiceSetup[],
  options: Partial<GatewayOptions> & {
    upstream?: Partial<typeof upstreamLimits>
    isOwnAddress?: (address: string, port: number) => boolean
  } = {},
): Promise<Rig> {
  const { upstream, isOwnAddress = () => false, ...gatewayOptions } = options
  const switchboard = createSwitchboard()
  switchboard.setServices(services.map(serviceOf))
  const records: ExchangeRecord[] = []
  const started: string[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const forwarder = createForwarder({ limits: { ...upstreamLimits, ...upstream }, isOwnAddress })
  let id = 0
  const gateway = createGateway({
    switchboard,
    log: { nextId: () => ++id, append: (record) => records.push(record) },
    mask: () => ({ headers: (raw) => raw as string[], query: (query) => query }),
    forwarder,
    limits: gatewayLimits,
    captureBytes: () => 1024 * 1024,
    hosts: () => [],
    origins: () => [],
    cors: true,
    errors: false,
    environment: () => null,
    observe: {
      started: (pending) => started.push(pending.summary().state),
      ended() {
        for (const entry of waiting) if (records.length >= entry.count) entry.resolve()
      },
    },
    ...gatewayOptions,
  })
  const { port } = await gateway.listen(0, '127.0.0.1')
  return {
    gateway,
    switchboard,
    records,
    started,
    port,
    url: `http://127.0.0.1:${port}`,
    async recorded(count) {
      if (records.length < count) await new Promise<void>((resolve) => waiting.push({ count, resolve }))
      return records
    },
    async close() {
      await gateway.close(0)
      await forwarder.close()
    },
  }
}

export interface TestServer {
  url: string
  port: number
  server: Server
  close(): Promise<void>
}

export async function startUpstream(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** An upstream that says these bytes to whoever has sent a head. */
export async function startRawUpstream(onRequest: (socket: Socket) => void): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => onRequest(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Sends bytes as they are and gives back all that comes until the other side closes, or until `until` holds. */
export function speak(port: number, bytes: string | Buffer, until?: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (until?.(text)) socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? undefined : reject(error)))
    socket.on('close', () => resolve(text))
    socket.write(bytes, 'latin1')
  })
}

export function statusOf(text: string): number {
  return Number(text.slice(9, 12))
}

/** The problem document at the end of a raw response. */
export function problemIn(text: string): { code: string; detail: string; candidates?: string[] } {
  return JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))
}

export function json(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  const body = JSON.stringify(value)
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers }).end(body)
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
