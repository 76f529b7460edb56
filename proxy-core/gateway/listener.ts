import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { answerBroken, meaningOf, type ParserError, refuseConnect } from './broken-request.ts'
import type { GatewayContext } from './context.ts'
import { handleRequest } from './handle-request.ts'
import type { Lifecycle } from './lifecycle.ts'
import { refuse } from './send.ts'

/** How often node looks for connections whose head is overdue. */
const OVERDUE_CHECK_MS = 1_000

/** The HTTP server of the gateway's port, not yet listening. What node's parser refuses is answered here, all else by `handleRequest`. */
export function createListener(context: GatewayContext, lifecycle: Lifecycle): Server {
  const { limits } = context
  const server = createServer({
    maxHeaderSize: limits.MAX_HEADER_BLOCK_BYTES,
    headersTimeout: limits.HEADERS_TIMEOUT_MS,
    // Bodies may take as long as they move: idle.ts watches them.
    requestTimeout: 0,
    keepAliveTimeout: limits.KEEP_ALIVE_TIMEOUT_MS,
    connectionsCheckingInterval: OVERDUE_CHECK_MS,
    requireHostHeader: false,
    insecureHTTPParser: false,
  })
  // Node would drop fields above its count without a word; request-check.ts counts them.
  server.maxHeadersCount = 0
  server.maxConnections = limits.MAX_CLIENT_CONNECTIONS
  server.on('request', (request: IncomingMessage, response: ServerResponse) => handleRequest(context, lifecycle, request, response))
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
    handleRequest(context, lifecycle, request, response, true),
  )
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const exchange = lifecycle.begin(request, response)
    exchange.path = request.url ?? ''
    refuse(context, exchange, { code: 'expectation-failed', detail: 'Of the Expect field only 100-continue is understood.', close: true })
  })
  server.on('connect', (request: IncomingMessage, socket: Socket) => refuseConnect(context, socket, request.url ?? ''))
  server.on('clientError', (error: ParserError, socket: Socket) => onClientError(context, lifecycle, error, socket))
  return server
}

/** Bytes that break the protocol, or a socket that broke. An exchange that they belong to is refused in its own response. */
function onClientError(context: GatewayContext, lifecycle: Lifecycle, error: ParserError, socket: Socket): void {
  // An end in the middle of a message is a client that has gone.
  const gone = error.code === 'HPE_INVALID_EOF_STATE'
  const broken = error.code?.startsWith('HPE_') || error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  if (gone || !broken || !socket.writable || socket.bytesRead === 0) {
    socket.destroy()
    return
  }
  const exchange = lifecycle.newestOn(socket)
  if (!exchange || exchange.ended) {
    answerBroken(context, socket, error)
  } else if (!exchange.response.headersSent) {
    refuse(context, exchange, { ...meaningOf(error, null, context.limits), close: true })
  } else if (exchange.response.writableEnded) socket.destroySoon()
  else {
    exchange.failed = true
    exchange.error = 'bad-request'
    socket.destroy()
  }
}
