import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { removeFolder, startTestHost, type TestHost } from '../support/host.ts'
import { petsAndBooks } from '../support/workspace.ts'

const SWITCHES = 200
const REQUESTS_PER_SECOND = 300

let upstream: Server
let folder: string
let host: TestHost
beforeAll(async () => {
  upstream = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":42,"name":"from upstream"}')
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  folder = await petsAndBooks(
    `environments:\n  dev: { upstreams: { pets: http://127.0.0.1:${(upstream.address() as AddressInfo).port} } }\n`,
  )
  host = await startTestHost({ open: { kind: 'folder', folder } })
})
afterAll(async () => {
  await host.stop()
  upstream.close()
  await removeFolder(folder)
})

it('a route switched 200 times between mock and live under 300 requests a second fails none, and logs each with its mode', async () => {
  const expected = { mock: { id: 42, name: 'Rex' }, live: { id: 42, name: 'from upstream' } }
  const seen = new Map<string, string>()
  let switching = true
  const pending: Promise<void>[] = []
  const ask = async (): Promise<void> => {
    const response = await fetch(`${host.gateway}/pets-api/pets/42`)
    const source = response.headers.get('x-switchyard-source') as 'mock' | 'live'
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(expected[source])
    seen.set(response.headers.get('x-switchyard-exchange') as string, source)
  }
  const asking = (async () => {
    const began = performance.now()
    for (let sent = 0; switching; ) {
      const due = Math.floor(((performance.now() - began) / 1000) * REQUESTS_PER_SECOND)
      for (; sent < due; sent++) pending.push(ask())
      await delay(5)
    }
  })()
  for (let n = 0; n < SWITCHES; n++) {
    const mode = n % 2 === 0 ? 'live' : 'mock'
    const changed = await host.call('changeRoute', { params: { route: 'getPet' }, body: { mode } })
    expect(changed.mode).toBe(mode)
    await delay(10)
  }
  switching = false
  await asking
  await Promise.all(pending)

  const logged = new Map<string, { mode: string | null; source: string | null }>()
  for (let before: string | null = '999999999999'; before !== null; ) {
    const page: { items: { id: string; mode: string | null; source: string | null }[]; next: string | null } = await host.call(
      'listExchanges',
      {
        query: { before, limit: 1000 },
      },
    )
    for (const item of page.items) logged.set(item.id, item)
    before = page.next
  }
  expect(seen.size).toBe(pending.length)
  expect(seen.size).toBeGreaterThan(500)
  expect(new Set(seen.values())).toEqual(new Set(['mock', 'live']))
  expect(logged.size).toBe(seen.size)
  for (const [id, source] of seen) expect(logged.get(id)).toMatchObject({ mode: source, source })
}, 60_000)
