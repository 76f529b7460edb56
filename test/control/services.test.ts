import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { removeFolder, startTestHost, type TestHost, temporaryFolder } from '../support/host.ts'
import { fixture } from '../support/workspace.ts'

describe('services of the control API', () => {
  let host: TestHost
  const folders: string[] = []
  afterEach(async () => {
    await host.stop()
    for (const folder of folders.splice(0)) await removeFolder(folder)
  })
  const folder = async (): Promise<string> => {
    const made = await temporaryFolder()
    folders.push(made)
    return made
  }
  const books = () => readFile(fixture('control/books.yaml'), 'utf8')

  it('start from nothing: the sample shop answers from its mock and from its own upstream', async () => {
    host = await startTestHost({ open: { kind: 'none' } })
    expect((await host.call('getStatus')).workspace.kind).toBe('none')
    const added = await host.call('addService', { body: { spec: 'sample:shop' } })
    expect(added).toMatchObject({ state: 'ready', sample: true, mount: '/api', diagnostics: { errors: 0 } })
    expect((await fetch(added.sampleUrl as string)).headers.get('x-switchyard-source')).toBe('mock')
    await expect.poll(async () => (await host.call('getService', { params: { service: added.name } })).upstream).toMatch(/^http:/)
    await host.call('changeService', { params: { service: added.name }, body: { mode: 'live' } })
    const live = await fetch(added.sampleUrl as string)
    expect(live.headers.get('x-switchyard-source')).toBe('live')
    expect(live.status).toBe(200)
    expect((await host.call('getStatus')).workspace.kind).toBe('memory')
  })

  it('come from pasted text, in memory', async () => {
    host = await startTestHost({ open: { kind: 'none' } })
    const added = await host.call('addService', { body: { spec: await books() } })
    expect(added).toMatchObject({ name: 'books', mount: '/books-api', routes: 2 })
    expect(await (await fetch(`${host.gateway}/books-api/books`)).json()).toEqual([{ title: 'Dune' }])
  })

  it('learn what is wrong with the examples of their document while they serve it', async () => {
    host = await startTestHost({ open: { kind: 'none' } })
    const spec = (await books()).replace('{ example:', '{ schema: { type: array, maxItems: 0 }, example:')
    const added = await host.call('addService', { body: { spec } })
    expect((await fetch(added.sampleUrl as string)).status).toBe(200)
    const told = async () => (await host.call('getService', { params: { service: added.name } })).diagnosticList
    await expect.poll(told, { timeout: 10_000 }).toContainEqual({
      severity: 'warning',
      code: 'example',
      message: 'the example does not fit its schema: must NOT have more than 0 items',
      file: expect.any(String),
      line: expect.any(Number),
      column: expect.any(Number),
    })
  })

  it('come from pasted text into a folder as a file of it', async () => {
    const place = await folder()
    host = await startTestHost({ open: { kind: 'folder', folder: place } })
    await host.call('addService', { body: { spec: await books(), mount: '/library' } })
    expect(await readFile(join(place, 'openapi/books.yaml'), 'utf8')).toBe(await books())
    expect(await readFile(join(place, 'switchyard.yaml'), 'utf8')).toContain('./openapi/books.yaml')
    expect((await fetch(`${host.gateway}/library/books`)).status).toBe(200)
  })

  it('come from a path, which opens its folder when nothing is open; nothing is written until something is set', async () => {
    const place = await folder()
    await writeFile(join(place, 'api.yaml'), await books())
    host = await startTestHost({ open: { kind: 'none' } })
    const added = await host.call('addService', { body: { spec: join(place, 'api.yaml') } })
    expect(added).toMatchObject({ name: 'books', spec: './api.yaml' })
    expect((await host.call('getStatus')).workspace).toMatchObject({ kind: 'folder', folder: place })
    await expect(readFile(join(place, 'switchyard.yaml'))).rejects.toThrow()
    await host.call('changeRoute', { params: { route: 'listBooks' }, body: { mode: 'live' } })
    await host.stop()
    host = await startTestHost({ open: { kind: 'folder', folder: place } })
    expect(await host.call('getRoute', { params: { route: 'listBooks' } })).toMatchObject({ ownMode: 'live' })
  })

  it('come from a URL', async () => {
    const text = await books()
    const server = createServer((_, response) => response.end(text))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    host = await startTestHost({ open: { kind: 'none' } })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.yaml`
    expect(await host.call('addService', { body: { spec: url } })).toMatchObject({ name: 'books', spec: url, routes: 2 })
    server.close()
  })

  it('are every document of a folder that defines none', async () => {
    const place = await folder()
    await mkdir(join(place, 'specs'))
    await writeFile(join(place, 'specs/books.yaml'), await books())
    await writeFile(join(place, 'pets.yaml'), await readFile(fixture('control/pets.yaml'), 'utf8'))
    host = await startTestHost({ open: { kind: 'folder', folder: place } })
    expect((await host.call('listServices')).items.map((service) => service.name).sort()).toEqual(['books', 'pets'])
  })

  it('get a name of their own when the title is taken', async () => {
    host = await startTestHost({ open: { kind: 'none' } })
    await host.call('addService', { body: { spec: await books() } })
    expect((await host.call('addService', { body: { spec: `${await books()}\n`, mount: '/again' } })).name).toBe('books-2')
  })

  it('refuse a document that can not be read, with line and column, and add nothing', async () => {
    host = await startTestHost({ open: { kind: 'none' } })
    const problem = await host.refused('addService', { body: { spec: 'openapi: 3.1.0\ninfo:\n\ttitle: Broken\n' } })
    expect(problem).toMatchObject({ status: 422, code: 'document-syntax' })
    expect(problem.diagnostics?.[0]).toMatchObject({ line: 3 })
    const missing = await host.refused('addService', { body: { spec: '/nowhere/openapi.yaml' } })
    expect(missing.detail).toContain('/nowhere/openapi.yaml')
    expect((await host.call('listServices')).items).toEqual([])
  })

  it('refuse an upstream that is the gateway or the control port', async () => {
    host = await startTestHost({ open: { kind: 'none' } })
    const { name } = await host.call('addService', { body: { spec: await books() } })
    for (const upstream of [
      host.gateway,
      host.control,
      host.gateway.replace('127.0.0.1', 'localhost'),
      host.gateway.replace('127.0.0.1', '[::ffff:127.0.0.1]'),
    ]) {
      expect(await host.refused('changeService', { params: { service: name }, body: { upstream } })).toMatchObject({
        status: 422,
        code: 'upstream-not-allowed',
      })
    }
    expect(await host.refused('changeService', { params: { service: name }, body: { upstream: 'not a url' } })).toMatchObject({
      status: 422,
    })
  })

  it('are taken away, and their paths with them', async () => {
    host = await startTestHost({ open: { kind: 'none' } })
    await host.call('addService', { body: { spec: await books() } })
    await host.call('addService', { body: { spec: 'sample:shop' } })
    for (const { name } of (await host.call('listServices')).items) await host.call('removeService', { params: { service: name } })
    expect((await host.call('listServices')).items).toEqual([])
    expect((await fetch(`${host.gateway}/books-api/books`)).status).toBe(404)
  })

  it('serve what is left of a document with faults, and name the faults', async () => {
    host = await startTestHost({ open: { kind: 'none' } })
    const text = (await books()).replace(
      'paths:',
      "paths:\n  /broken:\n    get: { responses: { '200': { $ref: '#/components/responses/Gone' } } }",
    )
    const added = await host.call('addService', { body: { spec: text } })
    expect(added.diagnosticList.some((each) => each.message.includes('#/components/responses/Gone') && each.line !== null)).toBe(true)
    expect((await fetch(`${host.gateway}/books-api/books`)).status).toBe(200)
  })

  it('can be added again after they were removed, from a path and from text; what the files hold now is served', async () => {
    const place = await folder()
    await writeFile(join(place, 'switchyard.yaml'), 'version: 1\nservices: { first: { spec: ./first.yaml, mount: /first } }\n')
    for (const name of ['first.yaml', 'api.yaml']) await writeFile(join(place, name), await books())
    host = await startTestHost({ open: { kind: 'folder', folder: place } })
    for (const spec of ['./api.yaml', await books()]) {
      for (const again of [false, true]) {
        const added = await host.call('addService', { body: { spec, name: 'again', mount: '/again' } })
        expect(added, `${again}`).toMatchObject({ name: 'again', state: 'ready' })
        expect((await fetch(`${host.gateway}/again/books`)).status).toBe(200)
        await host.call('removeService', { params: { service: 'again' } })
        expect((await fetch(`${host.gateway}/again/books`)).status).toBe(404)
      }
    }
    await host.call('addService', { body: { spec: './api.yaml', name: 'again', mount: '/again' } })
    await host.call('removeService', { params: { service: 'again' } })
    await writeFile(join(place, 'api.yaml'), (await books()).replace('/books:', '/novels:'))
    await host.call('addService', { body: { spec: './api.yaml', name: 'again', mount: '/again' } })
    expect((await fetch(`${host.gateway}/again/novels`)).status).toBe(200)
    const other = await host.call('addService', { body: { spec: `${await books()}\n# other`, name: 'text' } })
    await host.call('removeService', { params: { service: 'text' } })
    const next = await host.call('addService', { body: { spec: await books(), name: 'text' } })
    expect([other.spec, next.spec]).toEqual(['./openapi/text.yaml', './openapi/text-2.yaml'])
  })

  it('a file that is no document is refused and leaves the open workspace alone', async () => {
    const place = await folder()
    host = await startTestHost({ open: { kind: 'folder', folder: place } })
    const other = await folder()
    await writeFile(join(other, 'notes.txt'), 'milk and bread')
    expect(await host.refused('openFolder', { body: { path: join(other, 'notes.txt') } })).toMatchObject({ code: 'document-not-openapi' })
    expect((await host.call('getStatus')).workspace.folder).toBe(place)
    expect(await readdir(other)).toEqual(['notes.txt'])
  })

  it('are shown by the GET of one thing, rather than of a download', async () => {
    host = await startTestHost({ open: { kind: 'none' } })
    const get = '{ get: { responses: { 200: { description: d } } } }'
    const text = (paths: string) => `openapi: 3.1.0\ninfo: { title: Files, version: "1" }\npaths: { ${paths} }\n`
    const spec = text(`"/files/{id}.zip": ${get}, /files: ${get}`)
    expect((await host.call('addService', { body: { spec, name: 'a', mount: '/a' } })).sampleUrl).toBe(`${host.gateway}/a/files`)
    const one = text(`/files: ${get}, "/files/{id}": ${get}`)
    expect((await host.call('addService', { body: { spec: one, name: 'b', mount: '/b' } })).sampleUrl).toMatch(/\/b\/files\/.+/)
  })

  it('that share a mount warn of routes that another one takes first', async () => {
    const place = await folder()
    await writeFile(join(place, 'one.yaml'), await books())
    await writeFile(join(place, 'two.yaml'), await books())
    await writeFile(join(place, 'switchyard.yaml'), 'version: 1\nservices:\n  one: { spec: ./one.yaml }\n  two: { spec: ./two.yaml }\n')
    host = await startTestHost({ open: { kind: 'folder', folder: place } })
    expect((await host.call('getService', { params: { service: 'one' } })).diagnosticList).toEqual([])
    const two = await host.call('getService', { params: { service: 'two' } })
    expect(two.diagnosticList[0]).toMatchObject({
      severity: 'warning',
      code: 'duplicate-route',
      message: expect.stringContaining('one, which comes first, answers GET /books, GET /status.'),
    })
    expect(two.diagnostics.warnings).toBe(1)
    await host.call('changeService', { params: { service: 'two' }, body: { mount: '/two' } })
    expect((await host.call('getService', { params: { service: 'two' } })).diagnosticList).toEqual([])
  })

  it('may be called as what every object has', async () => {
    const place = await folder()
    host = await startTestHost({ open: { kind: 'folder', folder: place } })
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      const added = await host.call('addService', { body: { spec: await books(), name, mount: `/${name}` } })
      expect(added).toMatchObject({ name: name.toLowerCase(), state: 'ready', upstream: null })
      expect((await fetch(`${host.gateway}/${name}/books`)).status).toBe(200)
    }
  })
})
