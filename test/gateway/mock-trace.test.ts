import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServiceRuntime } from '../../proxy-core/gateway/service-runtime.ts'
import type { RouteRuntime } from '../../proxy-core/gateway/switchboard.ts'
import { createMock } from '../../proxy-core/mock/create-mock.ts'
import { openText } from '../mock/fixture.ts'
import { type Rig, startRig } from './rig.ts'

const teas = `
openapi: 3.1.0
info: { title: Teas, version: '1' }
servers: [{ url: 'https://one.example.com/api' }, { url: 'https://two.example.com/v2' }]
paths:
  /teas/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200': { description: a tea, content: { application/json: { schema: { $ref: '#/components/schemas/Tea' } }, text/csv: { example: 'a,b' } } }
        '404': { description: none, content: { application/json: { examples: { gone: { value: { name: 1 } } }, schema: { $ref: '#/components/schemas/Tea' } } } }
components:
  schemas: { Tea: { type: object, required: [name, note], properties: { name: { type: string }, note: { type: string } } } }
`
let rig: Rig
let route: RouteRuntime
beforeAll(async () => {
  rig = await startRig([])
  const document = await openText(teas)
  const mock = createMock(document, { seed: '', dynamic: false, generate: 'realistic' })
  const settings = { document, upstream: null, mode: null, routes: {}, mock }
  const { service } = createServiceRuntime({ ...settings, name: 'teas', mount: null })
  const other = createServiceRuntime({ ...settings, name: 'other', mount: '/other' }).service
  rig.switchboard.setServices([service, other])
  route = service.routes[0] as RouteRuntime
})
afterAll(() => rig.close())

async function ask(path: string, headers: Record<string, string>) {
  const before = rig.records.length
  const answer = await fetch(rig.url + path, { headers })
  const body = await answer.text()
  const record = (await rig.recorded(before + 1))[before]
  return { status: answer.status, body, trace: record?.trace.map(({ step, outcome, text }) => ({ step, outcome, text })) ?? [] }
}

const told = (trace: { step: string; text: string }[]) => trace.map(({ step, text }) => `${step}: ${text}`)

describe('the trace of a mock', () => {
  it('tells the whole way from the route to the seed, by which the body comes again', async () => {
    const { body, trace } = await ask('/api/teas/7', { Accept: 'application/json', Prefer: 'dynamic=true' })
    expect(told(trace)).toEqual([
      'route: GET /teas/{id} of teas, mounted at /api',
      'mode: mock, as nothing else is set',
      'contract: the request is as the document asks',
      'mock: status 200, the lowest 2XX of the document',
      'mock: application/json, as Accept wanted application/json; refused: text/csv (not named)',
      'mock: 200 application/json, generated afresh with seed switchyard-1; Prefer: dynamic=true, seed=switchyard-1 gives it again',
    ])
    const prefer = /Prefer: (.*) gives it again$/.exec(trace.at(-1)?.text ?? '')?.[1] ?? ''
    expect((await ask('/api/teas/7', { Accept: 'application/json', Prefer: prefer })).body).toBe(body)
    expect((await ask('/api/teas/7', { Accept: 'application/json', Prefer: 'dynamic=true' })).body).not.toBe(body)
  })

  it.each([
    ['generated', '/api/teas/7', { Accept: '*/*' }],
    ['refused', '/api/teas/7', { Accept: 'image/png' }],
    ['not as the document asks', '/api/teas/x', { Accept: '*/*' }],
    ['not as the document says', '/api/teas/7', { Accept: '*/*', Prefer: 'code=404, example=gone, seed=1' }],
  ])('is the same in a preview: %s', async (_, path, headers: Record<string, string>) => {
    const sent = { 'accept-language': '*', ...headers }
    const { status, body, trace } = await ask(path, sent)
    const preview = await rig.gateway.preview(route, { path, headers: Object.entries(sent) })
    expect(preview).toMatchObject({ status, body })
    expect(preview.trace.map(({ step, outcome, text }) => ({ step, outcome, text }))).toEqual(trace)
  })
})

describe('the servers of a document', () => {
  it('mount it by the path of the first; the others are named in no route', async () => {
    const miss = await ask('/v2/teas/7', {})
    expect([miss.status, JSON.parse(miss.body).code]).toEqual([404, 'NO_SERVER_MATCHED'])
    expect(miss.body).toContain('There is teas at /api, other at /other')
    expect((await ask('/api/teas/7', {})).status).toBe(200)
  })
})
