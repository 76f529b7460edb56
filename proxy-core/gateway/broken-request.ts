import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { type ErrorCode, problemOf } from '../model/errors.ts'
import type { ExchangeRecord } from '../model/exchange.ts'
import type { GatewayLimits } from '../model/limits.ts'
import { capturedWhole, noBody } from './capture.ts'
import type { GatewayContext } from './context.ts'
import { type BadRequest, tooLongUrl } from './request-check.ts'

/** What node's parser says of bytes that are no request. */
export interface ParserError extends Error {
  code?: string
  reason?: string
  rawPacket?: Buffer
}

/** Answers bytes that never became a request with a problem, closes the connection, and leaves a record if they named a method and path. */
export function answerBroken(context: GatewayContext, socket: Socket, error: ParserError): void {
  const line = requestLine(error.rawPacket)
  const { code, detail } = meaningOf(error, line, context.limits)
  writeProblem(context, socket, code, detail, line)
}

/** CONNECT never reaches the request handler. */
export function refuseConnect(context: GatewayContext, socket: Socket, target: string): void {
  writeProblem(context, socket, 'method-not-allowed', 'CONNECT is not served; the gateway is no forward proxy.', {
    method: 'CONNECT',
    target,
  })
}

/** What the parser's error means in the words of the catalogue. */
export function meaningOf(error: ParserError, line: RequestLine | null, limits: GatewayLimits): BadRequest {
  const packet = error.rawPacket
  switch (error.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { code: 'request-timeout', detail: `The head of the request did not arrive within ${limits.HEADERS_TIMEOUT_MS} ms.` }
    case 'HPE_HEADER_OVERFLOW':
      if (line === null) return tooLongUrl(limits)
      return { code: 'header-fields-too-large', detail: `The header fields are larger than ${limits.MAX_HEADER_BLOCK_BYTES} bytes.` }
    case 'HPE_INVALID_VERSION':
      if (line?.version && line.version !== '1.1' && line.version !== '1.0')
        return { code: 'http-version-not-supported', detail: `HTTP/${line.version} is not served; use HTTP/1.1.` }
      break
    case 'HPE_INVALID_METHOD':
      if (packet?.[0] === 0x16) return { code: 'bad-request', detail: 'This looks like TLS; the gateway speaks plain HTTP: use http://.' }
      if (line) return { code: 'method-not-allowed', detail: `${line.method} is not served.` }
  }
  return { code: 'bad-request', detail: `The request is malformed: ${error.reason ?? error.message}.` }
}

export interface RequestLine {
  method: string
  target: string
  version?: string
}

const MAX_LINE_BYTES = 8_300
const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,40}) (\S{1,8192})(?: HTTP\/(\d\.\d))?\r?\n/

/** The first line of a packet, if it is one; a packet may also begin in the middle of a request. */
function requestLine(packet: Buffer | undefined): RequestLine | null {
  const match = packet && REQUEST_LINE.exec(packet.toString('latin1', 0, MAX_LINE_BYTES))
  if (!match) return null
  return { method: match[1] as string, target: match[2] as string, ...(match[3] === undefined ? {} : { version: match[3] }) }
}

function writeProblem(context: GatewayContext, socket: Socket, code: ErrorCode, detail: string, line: RequestLine | null): void {
  const id = context.log.nextId()
  const problem = problemOf(code, detail)
  const body = Buffer.from(JSON.stringify(problem))
  const headers = ['content-type', 'application/problem+json', 'content-length', String(body.byteLength)]
  headers.push('x-switchyard-source', 'gateway', 'x-switchyard-exchange', String(id), 'connection', 'close')
  if (code === 'method-not-allowed') headers.push('allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS')
  let head = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n`
  for (let i = 0; i < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`
  if (line) record(context, socket, id, line, code, { status: problem.status, detail, headers, body })
  socket.end(Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), body]), () => socket.destroySoon())
}

interface Written {
  status: number
  detail: string
  headers: string[]
  body: Buffer
}

function record(context: GatewayContext, socket: Socket, id: number, line: RequestLine, code: ErrorCode, written: Written): void {
  const mark = line.target.indexOf('?')
  const query = mark < 0 ? '' : line.target.slice(mark + 1)
  const { remoteAddress, remotePort } = socket
  const refused: ExchangeRecord = {
    id,
    startedAt: context.clock.now(),
    state: 'done',
    method: line.method,
    scheme: 'http',
    host: '',
    path: mark < 0 ? line.target : line.target.slice(0, mark),
    query: query === '' ? '' : context.mask().query(query),
    httpVersion: line.version ?? '1.1',
    service: null,
    route: null,
    mode: null,
    source: 'gateway',
    environment: context.environment(),
    status: written.status,
    error: code,
    durationMs: 0,
    contentType: 'application/problem+json',
    client: remoteAddress === undefined ? null : `${remoteAddress}:${remotePort}`,
    consumer: null,
    replayOf: null,
    requestHeaders: [],
    responseHeaders: written.headers,
    requestBody: noBody(),
    responseBody: capturedWhole(written.body, context.captureBytes()),
    timing: { routedMs: null, upstreamSocketMs: null, requestSentMs: null, firstByteMs: 0, endMs: 0 },
    trace: [{ step: 'gateway', outcome: 'refused', text: written.detail, durationMs: null }],
    policies: [],
    findings: [],
  }
  context.log.append(refused)
  context.observe.ended(refused)
}
