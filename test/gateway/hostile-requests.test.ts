import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatewayLimits } from '../../proxy-core/model/limits.ts'
import { json, problemIn, type Rig, speak, startRig, startUpstream, statusOf, type TestServer } from './rig.ts'

let rig: Rig
let upstream: TestServer
let seen = 0

beforeAll(async () => {
  upstream = await startUpstream((request, response) => {
    seen++
    request.resume()
    json(response, { from: 'live', url: request.url })
  })
  rig = await startRig([{ routes: ['GET /a', 'POST /a', 'GET /files/{name}', 'GET /secret'], upstream: upstream.url }], {
    limits: { ...gatewayLimits, HEADERS_TIMEOUT_MS: 500 },
    hosts: () => ['dev.example.test', '*.many.test'],
  })
  rig.switchboard.setMaster('live')
})
afterAll(async () => {
  await rig.close()
  await upstream.close()
})

const H = 'Host: localhost\r\n'
const hostile: [name: string, bytes: string, status: number, code: string][] = [
  [
    'both lengths and chunked',
    `POST /a HTTP/1.1\r\n${H}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /secret HTTP/1.1\r\n${H}\r\n`,
    400,
    'bad-request',
  ],
  [
    'two lengths',
    `POST /a HTTP/1.1\r\n${H}Content-Length: 3\r\nContent-Length: 30\r\n\r\nabcGET /secret HTTP/1.1\r\n${H}\r\n`,
    400,
    'bad-request',
  ],
  ['the same length twice', `POST /a HTTP/1.1\r\n${H}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`, 400, 'bad-request'],
  ['a list of lengths', `POST /a HTTP/1.1\r\n${H}Content-Length: 3, 3\r\n\r\nabc`, 400, 'bad-request'],
  ['a signed length', `POST /a HTTP/1.1\r\n${H}Content-Length: +3\r\n\r\nabc`, 400, 'bad-request'],
  ['a folded field', `GET /a HTTP/1.1\r\n${H}X-A: b\r\n c\r\n\r\n`, 400, 'bad-request'],
  ['bare line feeds', 'GET /a HTTP/1.1\nHost: localhost\n\n', 400, 'bad-request'],
  ['a NUL in a field', `GET /a HTTP/1.1\r\n${H}X: a\0b\r\n\r\n`, 400, 'bad-request'],
  ['a space before the colon', 'GET /a HTTP/1.1\r\nHost : localhost\r\n\r\n', 400, 'bad-request'],
  [
    'a chunk size that is none',
    `POST /a HTTP/1.1\r\n${H}Transfer-Encoding: chunked\r\n\r\nzz\r\nGET /secret HTTP/1.1\r\n${H}\r\n`,
    400,
    'bad-request',
  ],
  ['a chunk size with 0x', `POST /a HTTP/1.1\r\n${H}Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n`, 400, 'bad-request'],
  ['no Host', 'GET /a HTTP/1.1\r\n\r\n', 400, 'bad-request'],
  ['two Hosts', `GET /a HTTP/1.1\r\n${H}Host: evil\r\n\r\n`, 400, 'bad-request'],
  ['a Host with user and path', 'GET /a HTTP/1.1\r\nHost: a/b@c\r\n\r\n', 400, 'bad-request'],
  ['a fragment in the target', `GET /a#b HTTP/1.1\r\n${H}\r\n`, 400, 'bad-request'],
  [
    'chunked in HTTP/1.0',
    `POST /a HTTP/1.0\r\n${H}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /secret HTTP/1.1\r\n${H}\r\n`,
    400,
    'bad-request',
  ],
  ['a coding before chunked', `POST /a HTTP/1.1\r\n${H}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, 501, 'coding-not-implemented'],
  [
    'chunked twice',
    `POST /a HTTP/1.1\r\n${H}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
    'bad-request',
  ],
  ['TRACE', `TRACE /a HTTP/1.1\r\n${H}\r\n`, 405, 'method-not-allowed'],
  ['CONNECT', `CONNECT evil.test:443 HTTP/1.1\r\n${H}\r\n`, 405, 'method-not-allowed'],
  ['a method of its own', `FROBNICATE /a HTTP/1.1\r\n${H}\r\n`, 405, 'method-not-allowed'],
  ['an absolute target elsewhere', `GET http://evil.test/a HTTP/1.1\r\n${H}\r\n`, 421, 'host-not-allowed'],
  ['a foreign Host', 'GET /a HTTP/1.1\r\nHost: evil.test\r\n\r\n', 421, 'host-not-allowed'],
  ['HTTP/2.0 in the request line', `GET /a HTTP/2.0\r\n${H}\r\n`, 505, 'http-version-not-supported'],
  ['HTTP/1.2', `GET /a HTTP/1.2\r\n${H}\r\n`, 505, 'http-version-not-supported'],
  ['HTTP/0.9', `GET /a HTTP/0.9\r\n${H}\r\n`, 505, 'http-version-not-supported'],
  ['a header block over the limit', `GET /a HTTP/1.1\r\n${H}X: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'header-fields-too-large'],
  ['201 fields', `GET /a HTTP/1.1\r\n${H}${'A: b\r\n'.repeat(200)}\r\n`, 431, 'header-fields-too-large'],
  ['a URL over the limit', `GET /${'a'.repeat(9_000)} HTTP/1.1\r\n${H}\r\n`, 414, 'uri-too-long'],
  ['a URL over the header limit', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${H}\r\n`, 414, 'uri-too-long'],
  ['a path above the root', `GET /../a HTTP/1.1\r\n${H}\r\n`, 400, 'bad-request'],
  ['a path above the root, encoded', `GET /files/%2e%2E/%2e./secret HTTP/1.1\r\n${H}\r\n`, 400, 'bad-request'],
  ['an encoded null', `GET /files/a%00b HTTP/1.1\r\n${H}\r\n`, 400, 'bad-request'],
  ['an unknown expectation', `POST /a HTTP/1.1\r\n${H}Expect: magic\r\nContent-Length: 1\r\n\r\na`, 417, 'expectation-failed'],
  ['a WebSocket upgrade', `GET /a HTTP/1.1\r\n${H}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`, 501, 'upgrade-not-supported'],
  ['TLS on the plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'bad-request'],
  ['a head that never ends', 'GET /a HTTP/1.1\r\nHost: local', 408, 'request-timeout'],
]

describe('a hostile request', () => {
  it.each(hostile)('with %s is refused, closed, and reaches no upstream', async (_name, bytes, status, code) => {
    const before = seen
    const answer = await speak(rig.port, bytes)
    expect(statusOf(answer)).toBe(status)
    expect(problemIn(answer)).toMatchObject({ code, status })
    expect(answer.toLowerCase()).toContain('x-switchyard-source: gateway')
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    const next = await fetch(`${rig.url}/a`)
    expect(next.status).toBe(200)
    await next.arrayBuffer()
    expect(seen - before).toBe(1)
  })

  it('that names a method and path is in the log with its problem', async () => {
    const count = rig.records.length
    await speak(rig.port, `GET /a?x=1 HTTP/1.2\r\n${H}\r\n`)
    const record = (await rig.recorded(count + 1))[count]
    expect(record).toMatchObject({
      method: 'GET',
      path: '/a',
      query: 'x=1',
      status: 505,
      error: 'http-version-not-supported',
      source: 'gateway',
    })
  })
})

describe('a request that looks odd but is fine', () => {
  it.each([
    ['a dot segment inside', `GET /files/../a HTTP/1.1\r\n${H}Connection: close\r\n\r\n`, '"/a"'],
    ['an encoded dot segment inside', `GET /files/%2e%2e/a HTTP/1.1\r\n${H}Connection: close\r\n\r\n`, '"/a"'],
    ['an encoded slash', `GET /files/a%2Fb HTTP/1.1\r\n${H}Connection: close\r\n\r\n`, '"/files/a%2Fb"'],
    ['an absolute target of its own', `GET http://localhost/a HTTP/1.1\r\n${H}Connection: close\r\n\r\n`, '"/a"'],
    ['a host of gateway.hosts', 'GET /a HTTP/1.1\r\nHost: dev.example.test:4010\r\nConnection: close\r\n\r\n', '"/a"'],
    ['a host under a wildcard of gateway.hosts', 'GET /a HTTP/1.1\r\nHost: x.many.test\r\nConnection: close\r\n\r\n', '"/a"'],
    ['a name under localhost', 'GET /a HTTP/1.1\r\nHost: shop.localhost:4010\r\nConnection: close\r\n\r\n', '"/a"'],
    ['an IPv6 loopback host', 'GET /a HTTP/1.1\r\nHost: [::1]:4010\r\nConnection: close\r\n\r\n', '"/a"'],
    [
      'an h2c upgrade',
      `GET /a HTTP/1.1\r\n${H}Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n`,
      '"/a"',
    ],
    ['HTTP/1.0', `GET /a HTTP/1.0\r\n${H}\r\n`, '"/a"'],
  ])('with %s is answered', async (_name, bytes, url) => {
    const answer = await speak(rig.port, bytes)
    expect(statusOf(answer)).toBe(200)
    expect(answer).toContain(`"url":${url}`)
  })

  it('with Expect: 100-continue gets its 100 from the gateway, and the upstream none', async () => {
    const answer = await speak(
      rig.port,
      `POST /a HTTP/1.1\r\n${H}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc`,
    )
    expect(answer.startsWith('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200')).toBe(true)
  })

  it('with Expect: 100-continue is refused without a 100', async () => {
    const answer = await speak(
      rig.port,
      `POST /nowhere HTTP/1.1\r\n${H}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n`,
      (text) => text.includes('}'),
    )
    expect(statusOf(answer)).toBe(404)
  })
})
