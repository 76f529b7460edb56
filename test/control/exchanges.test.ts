import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEvents } from '../support/events.ts'
import { removeFolder, startTestHost, type TestHost } from '../support/host.ts'
import { petsAndBooks } from '../support/workspace.ts'

describe('exchanges of the control API', () => {
  let folder: string
  let host: TestHost
  let upstream: Server
  const slow = Promise.withResolvers<() => void>()
  beforeAll(async () => {
    upstream = createServer((request, response) => {
      const answer = () => response.end('{"id":1,"name":"late"}')
      if (request.url?.includes('slow')) slow.resolve(answer)
      else answer()
    })
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
    folder = await petsAndBooks(`environments:\n  dev: { upstreams: { pets: ${url} } }\n`)
    host = await startTestHost({ open: { kind: 'folder', folder } })
  })
  afterAll(async () => {
    await host.stop()
    upstream.close()
    await removeFolder(folder)
  })

  const ask = async (path: string, init?: RequestInit): Promise<string> => {
    const response = await fetch(host.gateway + path, init)
    await response.arrayBuffer()
    return response.headers.get('x-switchyard-exchange') as string
  }
  const list = (query: object = {}) => host.call('listExchanges', { query })

  it('are listed newest first, each with the id that the answer carried, in pages', async () => {
    const ids = [await ask('/pets-api/pets'), await ask('/pets-api/pets/42?a=1'), await ask('/books-api/books')]
    const page = await list({ limit: 2 })
    expect(page.items.map((item) => item.id)).toEqual([ids[2], ids[1]])
    expect(page.items[1]).toMatchObject({
      state: 'done',
      method: 'GET',
      path: '/pets-api/pets/42',
      query: 'a=1',
      service: 'pets',
      route: 'pets:GET /pets/{id}',
      mode: 'mock',
      source: 'mock',
      environment: 'dev',
      status: 200,
      contentType: 'application/json',
      pinned: false,
    })
    const next = await list({ limit: 2, before: page.next })
    expect(next.items[0]?.id).toBe(ids[0])
    expect((await list({ after: ids[1] })).items.map((item) => item.id)).toEqual([ids[2]])
  })

  it('are found by the filter language; a wrong one is refused with the place of the mistake', async () => {
    await ask('/nowhere')
    expect((await list({ filter: 'status:4xx path:/nowhere' })).items).toHaveLength(1)
    expect((await list({ filter: 'service:books' })).items.every((item) => item.service === 'books')).toBe(true)
    expect(await host.refused('listExchanges', { query: { filter: 'metod:get' } })).toMatchObject({ status: 422, code: 'filter-invalid' })
  })

  it('have a full record with headers in their order and case, timing and the reasons for the answer', async () => {
    const id = await ask('/pets-api/pets/42', { headers: { 'X-Custom': 'yes', Authorization: 'Bearer canary-secret-0123456789' } })
    const record = await host.call('getExchange', { params: { id } })
    expect(record.trace.map((step) => step.step)).toEqual(expect.arrayContaining(['route', 'mode', 'mock']))
    expect(record.timing.endMs).toBeGreaterThan(0)
    expect(record.request.headers.some(([name]) => name.toLowerCase() === 'x-custom')).toBe(true)
    expect(record.response?.body).toMatchObject({ truncated: false, masked: false })
    expect(record.response?.body.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(record)).not.toContain('canary-secret')
  })

  it('give the bytes of their bodies as downloads that no browser runs', async () => {
    const sent = JSON.stringify({ id: 7, name: 'Rex' })
    const id = await ask('/pets-api/pets', { method: 'POST', body: sent, headers: { 'content-type': 'application/json' } })
    const request = await host.raw(`/api/v1/exchanges/${id}/request/body`)
    expect(await request.text()).toBe(sent)
    expect(request.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(request.headers.get('x-content-type-options')).toBe('nosniff')
    const response = await host.raw(`/api/v1/exchanges/${id}/response/body`)
    expect(await response.json()).toMatchObject({ id: expect.any(Number), name: expect.any(String) })
  })

  it('are pinned, coloured and annotated; deleting leaves the pinned, and can be undone', async () => {
    const kept = await ask('/pets-api/pets')
    await ask('/pets-api/pets/42')
    await host.call('changeExchange', { params: { id: kept }, body: { pinned: true, color: 'amber', note: 'look here' } })
    const before = (await list({ limit: 1000 })).items.length
    const { deleted, undo } = await host.call('deleteExchanges')
    expect(deleted).toBe(before - 1)
    expect((await list()).items.map((item) => item.id)).toEqual([kept])
    expect(await host.call('getExchange', { params: { id: kept } })).toMatchObject({ pinned: true, color: 'amber', note: 'look here' })
    expect(await host.call('undoDelete', { params: { undo } })).toEqual({ restored: deleted })
    expect((await list({ limit: 1000 })).items).toHaveLength(before)
    expect(await host.refused('undoDelete', { params: { undo: 'never' } })).toMatchObject({ status: 404 })
  })

  it('are deleted singly, and unknown ones are 404', async () => {
    const id = await ask('/pets-api/pets')
    expect(await host.call('deleteExchange', { params: { id } })).toMatchObject({ deleted: 1 })
    for (const name of ['getExchange', 'deleteExchange', 'getRequestBody'] as const) {
      expect(await host.refused(name, { params: { id } })).toMatchObject({ status: 404, code: 'unknown-exchange' })
    }
  })

  it('are told to a page when they end, within 100 ms', async () => {
    const events = await readEvents(host.control, host.token)
    const id = await ask('/books-api/books')
    const ended = performance.now()
    const event = await events.next((each) => each.name === 'exchange' && each.data.id === id)
    expect(performance.now() - ended).toBeLessThan(100)
    expect(event.data).toMatchObject({ state: 'done', status: 200 })
    events.close()
  })

  it('are shown pending while they wait for the upstream, in events and in lists, and then done', async () => {
    await host.call('changeRoute', { params: { route: 'getPet' }, body: { mode: 'live' } })
    const events = await readEvents(host.control, host.token)
    const answered = fetch(`${host.gateway}/pets-api/pets/42?slow`)
    const pending = await events.next((each) => each.name === 'exchange' && each.data.state === 'pending')
    expect(pending.data).toMatchObject({ path: '/pets-api/pets/42', status: null, durationMs: null })
    expect((await list()).items[0]).toMatchObject({ id: pending.data.id, state: 'pending' })
    const later = [await ask('/books-api/books'), await ask('/books-api/books')]
    const page = await list({ limit: 2 })
    expect(page.items.map(({ id }) => id)).toEqual(later.reverse())
    expect((await list({ limit: 2, before: page.next })).items[0]).toMatchObject({ id: pending.data.id, state: 'pending' })
    expect((await list({ limit: 3 })).items.map(({ id }) => id)).toEqual([...later, pending.data.id])
    const release = await slow.promise
    release()
    const done = await events.next((each) => each.name === 'exchange' && each.data.id === pending.data.id && each.data.state === 'done')
    expect(done.data).toMatchObject({ status: 200, source: 'live', mode: 'live' })
    await (await answered).arrayBuffer()
    events.close()
  })

  it('are counted in stats', async () => {
    const stats = await host.call('getStats', { query: { filter: 'service:books', buckets: 10 } })
    expect(stats.total).toBeGreaterThan(0)
    expect(stats.buckets).toHaveLength(10)
    expect(stats.buckets.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(stats.total)
  })

  it('that a page missed are sent again after its last event, or it is told to load again', async () => {
    const first = await readEvents(host.control, host.token)
    const id = await ask('/books-api/books')
    const seen = await first.next((each) => each.data.id === id)
    const later = await ask('/pets-api/pets')
    await first.next((each) => each.data.id === later)
    const again = await readEvents(host.control, host.token, seen.id)
    expect((await again.next(() => true)).data.id).toBe(later)
    again.close()
    const lost = await readEvents(host.control, host.token, 1_000_000)
    expect((await lost.next(() => true)).name).toBe('reset')
    lost.close()
    first.close()
  })
})
