import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readEvents } from '../support/events.ts'
import { removeFolder, startTestHost, type TestHost } from '../support/host.ts'
import { petsAndBooks } from '../support/workspace.ts'

describe('routes of the control API', () => {
  let folder: string
  let host: TestHost
  beforeAll(async () => {
    folder = await petsAndBooks()
    host = await startTestHost({ open: { kind: 'folder', folder } })
  })
  beforeEach(() => host.call('changeRoutes', { body: { where: {}, set: { mode: null } } }))
  afterAll(async () => {
    await host.stop()
    await removeFolder(folder)
  })

  const ids = async (query: object) => (await host.call('listRoutes', { query })).items.map((route) => route.id)

  it('are listed in the order of the workspace and its documents', async () => {
    expect(await ids({})).toEqual([
      'pets:GET /pets',
      'pets:POST /pets',
      'pets:GET /pets/{id}',
      'pets:GET /status',
      'books:GET /books',
      'books:GET /status',
    ])
  })

  it('are found by service, tag and text', async () => {
    expect(await ids({ service: 'books' })).toHaveLength(2)
    expect(await ids({ tag: 'other' })).toEqual(['pets:GET /status'])
    expect(await ids({ q: 'every pet' })).toEqual(['pets:GET /pets'])
    expect(await host.refused('listRoutes', { query: { service: 'cats' } })).toMatchObject({ status: 404, code: 'unknown-service' })
  })

  it('have an id that is one encoded segment, an alias by operation id, and need no service where they are unique', async () => {
    for (const name of ['pets:GET /pets/{id}', 'pets:getPet', 'getPet', 'GET /pets/{id}']) {
      expect((await host.call('getRoute', { params: { route: name } })).id).toBe('pets:GET /pets/{id}')
    }
  })

  it('answer 409 with the candidates where a name is ambiguous, 404 where it is unknown', async () => {
    expect(await host.refused('getRoute', { params: { route: 'GET /status' } })).toMatchObject({
      status: 409,
      candidates: ['pets:GET /status', 'books:GET /status'],
    })
    expect(await host.refused('getRoute', { params: { route: 'GET /cats' } })).toMatchObject({ status: 404, code: 'unknown-route' })
  })

  it('show what the document offers, and a URL that answers', async () => {
    const route = await host.call('getRoute', { params: { route: 'getPet' } })
    expect(route.responses).toEqual([
      { status: '200', description: 'One pet', contentTypes: ['application/json'], examples: ['rex', 'tom'] },
      { status: '404', description: 'No such pet', contentTypes: ['application/json'], examples: [] },
    ])
    expect((await fetch(route.sampleUrl)).status).toBe(200)
  })

  it('are switched singly; the switch is kept in the overlay and the shared file is left alone', async () => {
    const before = await readFile(join(folder, 'switchyard.yaml'), 'utf8')
    const changed = await host.call('changeRoute', { params: { route: 'getPet' }, body: { mode: 'live' } })
    expect(changed).toMatchObject({ mode: 'live', modeSource: 'route', ownMode: 'live' })
    expect(changed.refusedModes.live).toMatch(/upstream/)
    expect(await readFile(join(folder, 'switchyard.local.yaml'), 'utf8')).toContain('live')
    expect(await readFile(join(folder, 'switchyard.yaml'), 'utf8')).toBe(before)
    const answer = await fetch(`${host.gateway}/pets-api/pets/42`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ code: 'no-upstream' })
  })

  it('are switched in bulk and say how many', async () => {
    expect(await host.call('changeRoutes', { body: { where: { service: 'pets', tag: 'pets' }, set: { mode: 'live' } } })).toEqual({
      changed: 3,
    })
    const modes = (await host.call('listRoutes')).items.map((route) => route.mode)
    expect(modes).toEqual(['live', 'live', 'live', 'mock', 'mock', 'mock'])
  })

  it('take a mode that does not work for wrong input, and change nothing when one of many is unknown', async () => {
    expect(await host.refused('changeRoute', { params: { route: 'getPet' }, body: { mode: 'auto' as never } })).toMatchObject({
      status: 422,
    })
    const problem = await host.refused('changeRoutes', { body: { where: { routes: ['getPet', 'getCat'] }, set: { mode: 'live' } } })
    expect(problem.detail).toContain('getCat')
    expect((await host.call('getRoute', { params: { route: 'getPet' } })).mode).toBe('mock')
  })

  it('follow their service, and both follow the master switch', async () => {
    await host.call('changeService', { params: { service: 'books' }, body: { mode: 'live' } })
    expect(await host.call('getRoute', { params: { route: 'listBooks' } })).toMatchObject({
      mode: 'live',
      modeSource: 'service',
      ownMode: null,
    })
    await host.call('setMaster', { body: { mode: 'mock' } })
    expect(await host.call('getRoute', { params: { route: 'listBooks' } })).toMatchObject({ mode: 'mock', modeSource: 'master' })
    expect((await fetch(`${host.gateway}/books-api/books`)).headers.get('x-switchyard-source')).toBe('mock')
    await host.call('setMaster', { body: { mode: null } })
    await host.call('changeService', { params: { service: 'books' }, body: { mode: null } })
    expect((await host.call('getRoute', { params: { route: 'listBooks' } })).mode).toBe('mock')
  })

  it('answer with the response they are set to; that is part of the mock and goes to the shared file with its comments', async () => {
    await host.call('changeRoute', { params: { route: 'getPet' }, body: { response: { status: 404 } } })
    expect((await fetch(`${host.gateway}/pets-api/pets/42`)).status).toBe(404)
    const shared = await readFile(join(folder, 'switchyard.yaml'), 'utf8')
    expect(shared).toContain('status: 404')
    expect(shared).toContain("# the team's")
    expect(shared).toContain('# lent')
    await host.call('changeRoute', { params: { route: 'getPet' }, body: { response: { status: 200, example: 'tom' } } })
    expect(await (await fetch(`${host.gateway}/pets-api/pets/42`)).json()).toEqual({ id: 42, name: 'Tom' })
    await host.call('changeRoute', { params: { route: 'getPet' }, body: { response: null } })
    expect(await (await fetch(`${host.gateway}/pets-api/pets/42`)).json()).toEqual({ id: 42, name: 'Rex' })
  })

  it('tell what they would answer now, and log nothing', async () => {
    const { total } = (await host.call('getStatus')).exchanges
    const answer = await host.call('previewRoute', { params: { route: 'getPet' }, body: { headers: [['Prefer', 'example=tom']] } })
    expect(answer).toMatchObject({ status: 200, mode: 'mock', source: 'mock', bodyEncoding: 'utf8' })
    expect(JSON.parse(answer.body)).toEqual({ id: 42, name: 'Tom' })
    expect(answer.trace.length).toBeGreaterThan(1)
    expect((await host.call('getStatus')).exchanges.total).toBe(total)
  })

  it('follow an edit of the file at once, and pages hear of it', async () => {
    const events = await readEvents(host.control, host.token)
    const heard = events.next((event) => event.name === 'route' && event.data.id === 'books:GET /books')
    const file = join(folder, 'switchyard.yaml')
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('spec: ./openapi/books.yaml', 'spec: ./openapi/books.yaml\n    mode: live'),
    )
    expect((await heard).data).toMatchObject({ mode: 'live', modeSource: 'service' })
    events.close()
    expect(await readFile(file, 'utf8')).toContain('mode: live')
  })

  it('keep running on the last good file when an edit is broken, and the status says where', async () => {
    const file = join(folder, 'switchyard.yaml')
    const good = await readFile(file, 'utf8')
    const events = await readEvents(host.control, host.token)
    await writeFile(file, `${good}mode: sideways\n`)
    const said = await events.next((event) => event.name === 'host' && event.data.workspace.error !== null)
    expect(said.data.workspace.error).toMatch(/switchyard\.yaml:\d+:\d+: /)
    expect((await fetch(`${host.gateway}/pets-api/pets/42`)).status).toBe(200)
    await writeFile(file, good)
    await events.next((event) => event.name === 'host' && event.data.workspace.error === null)
    events.close()
  })
})
