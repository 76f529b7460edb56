import { afterEach, expect, it } from 'vitest'
import { samplePath } from '../../proxy-core/gateway/sample-path.ts'
import type { RouteRuntime } from '../../proxy-core/gateway/switchboard.ts'
import { bodyOf, json, type Rig, startRig, startUpstream } from './rig.ts'

let rig: Rig
afterEach(() => rig.close())

function route(name: string): RouteRuntime {
  const found = rig.switchboard.findRoute(name)
  if (found.kind !== 'found') throw new Error(found.kind)
  return found.route
}

it('shows what a mock would answer, and leaves no record', async () => {
  rig = await startRig([{ mount: '/api', routes: ['GET /pets/{id}'] }])
  const answer = await rig.gateway.preview(route('GET /pets/{id}'), { path: '/api/pets/7?x=1' })
  expect(answer).toMatchObject({ url: `${rig.url}/api/pets/7?x=1`, status: 200, bodyEncoding: 'utf8', mode: 'mock', source: 'mock' })
  expect(JSON.parse(answer.body)).toMatchObject({ parameters: { id: '7' }, query: 'x=1' })
  expect(answer.trace.map(({ step }) => step)).toEqual(['route', 'mode', 'mock'])
  expect(rig.records).toEqual([])
})

it('asks the upstream of a live route, with fields and body', async () => {
  const upstream = await startUpstream(async (request, response) => {
    json(response, { method: request.method, url: request.url, a: request.headers['x-a'], body: String(await bodyOf(request)) })
  })
  rig = await startRig([{ routes: ['POST /pets'], upstream: upstream.url }])
  const answer = await rig.gateway.preview(route('POST /pets'), {
    headers: [
      ['x-a', '1'],
      ['x-switchyard-mode', 'live'],
    ],
    body: 'hello',
  })
  expect(answer).toMatchObject({ mode: 'live', source: 'live', status: 200 })
  expect(JSON.parse(answer.body)).toEqual({ method: 'POST', url: '/pets', a: '1', body: 'hello' })
  expect(rig.records).toEqual([])
  await upstream.close()
})

it('shows the problem of a live route without an upstream', async () => {
  rig = await startRig([{ routes: ['GET /a'] }])
  rig.switchboard.setMaster('live')
  expect(await rig.gateway.preview(route('GET /a'), {})).toMatchObject({
    status: 503,
    source: 'gateway',
    body: expect.stringContaining('no-upstream'),
  })
})

it('refuses a path that hits something else', async () => {
  rig = await startRig([{ routes: ['GET /a', 'GET /b'] }])
  await expect(rig.gateway.preview(route('GET /a'), { path: '/b' })).rejects.toThrow('/b does not hit shop:GET /a; it hits shop:GET /b.')
})

it('makes up a path from examples, enums and types', async () => {
  const nodes = {
    '#/0': {
      parameters: [
        { name: 'id', in: 'path', schema: { type: 'integer', minimum: 100 } },
        { name: 'color', in: 'path', schema: { $ref: '#/color' } },
        { name: 'slug', in: 'path', example: 'a b' },
        { name: 'q', in: 'query', required: true, schema: { type: 'string', default: 'x&y' } },
        { name: 'optional', in: 'query' },
      ],
      responses: {},
    },
    '#/color': { enum: ['red', 'blue'] },
  }
  rig = await startRig([{ mount: '/api', routes: ['GET /{id}/{color}/{slug}/{name}.zip'], nodes }])
  expect(samplePath(route('GET /{id}/{color}/{slug}/{name}.zip'))).toBe('/api/100/red/a%20b/1.zip?q=x%26y')
})
