import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { echoMock, json, type Rig, startRig, startUpstream, type TestServer } from './rig.ts'

let rig: Rig
let upstream: TestServer
let seen: { method: string; mode: unknown }[] = []

beforeAll(async () => {
  upstream = await startUpstream((request, response) => {
    seen.push({ method: request.method ?? '', mode: request.headers['x-switchyard-mode'] })
    json(response, { from: 'live' }, { 'Access-Control-Allow-Origin': 'https://only.upstream.test' })
  })
  rig = await startRig(
    [
      {
        routes: ['GET /mocked', 'GET /real', 'POST /real'],
        upstream: upstream.url,
        settings: { 'GET /real': { mode: 'live' }, 'POST /real': { mode: 'live' } },
      },
    ],
    {
      origins: () => ['https://app.test'],
    },
  )
})
afterAll(async () => {
  await rig.close()
  await upstream.close()
})

const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  seen = []
  const answer = await fetch(rig.url + path, { method, headers })
  return {
    status: answer.status,
    headers: answer.headers,
    body: answer.status === 204 ? null : ((await answer.json()) as Record<string, unknown>),
  }
}

describe('x-switchyard-mode', () => {
  it('asks for the other mode for one request, and is not forwarded', async () => {
    expect((await ask('/mocked', { 'x-switchyard-mode': 'LIVE' })).body).toEqual({ from: 'live' })
    expect(seen).toEqual([{ method: 'GET', mode: undefined }])
    expect((await ask('/real', { 'x-switchyard-mode': 'mock' })).body).toMatchObject({ from: 'mock' })
    expect(rig.records.at(-1)).toMatchObject({ mode: 'mock', source: 'mock' })
    expect(rig.records.at(-1)?.trace[1]?.text).toBe('mock, asked for by the client in x-switchyard-mode')
  })
  it('can not ask for a mode that is not served', async () => {
    for (const mode of ['auto', 'recorded', 'nonsense', '']) {
      expect(await ask('/mocked', { 'x-switchyard-mode': mode })).toMatchObject({ status: 422, body: { code: 'mode-not-available' } })
    }
  })
  it('yields to the master switch', async () => {
    rig.switchboard.setMaster('mock')
    expect((await ask('/mocked', { 'x-switchyard-mode': 'live' })).body).toMatchObject({ from: 'mock' })
    rig.switchboard.setMaster(null)
  })
})

describe('a page of another origin', () => {
  it.each(['https://evil.test', 'null', 'http://localhost.evil.test', 'http://127.0.0.1.evil.test'])(
    '%s may not read live answers',
    async (origin) => {
      const refused = await ask('/real', { origin })
      expect(refused).toMatchObject({ status: 403, body: { code: 'origin-not-allowed' } })
      expect(refused.body?.detail).toContain('gateway.origins')
      expect(refused.headers.get('access-control-allow-origin')).toBeNull()
      expect(seen).toEqual([])
    },
  )
  it('may not send cross-site requests without an origin either', async () => {
    // fetch would drop a Sec-Fetch field
    const { speak, statusOf } = await import('./rig.ts')
    const answer = await speak(rig.port, 'GET /real HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: cross-site\r\n\r\n')
    expect(statusOf(answer)).toBe(403)
  })
  it.each(['http://localhost:5173', 'http://127.0.0.1:1', 'http://[::1]:3000', 'http://app.localhost', 'https://app.test'])(
    '%s may',
    async (origin) => {
      const answer = await ask('/real', { origin })
      expect(answer).toMatchObject({ status: 200, body: { from: 'live' } })
      // CORS of a live answer is the upstream's own.
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://only.upstream.test')
    },
  )
  it('may read mocks, with credentials only when it is trusted', async () => {
    const foreign = await ask('/mocked', { origin: 'https://evil.test' })
    expect(foreign.headers.get('access-control-allow-origin')).toBe('*')
    expect(foreign.headers.get('access-control-allow-credentials')).toBeNull()
    const own = await ask('/mocked', { origin: 'http://localhost:5173' })
    expect(own.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect(own.headers.get('access-control-allow-credentials')).toBe('true')
    expect((await ask('/mocked')).headers.get('access-control-allow-origin')).toBeNull()
  })
  it('may read mocks whose document has CORS fields of its own server, which count only with cors off', async () => {
    const mock = echoMock(() => ({ headers: ['Access-Control-Allow-Origin', 'https://only.elsewhere.test', 'X-Count', '3'] }))
    const allowed: (string | null)[] = []
    for (const cors of [true, false]) {
      const documented = await startRig([{ routes: ['GET /a'], mock }], { cors })
      const answer = await fetch(`${documented.url}/a`, { headers: { origin: 'http://localhost:5173' } })
      allowed.push(answer.headers.get('access-control-allow-origin'))
      expect(answer.headers.get('x-count')).toBe('3')
      await documented.close()
    }
    expect(allowed).toEqual(['http://localhost:5173', 'https://only.elsewhere.test'])
  })
  it("may read the gateway's problems only when it is trusted", async () => {
    expect((await ask('/nowhere', { origin: 'https://evil.test' })).headers.get('access-control-allow-origin')).toBeNull()
    expect((await ask('/nowhere', { origin: 'https://app.test' })).headers.get('access-control-allow-origin')).toBe('https://app.test')
  })
})

describe('a preflight', () => {
  const preflight = (path: string, origin: string, method = 'GET') =>
    ask(path, { origin, 'access-control-request-method': method, 'access-control-request-headers': 'x-a, x-b' }, 'OPTIONS')

  it('of a mock is answered with 204', async () => {
    const answer = await preflight('/mocked', 'http://localhost:1')
    expect(answer.status).toBe(204)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'http://localhost:1',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'x-a, x-b',
      'access-control-allow-methods': 'GET',
    })
    expect(rig.records.at(-1)).toMatchObject({ method: 'OPTIONS', status: 204, route: 'shop:GET /mocked', mode: 'mock' })
    expect(rig.records.at(-1)?.trace.at(-1)?.text).toBe('CORS preflight of GET with x-a, x-b from http://localhost:1, allowed as for mocks')
    expect((await preflight('/mocked', 'https://evil.test')).headers.get('access-control-allow-credentials')).toBeNull()
  })
  it('of a live route is forwarded, from where live answers may be read', async () => {
    expect((await preflight('/real', 'http://localhost:1', 'POST')).body).toEqual({ from: 'live' })
    expect(seen).toMatchObject([{ method: 'OPTIONS' }])
    expect((await preflight('/real', 'https://evil.test')).status).toBe(403)
  })
  it('of an unknown path is answered, so that the page can read the 404', async () => {
    expect((await preflight('/nowhere', 'http://localhost:1')).status).toBe(204)
  })
  it('is allowed what it asks for, as in Prism', async () => {
    expect((await preflight('/mocked', 'http://localhost:1', 'PURGE')).headers.get('access-control-allow-methods')).toBe('PURGE')
  })
  it('is not answered with cors off', async () => {
    const quiet = await startRig([{ routes: ['GET /mocked'] }], { cors: false })
    const answer = await fetch(`${quiet.url}/mocked`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:1', 'access-control-request-method': 'GET' },
    })
    expect([answer.status, answer.headers.get('allow'), answer.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'GET, HEAD, OPTIONS',
      null,
    ])
    const plain = await fetch(`${quiet.url}/mocked`, { headers: { origin: 'http://localhost:1' } })
    expect(plain.headers.get('access-control-allow-origin')).toBeNull()
    await quiet.close()
  })
})
