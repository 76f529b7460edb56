import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startSampleUpstream } from '../../proxy-core/sample/upstream.ts'
import { json, startUpstream } from '../gateway/rig.ts'
import { makePlace, runToEnd, shopSpec, switchyard } from './command-line.ts'

it('mock serves a document and leaves nothing behind', async () => {
  const place = await makePlace()
  const running = switchyard(place, ['mock', shopSpec, '-p', '0', '--json'])
  const { gateway } = await running.ready()
  expect(await (await fetch(`${gateway}/api/products/42`)).json()).toMatchObject({ id: 42, name: 'Gooseneck kettle' })
  expect(await readdir(place.temporary)).toHaveLength(1)
  expect(await running.end('SIGINT')).toBe(0)
  expect(await readdir(place.temporary)).toEqual([])
  expect(await readdir(place.work)).toEqual([])
})

it('mock takes seed, dynamic, generate and cors', async () => {
  const place = await makePlace()
  const bodies: Record<string, string[]> = {}
  for (const [name, flags] of Object.entries({
    seeded: ['--dynamic', '--seed', 'a'],
    static: ['-d', '--generate=static', '--cors=false'],
  })) {
    const running = switchyard(place, ['mock', shopSpec, '-p', '0', '--json', ...flags])
    const { gateway } = await running.ready()
    const first = await fetch(`${gateway}/api/cart`, { headers: { origin: 'http://localhost:3000' } })
    expect(first.headers.has('access-control-allow-origin')).toBe(name === 'seeded')
    bodies[name] = [await first.text(), await (await fetch(`${gateway}/api/cart`)).text()]
    await running.end()
  }
  expect(bodies.seeded?.[0]).not.toBe(bodies.seeded?.[1])
  expect(bodies.static?.[0]).toContain('"name":"string"')
})

it('proxy forwards every route to the upstream', async () => {
  const shop = await startSampleUpstream()
  onTestFinished(() => shop.close())
  const place = await makePlace()
  const running = switchyard(place, ['proxy', shopSpec, shop.url, '-p', '0', '--json'])
  const { gateway } = await running.ready()
  const answer = await fetch(`${gateway}/api/products/51`)
  expect(answer.headers.get('x-switchyard-source')).toBe('live')
  expect(await answer.json()).toMatchObject({ id: 51, name: 'Flat burr grinder' })
})

it('with --errors a bad request is not forwarded, a bad answer becomes a problem', async () => {
  const upstream = await startUpstream((_, response) => json(response, { total: 'none' }))
  onTestFinished(() => upstream.close())
  const place = await makePlace()
  const answers = async (flags: string[]) => {
    const running = switchyard(place, ['proxy', shopSpec, upstream.url, '-p', '0', '--json', ...flags])
    const { gateway } = await running.ready()
    const bad = await fetch(`${gateway}/api/products?limit=ten`)
    const good = await fetch(`${gateway}/api/cart`)
    const seen = [bad.status, good.status, good.headers.has('sl-violations'), good.headers.get('x-switchyard-source')]
    await running.end()
    return seen
  }
  expect(await answers(['--errors'])).toEqual([422, 500, false, 'gateway'])
  expect(await answers([])).toEqual([200, 200, true, 'live'])
})

it('ends with 3 and the place when the document is broken', async () => {
  const place = await makePlace()
  await writeFile(join(place.work, 'a.yaml'), 'openapi: 3.1.0\ninfo: [\n')
  const { exitCode, stderr } = await runToEnd(place, ['mock', 'a.yaml', '-p', '0'])
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/^switchyard: \S+a\.yaml, line \d+, column \d+: /)
  expect(await readdir(place.temporary)).toEqual([])
})

it('proxy refuses an upstream of which a part would be lost', async () => {
  const place = await makePlace()
  for (const upstream of ['http://me:secret@localhost:1', 'http://localhost:1/?key=1', 'http://localhost:1/#a', 'localhost:1'])
    expect(await runToEnd(place, ['proxy', shopSpec, upstream, '-p', '0'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('a URL without user, query and fragment'),
    })
})
