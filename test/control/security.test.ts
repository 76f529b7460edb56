import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { api, type Operation } from '../../proxy-core/model/api.ts'
import { startTestHost, type TestHost } from '../support/host.ts'

describe('the control port', () => {
  let host: TestHost
  beforeAll(async () => {
    host = await startTestHost({ open: { kind: 'none' } })
  })
  afterAll(() => host.stop())

  it('answers 401 on every operation without the token', async () => {
    const guarded = Object.values(api as Record<string, Operation>).filter((operation) => !operation.open)
    expect(guarded.length).toBeGreaterThan(20)
    for (const { method, path } of guarded) {
      const response = await fetch(host.control + path.replaceAll(/\{\w+\}/g, '1'), { method })
      expect(`${method} ${path} ${response.status}`).toBe(`${method} ${path} 401`)
      expect(response.headers.get('www-authenticate')).toContain('Bearer')
    }
  })

  it('answers 401 under /api/ even where there is no operation, and 404 with the token', async () => {
    expect((await fetch(`${host.control}/api/v1/nothing`)).status).toBe(401)
    const known = await host.raw('/api/v1/nothing')
    expect(known.status).toBe(404)
    expect(await known.json()).toMatchObject({ code: 'unknown-operation' })
  })

  it('refuses a wrong token of the same length', async () => {
    const wrong = host.token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    expect((await host.raw('/api/v1/status', { headers: { authorization: `Bearer ${wrong}` } })).status).toBe(401)
  })

  it('swaps a ticket for the token once', async () => {
    const swap = (ticket: string) =>
      fetch(`${host.control}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ticket }),
      })
    const ticket = host.ticket()
    expect(await (await swap(ticket)).json()).toEqual({ token: host.token })
    const again = await swap(ticket)
    expect(again.status).toBe(401)
    expect(await again.json()).toMatchObject({ code: 'ticket-invalid' })
  })

  it('makes a fresh ticket for whoever has the token, and for nobody else', async () => {
    const { ticket } = await host.call('makeTicket')
    const swapped = await fetch(`${host.control}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket }),
    })
    expect(await swapped.json()).toEqual({ token: host.token })
    expect((await fetch(`${host.control}/api/v1/tickets`, { method: 'POST' })).status).toBe(401)
    expect((await host.call('makeTicket')).ticket).not.toBe(ticket)
  })

  it('refuses a Host that is not its own, as a rebound name sends it', async () => {
    expect(
      await firstLine(host.control, `GET /api/v1/status HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer ${host.token}\r\n\r\n`),
    ).toContain('421')
  })

  it.each([
    ['a foreign Origin', { origin: 'https://evil.example' }],
    ['the null Origin', { origin: 'null' }],
    ['the Origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a same-site fetch', { 'sec-fetch-site': 'same-site' }],
  ])('refuses %s, with the token too', async (_, headers) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const { host: authority } = new URL(host.control)
    for (const path of ['/api/v1/status', '/']) {
      const line = await firstLine(
        host.control,
        `GET ${path} HTTP/1.1\r\nHost: ${authority}\r\nAuthorization: Bearer ${host.token}\r\n${lines.join('')}\r\n`,
      )
      expect(line).toContain('403')
    }
  })

  it('takes JSON bodies only', async () => {
    const response = await host.raw('/api/v1/master', { method: 'PUT', body: '{"mode":"mock"}', headers: { 'content-type': 'text/plain' } })
    expect(response.status).toBe(415)
    expect((await host.raw('/api/v1/master', { method: 'PUT', body: '{', headers: { 'content-type': 'application/json' } })).status).toBe(
      400,
    )
  })

  it('refuses a body that is too large, and answers the next request of the same client', async () => {
    const json = { 'content-type': 'application/json' }
    for (let round = 0; round < 3; round++) {
      const body = `{"spec":"${'a'.repeat(65 * 2 ** 20)}"}`
      const refused = await host.raw('/api/v1/services', { method: 'POST', headers: json, body })
      expect(await refused.json()).toMatchObject({ status: 413, code: 'body-too-large' })
      for (let next = 0; next < 3; next++) expect((await host.raw('/api/v1/master')).status).toBe(200)
    }
  })

  it('says nothing when a client leaves in the middle of a body, and goes on', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { port } = new URL(host.control)
    const head = `PUT /api/v1/master HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${host.token}\r\n`
    const leaving = connect(Number(port), '127.0.0.1')
    leaving.write(`${head}Content-Type: application/json\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n{"mode"`)
    await once(leaving, 'data')
    leaving.destroy()
    await once(leaving, 'close')
    for (let next = 0; next < 3; next++) expect((await host.raw('/api/v1/master')).status).toBe(200)
    expect(said.mock.calls).toEqual([])
    said.mockRestore()
  })

  it('names the field of a wrong input', async () => {
    const problem = await host.refused('setMaster', { body: { mode: 'sideways' as never } })
    expect(problem).toMatchObject({ code: 'invalid-input', status: 422, fields: [{ path: 'body.mode' }] })
  })

  it('never sends a CORS header, and always a policy that keeps foreign scripts out', async () => {
    for (const path of ['/', '/api/v1/status', '/api/v1/nothing']) {
      const response = await host.raw(path)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      expect(response.headers.get('content-security-policy')).toMatch(/script-src 'self';/)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('serves no file from outside the page', async () => {
    const { host: authority } = new URL(host.control)
    for (const path of ['/../../package.json', '/%2e%2e/%2e%2e/package.json', '/..%2f..%2fpackage.json']) {
      expect(await firstLine(host.control, `GET ${path} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)).toContain('404')
    }
  })
})

function firstLine(url: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request))
    socket.once('data', (chunk) => {
      resolve(chunk.toString('latin1').split('\r\n')[0] as string)
      socket.destroy()
    })
    socket.once('error', reject)
  })
}
