import { gzipSync } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createServiceRuntime } from '../../proxy-core/gateway/service-runtime.ts'
import { createMock } from '../../proxy-core/mock/create-mock.ts'
import type { ExchangeRecord } from '../../proxy-core/model/exchange.ts'
import type { Finding } from '../../proxy-core/model/finding.ts'
import type { RouteSettings } from '../../proxy-core/model/workspace.ts'
import type { ApiDocument } from '../../proxy-core/openapi/document.ts'
import { openText } from '../mock/fixture.ts'
import { bodyOf, type Rig, startRig, startUpstream, type TestServer } from './rig.ts'

const pets = `
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      responses:
        '200': { description: ok, headers: { X-Total: { schema: { type: integer } } }, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } }
        '404': { description: none }
    post:
      security: [{ key: [] }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '201': { description: made, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
  /examples:
    get:
      parameters: [{ name: old, in: query, deprecated: true, schema: { type: string } }]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pet' }
              examples: { good: { value: { name: Ada } }, bad: { value: { name: 1, tag: ü } } }
  /made: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } } } }
  /stream: { get: { responses: { '200': { description: ok, content: { text/event-stream: {} } } } } }
components:
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string }, age: { type: integer }, secret: { type: string, writeOnly: true } } }
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
`
let document: ApiDocument
beforeAll(async () => {
  document = await openText(pets)
})

let rig: Rig
let upstream: TestServer | null = null
afterEach(async () => {
  await rig.close()
  await upstream?.close()
  upstream = null
})

type Answer = (request: { method: string; path: string; body: Buffer }) => {
  status?: number
  headers?: Record<string, string>
  body?: string | Buffer | string[]
}
let forwarded: string[] = []

/** The gateway before an upstream that answers so, or without one as a mock. */
async function start({ answer, errors = false, captureBytes = 1024 * 1024, routes = {} }: Setup): Promise<void> {
  forwarded = []
  if (answer !== undefined)
    upstream = await startUpstream(async (request, response) => {
      const asked = { method: request.method ?? '', path: request.url ?? '', body: await bodyOf(request) }
      forwarded.push(`${asked.method} ${asked.path}`)
      const { status = 200, headers = { 'Content-Type': 'application/json' }, body = '' } = answer(asked)
      response.writeHead(status, headers)
      if (!Array.isArray(body)) return response.end(body)
      for (const part of body) {
        response.write(part)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      response.end()
    })
  rig = await startRig([], { errors, captureBytes: () => captureBytes })
  const mock = createMock(document, { seed: '', dynamic: false, generate: 'realistic' })
  const mode = answer === undefined ? 'mock' : 'live'
  const made = createServiceRuntime({ name: 'pets', mount: '', document, upstream: upstream?.url ?? null, mode, routes, mock })
  rig.switchboard.setServices([made.service])
}
interface Setup {
  answer?: Answer
  errors?: boolean
  captureBytes?: number
  routes?: Record<string, RouteSettings>
}

interface Seen {
  status: number
  violations: Finding[] | string | null
  body: string
  record: ExchangeRecord
}

async function ask(path: string, init: RequestInit = {}): Promise<Seen> {
  const before = rig.records.length
  const response = await fetch(rig.url + path, init)
  const body = await response.text()
  const record = (await rig.recorded(before + 1))[before]
  if (record === undefined) throw new Error('no record')
  const field = response.headers.get('sl-violations')
  return { status: response.status, violations: field?.startsWith('[') ? JSON.parse(field) : field, body, record }
}

const told = ({ findings }: ExchangeRecord) => findings.map(({ location, severity, code }) => `${severity} ${location.join('.')} ${code}`)
const contractSteps = ({ trace }: ExchangeRecord) =>
  trace.filter(({ step }) => step === 'contract').map(({ outcome, text }) => `${outcome}: ${text}`)
const post = (body: string, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Key': 'k', ...headers },
  body,
})

describe('a live answer', () => {
  it('that is as the document says has no findings, no field, and a trace that says so', async () => {
    await start({ answer: () => ({ body: '[{"name":"Ada"}]', headers: { 'Content-Type': 'application/json', 'X-Total': '1' } }) })
    const { status, violations, record } = await ask('/pets?limit=1')
    expect([status, violations, record.findings]).toEqual([200, null, []])
    expect(contractSteps(record)).toEqual(['passed: the request is as the document asks', 'passed: the answer is as the document says'])
  })

  it('that is not is passed on as it is, with what is wrong in its head and on its exchange', async () => {
    await start({
      answer: () => ({ body: '[{"name":1,"secret":"x"}]', headers: { 'Content-Type': 'application/json', 'X-Total': 'many' } }),
    })
    const { status, body, violations, record } = await ask('/pets?limit=ten')
    expect([status, body]).toEqual([200, '[{"name":1,"secret":"x"}]'])
    expect(forwarded).toEqual(['GET /pets?limit=ten'])
    expect(told(record)).toEqual([
      'Error query.limit type',
      'Error response.header.x-total type',
      'Error response.body.0.name type',
      'Error response.body.0.secret writeOnly',
    ])
    const prefixed = record.findings.map((one) => ({
      ...one,
      location: one.location[0] === 'response' ? one.location : ['request', ...one.location],
    }))
    expect(violations).toEqual(prefixed)
    expect(record.findings[2]?.message).toBe('Response body property 0.name must be string')
    expect(contractSteps(record)[1]).toMatch(
      /^failed: the answer is not as the document says: Response header parameter x-total must be integer; /,
    )
  })

  it('with a status that is not documented has an Error when it says success, else a Warning', async () => {
    let status = 202
    await start({ answer: () => ({ status, body: '[]' }) })
    expect(told((await ask('/pets')).record)).toEqual(['Error response status'])
    status = 500
    expect(told((await ask('/pets')).record)).toEqual(['Warning response status'])
  })

  it('that comes in pieces is checked when it has gone', async () => {
    await start({ answer: () => ({ body: ['[{"name":', '1}]'] }) })
    const { violations, record } = await ask('/pets')
    expect(violations).toBeNull()
    expect(told(record)).toEqual(['Error response.body.0.name type'])
  })

  it('is checked behind gzip, in the thread', async () => {
    await start({
      answer: () => ({ body: gzipSync('[{"name":1}]'), headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' } }),
    })
    expect(told((await ask('/pets')).record)).toEqual(['Error response.body.0.name type'])
  })

  it('that is long is checked in the thread, as far as it was kept', async () => {
    const body = JSON.stringify(Array.from({ length: 9_000 }, (_, i) => ({ name: i === 8_999 ? 1 : 'x'.repeat(20) })))
    await start({ answer: () => ({ body }) })
    expect(told((await ask('/pets')).record)).toEqual(['Error response.body.8999.name type'])
  })

  it('of which only the beginning was kept is said not to be checked', async () => {
    await start({ answer: () => ({ body: JSON.stringify([{ name: 'x'.repeat(100_000) }]) }), captureBytes: 1000 })
    const { record } = await ask('/pets')
    expect(record.findings).toEqual([])
    expect(contractSteps(record)).toEqual([expect.anything(), 'note: the answer was not checked: only its beginning was kept'])
  })

  it('like the one before is not checked again, another one is', async () => {
    let name: unknown = 1
    await start({ answer: () => ({ body: JSON.stringify([{ name }]) }) })
    for (let i = 0; i < 3; i++) expect(told((await ask('/pets')).record)).toEqual(['Error response.body.0.name type'])
    name = 'Ada'
    expect(told((await ask('/pets')).record)).toEqual([])
  })
})

describe('a live request', () => {
  it('is checked though it is forwarded: credentials, media type and body', async () => {
    await start({ answer: () => ({ status: 201, body: '{"name":"Ada"}' }) })
    const { status, record } = await ask('/pets', { method: 'POST', body: '{"age":"x"}', headers: { 'Content-Type': 'application/json' } })
    expect(status).toBe(201)
    expect(told(record)).toEqual(['Error header.x-key 401', 'Error body required', 'Error body.age type'])
    expect(contractSteps(record)[0]).toMatch(/^failed: the request is not as the document asks/)
  })

  it('whose body streams is checked when it has come, and counted on its route', async () => {
    await start({ answer: () => ({ status: 201, body: '{"name":"Ada"}' }) })
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('{"name":'))
        controller.enqueue(Buffer.from('1}'))
        controller.close()
      },
    })
    const init = { ...post(''), body, duplex: 'half' } as RequestInit
    expect(told((await ask('/pets', init)).record)).toEqual(['Error body.name type'])
    const large = JSON.stringify({ name: 'x'.repeat(300_000), age: 'old' })
    const { record } = await ask('/pets', post(large))
    expect(told(record)).toEqual(['Error body.age type'])
    expect(rig.switchboard.routes().find(({ operation }) => operation.method === 'POST')?.stats.findings).toBe(2)
  })
})

describe('the answer of a mock', () => {
  it('that is an invalid example goes out as it is written, with its findings on each exchange', async () => {
    await start({ routes: { 'GET /examples': { response: { example: 'bad' } } } })
    for (let i = 0; i < 3; i++) {
      const { status, body, violations, record } = await ask('/examples')
      expect([status, violations]).toEqual([200, null])
      expect(JSON.parse(body)).toEqual({ name: 1, tag: 'ü' })
      expect(told(record)).toEqual(['Error response.body.name type'])
    }
  })

  it('that is valid has none, nor has one that was made', async () => {
    await start({})
    for (const path of ['/examples', '/made', '/examples', '/made']) {
      const { record } = await ask(path)
      expect(record.findings).toEqual([])
      expect(contractSteps(record).filter((text) => text.includes('answer'))).toEqual([])
    }
  })

  it('with a status that the document does not have says so', async () => {
    await start({ routes: { 'GET /made': { response: { status: 503 } } } })
    expect(told((await ask('/made')).record)).toEqual(['Warning response status'])
  })

  it('tells what is wrong with the request', async () => {
    await start({})
    const { status, violations } = await ask('/examples?old=1')
    expect([status, violations]).toEqual([
      200,
      [{ location: ['request', 'query', 'old'], severity: 'Warning', code: 'deprecated', message: 'Query param old is deprecated' }],
    ])
  })
})

describe('the field sl-violations', () => {
  it('is cut when it is long, and is ASCII', async () => {
    await start({ answer: () => ({ body: JSON.stringify(Array.from({ length: 90 }, () => ({ name: 1 }))) }) })
    const { violations } = await ask('/pets')
    expect(violations).toMatch(/^Too many violations! \[\{"location":\["response","body","0","name"\]/)
    expect(violations).toHaveLength('Too many violations! '.length + 8_092)
  })
})

describe('with --errors', () => {
  it('a bad live request is refused: 401 without credentials, else 422, and nothing is forwarded', async () => {
    await start({ answer: () => ({ status: 201, body: '{"name":"Ada"}' }), errors: true })
    const unknown = await ask('/pets', { method: 'POST', body: '{"name":"Ada"}', headers: { 'Content-Type': 'application/json' } })
    expect([unknown.status, JSON.parse(unknown.body).code]).toEqual([401, 'UNAUTHORIZED'])
    const bad = await ask('/pets', post('{"age":1}'))
    expect([bad.status, JSON.parse(bad.body)]).toEqual([
      422,
      expect.objectContaining({
        code: 'UNPROCESSABLE_ENTITY',
        validation: [
          { location: ['body'], severity: 'Error', code: 'required', message: "Request body must have required property 'name'" },
        ],
      }),
    ])
    expect((await ask('/pets?limit=x')).status).toBe(422)
    expect(forwarded).toEqual([])
    expect((await ask('/pets', post('{"name":"Ada"}'))).status).toBe(201)
    expect(forwarded).toEqual(['POST /pets'])
  })

  it('a bad live answer becomes 500 VIOLATIONS, a good one and one with warnings pass', async () => {
    let answer: ReturnType<Answer> = { body: ['[{"name":', '1}]'] }
    await start({ answer: () => answer, errors: true })
    const { status, body, record } = await ask('/pets')
    expect([status, JSON.parse(body)]).toEqual([
      500,
      expect.objectContaining({
        code: 'VIOLATIONS',
        validation: [expect.objectContaining({ location: ['response', 'body', '0', 'name'] })],
      }),
    ])
    expect(told(record)).toEqual(['Error response.body.0.name type'])
    expect([record.source, record.error]).toEqual(['gateway', 'VIOLATIONS'])
    answer = { body: ['[{"name":', '"Ada"}]'] }
    expect(await ask('/pets')).toMatchObject({ status: 200, body: '[{"name":"Ada"}]', violations: null })
    answer = { status: 503, body: 'down' }
    expect(await ask('/pets')).toMatchObject({ status: 503, body: 'down', violations: [expect.objectContaining({ severity: 'Warning' })] })
  })

  it('an answer that is too long to be held passes with a Warning, byte for byte', async () => {
    const long = JSON.stringify([{ name: 'x'.repeat(3 * 1024 * 1024) }])
    await start({ answer: () => ({ body: long }), errors: true })
    const { status, body, record } = await ask('/pets')
    expect([status, body === long]).toEqual([200, true])
    expect(told(record)).toEqual(['Warning response.body not-checked'])
  })

  it('a request that is too long to be held is forwarded with a Warning', async () => {
    let came = 0
    await start({
      answer: ({ body }) => {
        came = body.length
        return { status: 201, body: '{"name":"Ada"}' }
      },
      errors: true,
    })
    const body = JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) })
    const { status, record } = await ask('/pets', post(body))
    expect([status, came]).toEqual([201, body.length])
    expect(told(record)).toEqual(['Warning body too-long'])
  })

  it('an event stream is not held back', async () => {
    await start({
      answer: () => ({ headers: { 'Content-Type': 'text/event-stream' }, body: ['data: 1\n\n', 'data: 2\n\n'] }),
      errors: true,
    })
    const { body, record } = await ask('/stream')
    expect(body).toBe('data: 1\n\ndata: 2\n\n')
    expect(told(record)).toEqual(['Warning response.body not-checked'])
  })

  it('an invalid example of a mock becomes 500 VIOLATIONS too', async () => {
    await start({ errors: true, routes: { 'GET /examples': { response: { example: 'bad' } } } })
    for (let i = 0; i < 2; i++) {
      const { status, body, record } = await ask('/examples')
      expect([status, JSON.parse(body).code]).toEqual([500, 'VIOLATIONS'])
      expect(told(record)).toEqual(['Error response.body.name type'])
    }
    expect((await ask('/examples', { headers: { Prefer: 'example=good' } })).status).toBe(200)
  })
})
