import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createServiceRuntime } from '../../proxy-core/gateway/service-runtime.ts'
import { createMock } from '../../proxy-core/mock/create-mock.ts'
import type { ApiDocument } from '../../proxy-core/openapi/document.ts'
import { openFile, openText } from '../mock/fixture.ts'
import { type Rig, startRig } from './rig.ts'

const orders = `
openapi: 3.1.0
info: { title: Orders, version: '1' }
servers: [{ url: /orders-api }]
paths:
  /plain: { get: { responses: { '204': { description: Nothing is asked } } } }
  /search:
    get:
      parameters:
        - { name: limit, in: query, schema: { type: integer } }
        - { name: page, in: query, deprecated: true, schema: { type: integer } }
      responses:
        '200': { description: ok, content: { application/json: { example: [] } } }
        '400':
          description: bad
          content: { application/json: { examples: { short: { value: { error: short } }, long: { value: { error: long } } } } }
  /strict:
    put:
      security: [{ basic: [] }]
      parameters: [{ name: mode, in: query, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [name] } } } }
      responses: { '200': { description: ok, content: { application/json: { example: { ok: true } } } } }
  /fallback:
    put:
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [name] } } } }
      responses:
        '200': { description: ok }
        default: { description: any, content: { application/json: { schema: { type: object, required: [message], properties: { message: { const: refused } } } } } }
  /media:
    put:
      requestBody: { content: { application/json: {} } }
      responses:
        '200': { description: ok }
        '400': { description: bad, content: { text/plain: { example: bad } } }
        '422': { description: worse, content: { text/plain: { example: worse } } }
components: { securitySchemes: { basic: { type: http, scheme: basic } } }
`
let rig: Rig
let shop: ApiDocument
beforeAll(async () => {
  shop = await openFile(fileURLToPath(new URL('../../proxy-core/sample/shop.yaml', import.meta.url)))
  rig = await startRig([])
  const documents = { shop, orders: await openText(orders) }
  rig.switchboard.setServices(
    Object.entries(documents).map(([name, document]) => {
      const mock = createMock(document, { seed: '', dynamic: false, generate: 'realistic' })
      return createServiceRuntime({ name, mount: null, document, upstream: null, mode: null, routes: {}, mock }).service
    }),
  )
})
afterAll(() => rig.close())
beforeEach(() => {
  rig.records.length = 0
})

async function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const answer = await fetch(rig.url + path, { method, headers, ...(body === undefined ? {} : { body }) })
  const text = await answer.text()
  const [record] = await rig.recorded(1)
  if (record === undefined) throw new Error('no record')
  return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text), record }
}

const json = { 'content-type': 'application/json' }

describe('the sample shop', () => {
  it('answers what it asks for', async () => {
    const { status, record } = await ask('GET', '/api/products/42')
    expect(status).toBe(200)
    expect(record.findings).toEqual([])
    expect(record.trace.map(({ step, text }) => `${step}: ${text}`)).toContain('contract: the request is as the document asks')
  })

  it('asks for a key before anything else, with its own 401', async () => {
    const { status, headers, json, record } = await ask('POST', '/api/products', { 'content-type': 'text/plain' }, 'x')
    expect(status).toBe(401)
    expect(json()).toMatchObject({ status: 401 })
    expect(headers.get('www-authenticate')).toBe('ApiKey realm="*", in="header", name="X-Api-Key"')
    expect(headers.get('x-switchyard-source')).toBe('mock')
    expect(record.findings.map(({ code }) => code)).toEqual(['401', '415'])
  })

  it('says how to get in as its own 401 does where that names the scheme that is missing', async () => {
    const { status, headers } = await ask('GET', '/api/orders')
    expect(status).toBe(401)
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  it('takes a valid product, and refuses one with its own 422', async () => {
    const keyed = { ...json, 'x-api-key': 'k' }
    const product = { name: 'Pocket scale', category: 'accessories', priceCents: 2750 }
    expect((await ask('POST', '/api/products', keyed, JSON.stringify(product))).status).toBe(201)
    rig.records.length = 0
    const {
      status,
      json: body,
      record,
    } = await ask('POST', '/api/products', keyed, JSON.stringify({ ...product, priceCents: -1, category: 'cars' }))
    expect(status).toBe(422)
    expect(body()).toMatchObject({ title: 'The request is invalid' })
    expect(record.findings.map(({ message }) => message)).toEqual([
      'Request body property category must be equal to one of the allowed values: beans, grinders, kettles, brewers, accessories',
      'Request body property priceCents must be >= 0',
    ])
    expect(record.trace.map(({ step, outcome, text }) => `${step} ${outcome}: ${text}`).slice(2)).toEqual([
      `contract refused: the request is not as the document asks: ${record.findings.map(({ message }) => message).join('; ')}`,
      "mock note: status 422, the document's response (422) to an invalid request",
      'mock answered: 422 application/problem+json, example "invalid"',
    ])
    const { stats } = rig.switchboard.routes().find(({ operation }) => operation.operationId === 'createProduct') ?? {}
    expect(stats?.findings).toBeGreaterThanOrEqual(4)
  })
})

describe('an invalid request', () => {
  it('gets a problem with all findings where the document has no response for it', async () => {
    const { status, headers, json: body, record } = await ask('PUT', '/orders-api/strict', { ...json, authorization: 'Basic YTpi' }, '{}')
    expect(status).toBe(422)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(body()).toEqual({
      type: 'urn:switchyard:error:UNPROCESSABLE_ENTITY',
      code: 'UNPROCESSABLE_ENTITY',
      title: 'The request is invalid',
      status: 422,
      detail: "PUT /strict: Request body must have required property 'name'; Request query must have required property 'mode'.",
      validation: [
        { location: ['body'], severity: 'Error', code: 'required', message: "Request body must have required property 'name'" },
        { location: ['query'], severity: 'Error', code: 'required', message: "Request query must have required property 'mode'" },
      ],
    })
    expect(record).toMatchObject({ status: 422, error: 'UNPROCESSABLE_ENTITY' })
  })

  it('is refused for its credentials first, then for its media type', async () => {
    const unknown = await ask('PUT', '/orders-api/strict', { 'content-type': 'text/plain' }, 'x')
    expect(unknown.status).toBe(401)
    expect(unknown.headers.get('www-authenticate')).toBe('Basic realm="*"')
    expect(unknown.json()).toMatchObject({ code: 'UNAUTHORIZED', validation: [{ code: '401' }, { code: '415' }, { code: 'required' }] })
    const known = await ask('PUT', '/orders-api/strict', { 'content-type': 'text/plain', authorization: 'Basic YTpi' }, 'x')
    expect(known.status).toBe(415)
    expect(known.json()).toMatchObject({ code: 'INVALID_CONTENT_TYPE' })
  })

  it('gets the first of 415, 422 and 400 that the document has for a media type', async () => {
    const { status, text } = await ask('PUT', '/orders-api/media', { 'content-type': 'text/plain' }, 'x')
    expect([status, text]).toEqual([422, 'worse'])
  })

  it('gets the default response with the code that it would have had', async () => {
    const { status, json: body } = await ask('PUT', '/orders-api/fallback', json, '{}')
    expect([status, body().message]).toEqual([422, 'refused'])
  })

  const wishes: [prefer: string, status: number, error: string][] = [
    ['example=long', 400, 'short'],
    ['code=200, example=long', 400, 'short'],
    ['code=400, example=long', 400, 'long'],
    ['code=422, example=long', 400, 'long'],
  ]
  it.each(wishes)('that prefers %s gets %i, %s', async (prefer, status, error) => {
    const answer = await ask('GET', '/orders-api/search?limit=x', { prefer })
    expect([answer.status, answer.json().error]).toEqual([status, error])
  })

  it('is still invalid where the route is set to a response', async () => {
    const route = rig.switchboard.routes().find(({ operation }) => operation.template === '/search')
    if (route === undefined) throw new Error('no route')
    rig.switchboard.setResponse([route], { status: 400, example: 'long' })
    const set = await ask('GET', '/orders-api/search?limit=x')
    expect([set.status, set.json().error]).toEqual([400, 'long'])
    rig.switchboard.setResponse([route], { status: 200 })
    expect((await ask('GET', '/orders-api/search?limit=x')).status).toBe(400)
    rig.switchboard.setResponse([route], null)
  })
})

describe('a valid request', () => {
  it('with something deprecated is answered, and the warning noted', async () => {
    const { status, record } = await ask('GET', '/orders-api/search?page=2')
    expect(status).toBe(200)
    expect(record.findings).toEqual([
      { location: ['query', 'page'], severity: 'Warning', code: 'deprecated', message: 'Query param page is deprecated' },
    ])
    expect(record.trace.map(({ text }) => text)).toContain('the request is valid, but: Query param page is deprecated')
  })

  it('of an operation that asks for nothing has no word about it in the trace', async () => {
    const { status, record } = await ask('GET', '/orders-api/plain')
    expect(status).toBe(204)
    expect(record.trace.map(({ step }) => step)).toEqual(['route', 'mode', 'mock', 'mock'])
  })

  it('with a body over 10 MiB is answered unchecked, with a warning', async () => {
    const { status, record } = await ask('PUT', '/orders-api/media', json, 'x'.repeat(10 * 1024 * 1024 + 1))
    expect(status).toBe(200)
    expect(record.findings.map(({ code, severity }) => [code, severity])).toEqual([['too-long', 'Warning']])
    expect(record.requestBody.bytes).toBe(10 * 1024 * 1024 + 1)
  })
})
