import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { gatewayLimits } from '../../proxy-core/model/limits.ts'
import { echoMock, problemIn, type Rig, speak, startRig, statusOf } from './rig.ts'

let rig: Rig
afterEach(() => rig.close())

describe('a mock', () => {
  it('answers with its fields, marked, and leaves a record that says why', async () => {
    rig = await startRig([{ mount: '/api', routes: ['GET /pets/{id} getPet'] }])
    const answer = await fetch(`${rig.url}/api/pets/a%2Fb?x=1`)
    expect(await answer.json()).toEqual({ from: 'mock', path: '/pets/a%2Fb', query: 'x=1', parameters: { id: 'a/b' } })
    expect(answer.headers.get('x-switchyard-source')).toBe('mock')
    expect(answer.headers.get('x-switchyard-exchange')).toBe('1')
    const [record] = await rig.recorded(1)
    expect(record).toMatchObject({
      id: 1,
      state: 'done',
      method: 'GET',
      path: '/api/pets/a%2Fb',
      query: 'x=1',
      host: `127.0.0.1:${rig.port}`,
      service: 'shop',
      route: 'shop:GET /pets/{id}',
      mode: 'mock',
      source: 'mock',
      status: 200,
      error: null,
      contentType: 'application/json',
      httpVersion: '1.1',
    })
    expect(record?.trace.map(({ step, text }) => `${step}: ${text}`)).toEqual([
      'route: GET /pets/{id} of shop, mounted at /api',
      'mode: mock, as nothing else is set',
      'mock: echo',
    ])
    expect(Buffer.from(record?.responseBody.data ?? []).toString()).toContain('"from":"mock"')
    expect(record?.responseHeaders?.slice(0, 2)).toEqual(['Content-Type', 'application/json'])
    expect(record?.timing.endMs).toBeGreaterThanOrEqual(record?.timing.firstByteMs ?? Number.NaN)
    expect(rig.started).toEqual(['pending'])
  })

  it('answers HEAD with the fields of GET and no body', async () => {
    rig = await startRig([{ routes: ['GET /a'] }])
    const get = await fetch(`${rig.url}/a`)
    const head = await fetch(`${rig.url}/a`, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
    expect(await head.text()).toBe('')
    await get.text()
    expect((await rig.recorded(2))[1]).toMatchObject({ method: 'HEAD', responseBody: { bytes: 0 } })
  })

  it('sends neither length nor body with 204', async () => {
    rig = await startRig([{ routes: ['DELETE /a'], mock: echoMock(() => ({ status: 204, headers: [], body: new Uint8Array(0) })) }])
    const answer = await speak(rig.port, 'DELETE /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    expect(statusOf(answer)).toBe(204)
    expect(answer.toLowerCase()).not.toContain('content-length')
  })

  it('reads the body of a request first and records it with its true size', async () => {
    rig = await startRig([{ routes: ['POST /a'] }], { captureBytes: () => 1000 })
    const body = Buffer.alloc(300_000, 'abcdefg')
    await (await fetch(`${rig.url}/a`, { method: 'POST', body })).text()
    await (await fetch(`${rig.url}/a`, { method: 'POST', body: 'small' })).text()
    const [long, short] = await rig.recorded(2)
    expect(long?.requestBody).toMatchObject({ bytes: 300_000, truncated: true, sha256: createHash('sha256').update(body).digest('hex') })
    expect(long?.requestBody.data.byteLength).toBe(1000)
    expect(short?.requestBody).toMatchObject({ bytes: 5, truncated: false, sha256: null })
    expect(long?.timing.requestSentMs).not.toBeNull()
  })

  it('waits as long as the route says, and not for a client that has gone', async () => {
    rig = await startRig([
      { routes: ['GET /slow', 'GET /slower'], settings: { 'GET /slow': { delay: '80ms' }, 'GET /slower': { delay: '1h' } } },
    ])
    const before = performance.now()
    await (await fetch(`${rig.url}/slow`)).text()
    expect(performance.now() - before).toBeGreaterThan(75)
    await rig.recorded(1)
    const socket = connect(rig.port, '127.0.0.1')
    socket.write('GET /slower HTTP/1.1\r\nHost: localhost\r\n\r\n')
    while (rig.gateway.pendingCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    socket.destroy()
    expect((await rig.recorded(2))[1]).toMatchObject({ state: 'aborted', status: null, path: '/slower', responseHeaders: null })
  })

  it('whose fields can not be sent becomes a problem', async () => {
    rig = await startRig([{ routes: ['GET /a'], mock: echoMock(() => ({ headers: ['X-Name', 'line\nbreak'] })) }])
    const answer = await fetch(`${rig.url}/a`)
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ code: 'mock-failed' })
  })

  it('that throws costs one problem, not the process', async () => {
    rig = await startRig([
      {
        routes: ['GET /a', 'POST /a', 'GET /b'],
        mock: echoMock((_request, { template }) => {
          if (template === '/a') throw new Error('boom')
          return {}
        }),
      },
    ])
    for (const body of [null, 'text']) {
      const answer = await fetch(`${rig.url}/a`, { method: body === null ? 'GET' : 'POST', body })
      expect(await answer.json()).toMatchObject({ code: 'mock-failed', detail: expect.stringContaining('boom') })
    }
    expect((await fetch(`${rig.url}/b`)).status).toBe(200)
  })

  it('that refuses is the gateway speaking', async () => {
    rig = await startRig([{ routes: ['GET /a'], mock: echoMock(() => ({ status: 404, error: 'NOT_FOUND' })) }])
    const answer = await fetch(`${rig.url}/a`)
    expect(answer.headers.get('x-switchyard-source')).toBe('gateway')
    expect((await rig.recorded(1))[0]).toMatchObject({ error: 'NOT_FOUND', source: 'gateway' })
  })
})

describe('one record', () => {
  it('is left by each pipelined request, answered in order', async () => {
    rig = await startRig([{ routes: ['GET /a/{n}'] }])
    const requests = [1, 2, 3].map((n) => `GET /a/${n} HTTP/1.1\r\nHost: localhost\r\n${n === 3 ? 'Connection: close\r\n' : ''}\r\n`)
    const answer = await speak(rig.port, requests.join(''))
    expect([...answer.matchAll(/"n":"(\d)"/g)].map((match) => match[1])).toEqual(['1', '2', '3'])
    expect((await rig.recorded(3)).map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  })

  it('is left by each of several pipelined requests whose client has gone', async () => {
    rig = await startRig([{ routes: ['GET /a'], settings: { 'GET /a': { delay: '1h' } } }])
    const socket = connect(rig.port, '127.0.0.1')
    socket.write('GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3))
    while (rig.gateway.pendingCount() < 3) await new Promise((resolve) => setImmediate(resolve))
    socket.destroy()
    expect((await rig.recorded(3)).map(({ state }) => state)).toEqual(['aborted', 'aborted', 'aborted'])
    expect(rig.gateway.pendingCount()).toBe(0)
  })

  it('is left by an upload that breaks off', async () => {
    rig = await startRig([{ routes: ['POST /a'] }])
    const socket = connect(rig.port, '127.0.0.1')
    socket.write('POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc')
    while (rig.gateway.pendingCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setTimeout(resolve, 20))
    socket.destroy()
    expect((await rig.recorded(1))[0]).toMatchObject({ state: 'aborted', status: null, requestBody: { bytes: 3 } })
  })

  it('is left by an upload that stalls, which gets a 408', async () => {
    rig = await startRig([{ routes: ['POST /a'] }], { limits: { ...gatewayLimits, BODY_IDLE_TIMEOUT_MS: 60 } })
    const answer = await speak(rig.port, 'POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc', (text) =>
      text.endsWith('}'),
    )
    expect(statusOf(answer)).toBe(408)
    expect(problemIn(answer).detail).toContain('after 3 bytes')
    expect(await rig.recorded(1)).toMatchObject([{ state: 'done', status: 408, error: 'request-timeout' }])
  })

  it('counts for its route', async () => {
    rig = await startRig([{ routes: ['GET /a'] }])
    for (let i = 0; i < 3; i++) await (await fetch(`${rig.url}/a`)).text()
    await rig.recorded(3)
    const stats = rig.switchboard.routes()[0]?.stats
    expect(stats).toMatchObject({ calls: 3, lastStatus: 200 })
    expect(stats?.durations[2]).toBeGreaterThan(0)
    expect(stats?.durations[3]).toBe(0)
  })
})

describe('a request that no route takes', () => {
  it('is told the nearest ones', async () => {
    rig = await startRig([{ mount: '/api', routes: ['GET /products', 'GET /orders'] }])
    const answer = await fetch(`${rig.url}/api/produkts`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({
      code: 'NO_PATH_MATCHED',
      detail: 'No route matches GET /api/produkts. Nearest: GET /api/products.',
      candidates: ['shop:GET /products'],
    })
    expect((await rig.recorded(1))[0]).toMatchObject({
      status: 404,
      service: 'shop',
      route: null,
      mode: null,
      source: 'gateway',
      error: 'NO_PATH_MATCHED',
    })
  })
  it('is told the methods of the path', async () => {
    rig = await startRig([{ routes: ['GET /a', 'POST /a'] }])
    const answer = await fetch(`${rig.url}/a`, { method: 'DELETE' })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
    expect(await answer.json()).toMatchObject({ code: 'NO_METHOD_MATCHED' })
  })
  it('is told what is mounted where', async () => {
    rig = await startRig([
      { name: 'shop', mount: '/api', routes: ['GET /a'] },
      { name: 'bank', mount: '/bank', routes: ['GET /a'] },
    ])
    expect(await (await fetch(`${rig.url}/else`)).json()).toMatchObject({
      code: 'NO_SERVER_MATCHED',
      detail: 'No service is mounted at /else. There is shop at /api, bank at /bank.',
    })
  })
  it('is told how to add a service when there is none', async () => {
    rig = await startRig([])
    expect(await (await fetch(`${rig.url}/`)).json()).toMatchObject({
      status: 404,
      detail: expect.stringContaining('switchyard start openapi.yaml'),
    })
  })
  it('is answered when it asks for OPTIONS', async () => {
    rig = await startRig([{ routes: ['GET /a', 'OPTIONS /own'] }])
    const answer = await fetch(`${rig.url}/a`, { method: 'OPTIONS' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
    expect(await (await fetch(`${rig.url}/own`, { method: 'OPTIONS' })).json()).toMatchObject({ from: 'mock' })
  })
})

describe('a gateway', () => {
  it('says which port is taken with the code of the system', async () => {
    rig = await startRig([])
    const second = await startRig([])
    await expect(second.gateway.listen(rig.port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' })
    expect((await fetch(second.url)).status).toBe(404)
    await second.close()
  })

  it('moves to another port while a request is in flight', async () => {
    rig = await startRig([{ routes: ['GET /a'], settings: { 'GET /a': { delay: '100ms' } } }])
    const inFlight = fetch(`${rig.url}/a`)
    while (rig.gateway.pendingCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    const { port } = await rig.gateway.listen(0, '127.0.0.1')
    expect(rig.gateway.url()).toBe(`http://127.0.0.1:${port}`)
    expect((await inFlight).status).toBe(200)
    expect((await fetch(`http://127.0.0.1:${port}/a`)).status).toBe(200)
  })

  it('drains when it closes: what is in flight is answered, nothing new is taken', async () => {
    rig = await startRig([{ routes: ['GET /a'], settings: { 'GET /a': { delay: '100ms' } } }])
    const inFlight = fetch(`${rig.url}/a`)
    while (rig.gateway.pendingCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    const closing = rig.gateway.close(5_000)
    await expect(fetch(`${rig.url}/a`)).rejects.toThrow()
    expect((await inFlight).status).toBe(200)
    await closing
    expect(rig.records).toMatchObject([{ state: 'done' }])
  })

  it('cuts what is still in flight when the drain is over', async () => {
    rig = await startRig([{ routes: ['GET /a'], settings: { 'GET /a': { delay: '1h' } } }])
    const gone = new Promise((resolve) => httpRequest(`${rig.url}/a`).on('error', resolve).end())
    while (rig.gateway.pendingCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    await rig.gateway.close(50)
    expect(await gone).toMatchObject({ code: 'ECONNRESET' })
    expect(rig.records).toMatchObject([{ state: 'aborted' }])
  })
})
