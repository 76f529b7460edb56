import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { ownAddressCheck } from '../../proxy-core/live/own-address.ts'
import { gatewayLimits } from '../../proxy-core/model/limits.ts'
import { bodyOf, json, problemIn, type Rig, speak, startRawUpstream, startRig, startUpstream, statusOf } from './rig.ts'

let rig: Rig
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await rig.close()
  for (const close of closing.splice(0)) await close()
})

type Setup = { routes?: string[]; mount?: string; base?: string; name?: string }
type Options = NonNullable<Parameters<typeof startRig>[1]>

async function live(upstream: { url: string; close(): Promise<void> }, { base = '', ...setup }: Setup = {}, options: Options = {}) {
  closing.push(upstream.close)
  rig = await startRig([{ routes: ['GET /a', 'POST /a', 'PUT /a', 'DELETE /a'], ...setup, upstream: upstream.url + base }], options)
  rig.switchboard.setMaster('live')
  return rig
}

const GET = 'GET /a HTTP/1.1\r\nHost: localhost:4010\r\nConnection: close\r\n'

describe('a live route', () => {
  it('forwards fields in order and case, without those of the connection or our own, and with ours in place of forged ones', async () => {
    let seen: string[] = []
    const upstream = await startUpstream((request, response) => {
      seen = request.rawHeaders
      json(response, {})
    })
    await live(upstream)
    const fields = [
      'X-ODD-case: 1',
      'Accept: a',
      'accept: b',
      'Connection: close, X-Gone, content-length',
      'X-Gone: 1',
      'TE: trailers',
      'Keep-Alive: 5',
    ]
    fields.push(
      'X-Forwarded-For: 6.6.6.6',
      'X-Forwarded-Host: evil',
      'x-switchyard-mode: live',
      'Proxy-Authorization: x',
      'Trailer: X-T',
      'X-Last: ü',
    )
    const answer = await speak(rig.port, `GET /a HTTP/1.1\r\nHost: localhost:4010\r\n${fields.join('\r\n')}\r\n\r\n`)
    expect(statusOf(answer)).toBe(200)
    const { host } = new URL(upstream.url)
    const expected = ['host', host, 'connection', 'keep-alive', 'X-ODD-case', '1', 'Accept', 'a', 'accept', 'b', 'X-Last', 'ü']
    expected.push('X-Forwarded-For', '127.0.0.1', 'X-Forwarded-Proto', 'http', 'X-Forwarded-Host', 'localhost:4010')
    expect(seen).toEqual(expected)
  })

  it('passes the answer on with its fields, status and reason, our own marks in place of forged ones', async () => {
    const upstream = await startRawUpstream((socket) => {
      const fields = [
        'X-B: 1',
        'x-a: 2',
        'Set-Cookie: a=1',
        'Set-Cookie: b=2',
        'X-Switchyard-Source: mock',
        'Connection: keep-alive, X-Hop',
        'X-Hop: 1',
      ]
      socket.end(`HTTP/1.1 299 Made Up\r\n${fields.join('\r\n')}\r\nContent-Length: 2\r\n\r\nok`)
    })
    await live(upstream)
    const answer = await speak(rig.port, `${GET}\r\n`)
    const [head = '', body] = answer.split('\r\n\r\n')
    expect(head.startsWith('HTTP/1.1 299 Made Up\r\nX-B: 1\r\nx-a: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\n')).toBe(
      true,
    )
    expect(head).toContain('x-switchyard-source: live')
    expect(head).not.toContain('X-Hop')
    expect(body).toBe('ok')
    const [record] = await rig.recorded(1)
    expect(record).toMatchObject({
      state: 'done',
      status: 299,
      source: 'live',
      mode: 'live',
      error: null,
      responseBody: { bytes: 2, sha256: null },
    })
    expect(record?.timing.upstreamSocketMs).toBeGreaterThan(0)
    expect(record?.trace.at(-1)?.text).toBe(`GET ${upstream.url}/a answered 299`)
  })

  it('replaces the mount by the path of the upstream', async () => {
    const upstream = await startUpstream((request, response) => json(response, { url: request.url }))
    await live(upstream, { mount: '/api', base: '/v1/', routes: ['GET /a', 'GET /', 'GET /f/{x}'] })
    const urlOf = async (path: string) => ((await (await fetch(rig.url + path)).json()) as { url: string }).url
    expect(await urlOf('/api/a?x=%20y&x')).toBe('/v1/a?x=%20y&x')
    expect(await urlOf('/api/f/a%2Fb%C3%A9')).toBe('/v1/f/a%2Fb%C3%A9')
    expect(await urlOf('/api')).toBe('/v1')
    expect(await urlOf('/a')).toBe('/v1/a')
  })

  it('rewrites Location and cookies that name the upstream, and no others', async () => {
    const upstream = await startUpstream((request, response) => {
      const to = decodeURIComponent((request.url ?? '').split('?to=')[1] ?? '').replace('SELF', `http://${request.headers.host}`)
      response
        .writeHead(302, { Location: to, 'Set-Cookie': ['a=1; Domain=127.0.0.1; Path=/v1/x; HttpOnly', 'b=2; Domain=example.com; Path=/'] })
        .end()
    })
    await live(upstream, { mount: '/api', base: '/v1' })
    const ask = (to: string) => fetch(`${rig.url}/api/a?to=${encodeURIComponent(to)}`, { redirect: 'manual' })
    const location = async (to: string) => (await ask(to)).headers.get('location')
    expect(await location('SELF/v1/b?q=1')).toBe(`${rig.url}/api/b?q=1`)
    expect(await location('/v1/b')).toBe('/api/b')
    expect(await location('/v10/b')).toBe('/v10/b')
    expect(await location('b')).toBe('b')
    expect(await location('https://elsewhere.test/v1/b')).toBe('https://elsewhere.test/v1/b')
    expect((await ask('x')).headers.getSetCookie()).toEqual(['a=1; Path=/api/x; HttpOnly', 'b=2; Domain=example.com; Path=/'])
  })

  it('neither follows redirects nor unpacks bodies', async () => {
    const packed = Buffer.from('1f8b0800000000000003cb48cdc9c90700', 'hex')
    const upstream = await startUpstream((_request, response) =>
      response.writeHead(301, { location: '/b', 'content-encoding': 'gzip' }).end(packed),
    )
    await live(upstream)
    const answer = await speak(rig.port, `${GET}\r\n`)
    expect(statusOf(answer)).toBe(301)
    expect(Buffer.compare((await rig.recorded(1))[0]?.responseBody.data ?? packed.subarray(1), packed)).toBe(0)
  })

  it('streams bodies of any size both ways with their bytes and framing', async () => {
    const upstream = await startUpstream(async (request, response) => {
      const body = await bodyOf(request)
      response.writeHead(200, { 'x-framing': request.headers['transfer-encoding'] ?? `length ${request.headers['content-length']}` })
      response.end(body)
    })
    await live(upstream)
    for (const size of [0, 10, 64 * 1024, 64 * 1024 + 1, 3_000_000]) {
      const body = randomBytes(size)
      const whole = await fetch(`${rig.url}/a`, { method: 'POST', body })
      expect(whole.headers.get('x-framing')).toBe(`length ${size}`)
      expect(Buffer.compare(Buffer.from(await whole.arrayBuffer()), body)).toBe(0)
      const chunked = await fetch(`${rig.url}/a`, { method: 'PUT', body: new Blob([body]).stream(), duplex: 'half' } as RequestInit)
      expect(Buffer.compare(Buffer.from(await chunked.arrayBuffer()), body)).toBe(0)
      if (size > 0) expect(chunked.headers.get('x-framing')).toBe('chunked')
    }
    const records = await rig.recorded(10)
    const sizes = records.map(({ state, requestBody, responseBody }) => [
      state,
      requestBody.bytes,
      responseBody.bytes,
      responseBody.truncated,
    ])
    expect(sizes[2]).toEqual(['done', 10, 10, false])
    expect(sizes[8]).toEqual(['done', 3_000_000, 3_000_000, true])
    expect(records[8]?.requestBody.sha256).toBe(records[8]?.responseBody.sha256)
    const sha256 = (body: Uint8Array | undefined) =>
      createHash('sha256')
        .update(body ?? '')
        .digest('hex')
    expect(sha256(records[6]?.requestBody.data)).toBe(sha256(records[6]?.responseBody.data))
  })

  it('lets the first event of a stream through at once', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      setTimeout(() => response.write('data: 1\n\n'), 30)
    })
    await live(upstream)
    const answer = await fetch(`${rig.url}/a`)
    const reader = answer.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: 1\n\n')
    await reader?.cancel()
    expect((await rig.recorded(1))[0]).toMatchObject({ state: 'aborted', status: 200 })
  })

  it('passes trailers of a chunked answer', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { trailer: 'X-Sum' })
      response.write('ab')
      response.addTrailers({ 'X-Sum': '7' })
      response.end()
    })
    await live(upstream)
    expect(await speak(rig.port, `${GET}\r\n`)).toMatch(/0\r\nX-Sum: 7\r\n\r\n$/)
  })

  it('passes HEAD, 204 and 304 without bodies', async () => {
    const upstream = await startUpstream((request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, { 'content-length': 5 }).end()
      else response.writeHead(request.method === 'DELETE' ? 204 : 304, { etag: '"x"' }).end()
    })
    await live(upstream)
    const head = await fetch(`${rig.url}/a`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '5'])
    expect((await fetch(`${rig.url}/a`, { method: 'DELETE' })).status).toBe(204)
    expect((await fetch(`${rig.url}/a`, { headers: { 'if-none-match': '"x"' } })).status).toBe(304)
  })

  it("passes an upstream's own 5xx unchanged", async () => {
    const upstream = await startUpstream((_request, response) => response.writeHead(503, { 'retry-after': '9' }).end('down'))
    await live(upstream)
    const answer = await fetch(`${rig.url}/a`)
    expect([answer.status, answer.headers.get('x-switchyard-source'), await answer.text()]).toEqual([503, 'live', 'down'])
  })

  it('tells the upstream within moments that the client has gone', async () => {
    const arrived = Promise.withResolvers<void>()
    const dropped = Promise.withResolvers<number>()
    const upstream = await startUpstream((request) => {
      arrived.resolve()
      request.socket.on('close', () => dropped.resolve(performance.now()))
    })
    await live(upstream)
    const socket = connect(rig.port, '127.0.0.1')
    socket.write(`${GET}\r\n`)
    await arrived.promise
    const gone = performance.now()
    socket.destroy()
    expect((await dropped.promise) - gone).toBeLessThan(500)
    expect((await rig.recorded(1))[0]).toMatchObject({ state: 'aborted', status: null, mode: 'live' })
  })

  it('stops an upload to the upstream when the client breaks it off', async () => {
    const arrived = Promise.withResolvers<void>()
    const dropped = Promise.withResolvers<void>()
    const upstream = await startUpstream((request) => {
      arrived.resolve()
      request.resume()
      request.on('error', () => dropped.resolve())
    })
    await live(upstream)
    const socket = connect(rig.port, '127.0.0.1')
    socket.write(`POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\n${'x'.repeat(200_000)}`)
    await arrived.promise
    socket.destroy()
    await dropped.promise
    expect((await rig.recorded(1))[0]).toMatchObject({ state: 'aborted', status: null })
  })

  it('passes an answer that comes before the upload has ended', async () => {
    const upstream = await startUpstream((_request, response) => response.writeHead(413, { connection: 'close' }).end('too much'))
    await live(upstream)
    const client = httpRequest(`${rig.url}/a`, { method: 'POST', headers: { 'content-length': 5_000_000 } })
    client.on('error', () => {})
    client.write(Buffer.alloc(300_000))
    const [response] = await once(client, 'response')
    expect(response.statusCode).toBe(413)
    client.destroy()
    expect((await rig.recorded(1))[0]).toMatchObject({ state: 'done', status: 413 })
  })
})

describe('a live route without a usable upstream', () => {
  const failing: [name: string, reply: string | null, status: number, code: string][] = [
    ['with status 099', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n', 502, 'upstream-invalid-response'],
    ['with a control character in its reason', 'HTTP/1.1 200 O\x01K\r\nContent-Length: 0\r\n\r\n', 502, 'upstream-invalid-response'],
    ['with Trailer and Content-Length', 'HTTP/1.1 200 OK\r\nTrailer: X\r\nContent-Length: 2\r\n\r\nok', 502, 'upstream-invalid-response'],
    ['with an unasked 101', 'HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n', 502, 'upstream-invalid-response'],
    ['with a bare 101', 'HTTP/1.1 101 Switching\r\n\r\n', 502, 'upstream-invalid-response'],
    ['with two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok', 502, 'upstream-invalid-response'],
    [
      'with length and chunked',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      502,
      'upstream-invalid-response',
    ],
    [
      'with a coding before chunked',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      502,
      'upstream-invalid-response',
    ],
    ['with a NUL in a field', 'HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n', 502, 'upstream-invalid-response'],
    ['that speaks no HTTP', 'SSH-2.0-OpenSSH_9\r\n', 502, 'upstream-invalid-response'],
    ['with endless fields', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`, 502, 'upstream-invalid-response'],
    ['that closes without a word', null, 502, 'upstream-closed'],
    ['that closes in the middle of its head', 'HTTP/1.1 200 OK\r\nConte', 502, 'upstream-closed'],
  ]
  it.each(failing)('%s answers a problem and goes on', async (_name, reply, status, code) => {
    await live(await startRawUpstream((socket) => (reply === null ? socket.destroy() : socket.end(reply, 'latin1'))))
    const answer = await speak(rig.port, `${GET}\r\n`)
    expect(statusOf(answer)).toBe(status)
    expect(problemIn(answer)).toMatchObject({ code })
    expect((await rig.recorded(1))[0]).toMatchObject({ state: 'done', status, error: code, source: 'gateway', mode: 'live' })
    rig.switchboard.setMaster('mock')
    expect((await fetch(`${rig.url}/a`)).status).toBe(200)
  })

  it('closes the client within a second when the upstream is cut off in its body', async () => {
    for (const framing of ['Content-Length: 1000\r\n\r\nhalf', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n']) {
      await live(
        await startRawUpstream((socket) => socket.write(`HTTP/1.1 200 OK\r\n${framing}`, () => setTimeout(() => socket.destroy(), 30))),
      )
      const before = performance.now()
      const answer = await speak(rig.port, 'GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n')
      expect(performance.now() - before).toBeLessThan(1_000)
      expect(answer).toContain('half')
      expect(answer.endsWith('0\r\n\r\n')).toBe(false)
      expect((await rig.recorded(1))[0]).toMatchObject({
        state: 'failed',
        status: 200,
        error: 'upstream-closed',
        responseBody: { bytes: 4 },
      })
      await rig.close()
    }
  })

  it('says how to start or set it', async () => {
    const taken = await startUpstream(() => {})
    await taken.close()
    rig = await startRig([
      { name: 'off', mount: '/off', routes: ['GET /a'], upstream: taken.url },
      { name: 'lost', mount: '/lost', routes: ['GET /a'], upstream: 'http://no-such-host.invalid' },
      { name: 'none', mount: '/none', routes: ['GET /a'] },
      { name: 'plain', mount: '/plain', routes: ['GET /a'] },
    ])
    const plain = await startUpstream((_request, response) => json(response, {}))
    closing.push(plain.close)
    const service = rig.switchboard.findService('plain')
    if (service) rig.switchboard.setUpstream(service, plain.url.replace('http:', 'https:'))
    rig.switchboard.setMaster('live')
    const problem = async (path: string) => (await (await fetch(rig.url + path)).json()) as { status: number; code: string; detail: string }
    expect(await problem('/off/a')).toMatchObject({
      status: 502,
      code: 'upstream-refused',
      detail: expect.stringContaining('Start it, or switch off to mock.'),
    })
    expect(await problem('/lost/a')).toMatchObject({
      status: 502,
      code: 'upstream-dns',
      detail: expect.stringContaining('no-such-host.invalid'),
    })
    expect(await problem('/none/a')).toMatchObject({
      status: 503,
      code: 'no-upstream',
      detail: expect.stringContaining('upstream: under none in switchyard.yaml'),
    })
    expect(await problem('/plain/a')).toMatchObject({ status: 502, code: 'upstream-tls' })
  })

  it('answers 504 when nothing comes in time, and cuts a body that stops', async () => {
    const silent = await startRawUpstream((socket) => socket.write(''))
    await live(silent, {}, { upstream: { FIRST_BYTE_TIMEOUT_MS: 100 } })
    expect(problemIn(await speak(rig.port, `${GET}\r\n`))).toMatchObject({ status: 504, code: 'upstream-timeout' })
    await rig.close()
    const stalling = await startRawUpstream((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'))
    await live(stalling, {}, { upstream: { BODY_IDLE_TIMEOUT_MS: 100 } })
    expect(await speak(rig.port, `${GET}\r\n`)).toContain('half')
    expect((await rig.recorded(1))[0]).toMatchObject({ state: 'failed', error: 'upstream-timeout' })
  })

  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '0.0.0.0', '2130706433'])(
    'is refused as a loop at %s',
    async (host) => {
      const bound: { address: string; port: number }[] = []
      rig = await startRig([{ routes: ['GET /a'] }], { isOwnAddress: ownAddressCheck(() => bound) })
      bound.push({ address: '127.0.0.1', port: rig.port })
      const service = rig.switchboard.findService('shop')
      if (service) rig.switchboard.setUpstream(service, `http://${host}:${rig.port}`)
      rig.switchboard.setMaster('live')
      const answer = await fetch(`${rig.url}/a`)
      expect(answer.status).toBe(508)
      expect(await answer.json()).toMatchObject({ code: 'upstream-is-gateway' })
      expect(await rig.recorded(1)).toHaveLength(1)
    },
  )
})

describe('a slow client', () => {
  it('slows the upstream down instead of filling memory, and is cut when it reads nothing', async () => {
    let written = 0
    const upstream = await startUpstream((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024)
      const pump = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length
        response.once('drain', pump)
      }
      pump()
    })
    await live(upstream, {}, { limits: { ...gatewayLimits, BODY_IDLE_TIMEOUT_MS: 400 } })
    const socket = connect(rig.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(`${GET}\r\n`)
    socket.pause()
    const [record] = await rig.recorded(1)
    expect(record).toMatchObject({ state: 'aborted', error: 'ETIMEDOUT' })
    expect(written).toBeLessThan(40_000_000)
    socket.destroy()
  })
})
