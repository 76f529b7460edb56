import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSession, ticketOf, useSession } from '../../renderer/api/session.ts'

const host = createServer((request, response) => {
  let text = ''
  request.on('data', (piece) => {
    text += piece
  })
  request.on('end', () => {
    const good = JSON.parse(text).ticket === 'good'
    response.writeHead(good ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(good ? { token: 'secret' } : { code: 'ticket-invalid', detail: 'The ticket was used before.' }))
  })
})

function around(hash: string, kept: Record<string, string> = {}) {
  const shown: string[] = []
  const { port } = host.address() as AddressInfo
  return {
    shown,
    kept,
    location: { hash, pathname: '/routes', search: '?q=1' },
    history: { replaceState: (_: unknown, __: string, url?: string | URL | null) => void shown.push(String(url)) },
    storage: {
      getItem: (name: string) => kept[name] ?? null,
      setItem: (name: string, value: string) => {
        kept[name] = value
      },
      removeItem: (name: string) => {
        delete kept[name]
      },
    },
    fetch: (path: RequestInfo | URL, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init),
  }
}

beforeEach(() => new Promise<void>((done) => host.listen(0, '127.0.0.1', done)))
afterEach(() => new Promise<void>((done) => void host.close(() => done())))

describe('the session of the page', () => {
  it('swaps the ticket of the fragment for the token and clears the fragment', async () => {
    const place = around('#ticket=good')
    await openSession(place)
    expect(place.kept).toEqual({ 'switchyard.token': 'secret' })
    expect(place.shown).toEqual(['/routes?q=1'])
    expect(useSession.getState().session).toEqual({ kind: 'open' })
  })

  it('says why a used ticket opens nothing', async () => {
    const place = around('#ticket=old')
    await openSession(place)
    expect(place.shown).toEqual(['/routes?q=1'])
    expect(useSession.getState().session).toEqual({ kind: 'closed', cause: 'ticket-refused', why: 'The ticket was used before.' })
  })

  it('goes on with the token of the tab when the page is loaded again', async () => {
    await openSession(around('', { 'switchyard.token': 'secret' }))
    expect(useSession.getState().session).toEqual({ kind: 'open' })
  })

  it('is closed without a ticket and without a token', async () => {
    await openSession(around(''))
    expect(useSession.getState().session).toEqual({ kind: 'closed', cause: 'no-ticket', why: null })
  })

  it('reads no ticket from other fragments', () => {
    expect(ticketOf('')).toBeNull()
    expect(ticketOf('#top')).toBeNull()
    expect(ticketOf('#ticket=')).toBeNull()
  })
})
