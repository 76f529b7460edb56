import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'
import { removeFolder, startTestHost, type TestHost, temporaryFolder } from '../support/host.ts'

const document = `openapi: 3.1.0
info: { title: Orders, version: "1" }
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody:
        content: { application/json: { schema: { type: object, properties: { callbackUrl: { type: string } } } } }
      responses:
        201: { description: placed, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: string, pattern: "^ord_[0-9]{4}$" } } } } } }
        422: { description: refused }
      callbacks:
        paid:
          "{$request.body#/callbackUrl}/paid":
            post:
              summary: The order is paid
              parameters: [{ name: X-Event, in: header, required: true, schema: { const: paid } }]
              requestBody:
                content:
                  application/json:
                    schema:
                      type: object
                      required: [orderId, amount, secret]
                      additionalProperties: false
                      properties:
                        orderId: { type: string }
                        amount: { type: integer, minimum: 1, maximum: 1000000 }
                        secret: { type: string, writeOnly: true }
                        internal: { type: string, readOnly: true }
              responses: { 204: { description: taken } }
  /plain: { get: { operationId: plain, responses: { 200: { description: ok } } } }
webhooks:
  stockLow:
    post:
      summary: Stock is low
      requestBody:
        content:
          application/json:
            schema: { type: object, required: [sku], properties: { sku: { type: string, minLength: 8 } } }
            examples: { none: { value: { sku: none-left } }, few: { value: { sku: few-left } } }
      responses: { 200: { description: taken, content: { application/json: { schema: { type: object, required: [ok] } } } } }
  priceChanged: { post: { requestBody: { content: { application/json: { schema: { type: object, required: [price], properties: { price: { type: number } } } } } }, responses: { 2XX: { description: taken } } } }
`

interface Received {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}
const received: Received[] = []
let onReceived: () => void = () => {}
let answer: { status: number; headers?: Record<string, string>; body?: string; wait?: boolean } = { status: 204 }
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
  onReceived()
  if (!answer.wait) response.writeHead(answer.status, answer.headers).end(answer.body)
})
let hook = ''
let folder = ''
let host: TestHost

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  folder = await temporaryFolder()
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'orders.yaml'), document)
  await writeFile(join(folder, 'switchyard.yaml'), '# of the team\nversion: 1\nservices:\n  orders: { spec: ./orders.yaml, mount: /api }\n')
  host = await startTestHost({ open: { kind: 'folder', folder } })
})
afterAll(async () => {
  await host.stop()
  await removeFolder(folder)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
beforeEach(() => {
  received.length = 0
  answer = { status: 204 }
  onReceived = () => {}
})

async function order(
  body: unknown = { callbackUrl: hook },
  headers: Record<string, string> = {},
): Promise<{ id: string; order: { id: string } }> {
  const response = await fetch(`${host.gateway}/api/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { id: response.headers.get('x-switchyard-exchange') ?? '', order: (await response.json().catch(() => null)) as { id: string } }
}

const automatic = (callbacks: unknown) =>
  host.call('changeRoute', { params: { route: 'orders:createOrder' }, body: { callbacks: callbacks as boolean } })

/** The newest exchange that matches, once there is one newer than `after`. */
async function newest(filter: string, after: string): Promise<ExchangeSummary> {
  for (;;) {
    const { items } = await host.call('listExchanges', { query: { filter, after } })
    const [first] = items.filter(({ state }) => state !== 'pending')
    if (first) return first
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('callbacks on request', () => {
  it('shows where the callbacks of an exchange go, and sends them as the document says', async () => {
    const { id, order: made } = await order()
    const { items } = await host.call('listCallbacks', { params: { id } })
    expect(items).toEqual([
      {
        name: 'paid',
        method: 'POST',
        summary: 'The order is paid',
        contentTypes: ['application/json'],
        examples: [],
        statuses: ['204'],
        expression: '{$request.body#/callbackUrl}/paid',
        url: `${hook}/paid`,
        problem: null,
      },
    ])
    const { items: fired } = await host.call('fireCallbacks', { params: { id }, body: {} })
    expect(fired).toMatchObject([{ name: 'paid', method: 'POST', url: `${hook}/paid`, status: 204, error: null, findings: [] }])
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({ method: 'POST', url: '/paid' })
    expect(received[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-event': 'paid', 'user-agent': 'Switchyard' })
    const body = JSON.parse(received[0]?.body ?? '') as Record<string, unknown>
    expect(body).toEqual({ orderId: made.id, amount: expect.any(Number), secret: expect.any(String) })

    const detail = await host.call('getExchange', { params: { id: fired[0]?.exchange ?? '' } })
    expect(detail).toMatchObject({
      method: 'POST',
      host: new URL(hook).host,
      path: '/paid',
      source: 'callback',
      service: 'orders',
      route: 'orders:POST /orders',
      state: 'done',
      status: 204,
      fired: { kind: 'callback', name: 'paid', of: id },
    })
    expect(detail.trace.map(({ text }) => text)).toEqual([
      `callback paid of exchange ${id}, to {$request.body#/callbackUrl}/paid`,
      'application/json, generated',
      `${new URL(hook).host} answered 204`,
    ])
    const sent = await host.call('getRequestBody', { params: { id: detail.id } })
    expect(Buffer.from(sent as never).toString()).toBe(received[0]?.body)
  })

  it('sends the same again for the same exchange, and something else with a seed', async () => {
    const { id } = await order()
    await host.call('fireCallbacks', { params: { id }, body: { name: 'paid' } })
    await host.call('fireCallbacks', { params: { id }, body: { name: 'paid' } })
    await host.call('fireCallbacks', { params: { id }, body: { name: 'paid', seed: 'other' } })
    const [first, second, third] = received.map(({ body }) => body)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('checks the answer against the document', async () => {
    answer = { status: 500, body: 'no' }
    const { id } = await order()
    const { items } = await host.call('fireCallbacks', { params: { id }, body: {} })
    expect(items[0]).toMatchObject({ status: 500, error: null, findings: [{ severity: 'Warning' }] })
    const detail = await host.call('getExchange', { params: { id: items[0]?.exchange ?? '' } })
    expect(detail.findings).toBe(1)
  })

  it('does not follow redirects', async () => {
    answer = { status: 302, headers: { location: `${hook}/elsewhere` } }
    const { id } = await order()
    const { items } = await host.call('fireCallbacks', { params: { id }, body: {} })
    expect(items[0]?.status).toBe(302)
    expect(received.map(({ url }) => url)).toEqual(['/paid'])
  })

  it('says what a refused connection is, and logs it', async () => {
    const { id } = await order()
    const { items } = await host.call('fireCallbacks', { params: { id }, body: { url: 'http://127.0.0.1:1/gone' } })
    expect(items[0]).toMatchObject({ status: null, error: 'upstream-refused' })
    expect(await host.call('getExchange', { params: { id: items[0]?.exchange ?? '' } })).toMatchObject({
      state: 'failed',
      source: 'callback',
    })
  })

  it('never sends to the gateway or the control port', async () => {
    const { id } = await order()
    for (const own of [host.gateway, host.control, host.gateway.replace('127.0.0.1', 'localhost')]) {
      const { items } = await host.call('fireCallbacks', { params: { id }, body: { url: `${own}/api/plain` } })
      expect(items[0]).toMatchObject({ status: null, error: 'upstream-is-gateway' })
    }
  })

  it('asks before it sends to another machine, and refuses what is no web address', async () => {
    const far = await order({ callbackUrl: 'http://192.0.2.1/cb' })
    expect((await host.call('listCallbacks', { params: { id: far.id } })).items[0]?.problem).toContain('gateway.callbacks')
    expect(await host.refused('fireCallbacks', { params: { id: far.id }, body: {} })).toMatchObject({
      code: 'callback-not-allowed',
      status: 409,
    })
    for (const callbackUrl of ['file:///etc/passwd', 'gopher://localhost', 'http://u:p@127.0.0.1', '/relative', undefined]) {
      const { id } = await order({ callbackUrl })
      expect(await host.refused('fireCallbacks', { params: { id }, body: {} })).toMatchObject({ code: 'callback-url-missing', status: 422 })
    }
    const { id } = await order()
    expect(await host.refused('fireCallbacks', { params: { id }, body: { url: 'ftp://127.0.0.1/' } })).toMatchObject({
      code: 'callback-url-missing',
    })
    expect(received).toEqual([])
  })

  it('names the callbacks there are when another is asked for', async () => {
    const { id } = await order()
    expect(await host.refused('fireCallbacks', { params: { id }, body: { name: 'shipped' } })).toMatchObject({
      code: 'unknown-callback',
      candidates: ['paid'],
    })
    const plain = await fetch(`${host.gateway}/api/plain`)
    const other = plain.headers.get('x-switchyard-exchange') ?? ''
    expect((await host.call('listCallbacks', { params: { id: other } })).items).toEqual([])
    expect(await host.refused('fireCallbacks', { params: { id: other }, body: {} })).toMatchObject({ code: 'unknown-callback' })
    expect(await host.refused('listCallbacks', { params: { id: '999999' } })).toMatchObject({ code: 'unknown-exchange' })
  })

  it('is shown while it is under way', async () => {
    answer = { status: 204, wait: true }
    const { id } = await order()
    const arrived = new Promise<void>((resolve) => {
      onReceived = resolve
    })
    const firing = host.call('fireCallbacks', { params: { id }, body: {} })
    await arrived
    const { items } = await host.call('listExchanges', { query: { filter: 'is:pending source:callback' } })
    expect(items).toMatchObject([{ state: 'pending', source: 'callback', path: '/paid' }])
    server.closeAllConnections()
    expect((await firing).items[0]).toMatchObject({ status: null, error: 'upstream-closed' })
  })
})

describe('automatic callbacks', () => {
  it('is off until the route says so, and is kept in the shared file with its comments', async () => {
    expect((await host.call('getRoute', { params: { route: 'orders:createOrder' } })).callbacks).toBeNull()
    const changed = await automatic({ delay: '40ms' })
    expect(changed).toMatchObject({
      callbacks: { delayMs: 40 },
      callbackList: [{ name: 'paid', expression: '{$request.body#/callbackUrl}/paid' }],
    })
    const file = await readFile(join(folder, 'switchyard.yaml'), 'utf8')
    expect(file).toContain('# of the team')
    expect(file).toMatch(/createOrder:\s*\{?\s*callbacks:/)
    expect(await automatic(false)).toMatchObject({ callbacks: null })
    expect(await readFile(join(folder, 'switchyard.yaml'), 'utf8')).not.toContain('callbacks')
  })

  it('sends them after the mock has answered, logged as exchanges of their own', async () => {
    await automatic(true)
    const { id, order: made } = await order()
    const logged = await newest('source:callback', id)
    expect(logged).toMatchObject({ status: 204, path: '/paid', route: 'orders:POST /orders' })
    expect(await host.call('getExchange', { params: { id: logged.id } })).toMatchObject({
      fired: { kind: 'callback', name: 'paid', of: id },
    })
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ orderId: made.id })
  })

  it('waits as long as the route says', async () => {
    await automatic({ delay: 120 })
    const before = performance.now()
    const { id } = await order()
    await newest('source:callback', id)
    expect(performance.now() - before).toBeGreaterThan(115)
  })

  it('sends none after a refusal', async () => {
    await automatic(true)
    const refused = await order(undefined, { prefer: 'code=422' })
    const { id } = await order()
    await newest('source:callback', id)
    const { items } = await host.call('listExchanges', { query: { filter: 'source:callback', after: refused.id } })
    expect(items).toHaveLength(1)
  })

  it.each([
    ['another machine', { callbackUrl: 'http://192.0.2.1/cb' }, {}, 'callback-not-allowed', '192.0.2.1'],
    [
      'a name that may lead anywhere',
      { callbackUrl: 'http://127.0.0.1.example.test/cb' },
      {},
      'callback-not-allowed',
      '127.0.0.1.example.test',
    ],
    ['a web page of another origin', undefined, { origin: 'https://evil.example' }, 'callback-not-allowed', null],
    ['a request that names no URL', {}, {}, 'callback-url-missing', ''],
  ])('sends nothing for %s, and the log says why', async (_, body, headers, error, sentTo) => {
    await automatic(true)
    const { id } = await order(body, headers)
    const logged = await newest('source:callback', id)
    expect(logged).toMatchObject({ state: 'failed', status: null, error })
    if (sentTo !== null) expect(logged.host).toBe(sentTo)
    const { trace } = await host.call('getExchange', { params: { id: logged.id } })
    expect(trace.at(-1)).toMatchObject({ step: 'callback', outcome: 'refused', text: expect.stringContaining('It was not sent: ') })
    expect(received).toEqual([])
  })

  it('takes other hosts that the workspace allows', async () => {
    await automatic(true)
    const settings = await host.call('changeSettings', { body: { gateway: { callbacks: ['unresolvable.invalid'] } } })
    expect(settings.gateway.callbacks).toEqual(['unresolvable.invalid'])
    const { id } = await order({ callbackUrl: 'http://unresolvable.invalid' })
    expect(await newest('source:callback', id)).toMatchObject({ error: 'upstream-dns', host: 'unresolvable.invalid' })
  })

  it('keeps only so many waiting, and answers on', async () => {
    await automatic({ delay: '1h' })
    const ids = await Promise.all(Array.from({ length: 110 }, () => order()))
    const first = Math.min(...ids.map(({ id }) => Number(id)))
    const { items } = await host.call('listExchanges', { query: { filter: 'source:callback', after: String(first - 1), limit: 1000 } })
    expect(items).toHaveLength(10)
    expect(items.every(({ error }) => error === 'callback-dropped')).toBe(true)
    await automatic(false)
  })
})

describe('webhooks', () => {
  it('lists them and sends one to a given URL, examples first', async () => {
    answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' }
    const { items } = await host.call('listWebhooks', { params: { service: 'orders' } })
    expect(items.map(({ name, method, examples }) => [name, method, examples])).toEqual([
      ['stockLow', 'POST', ['none', 'few']],
      ['priceChanged', 'POST', []],
    ])
    const fire = (name: string, body: object) =>
      host.call('fireWebhook', { params: { service: 'orders', name }, body: { url: `${hook}/in?token=1#part`, ...body } })
    const fired = await fire('stockLow', {})
    expect(fired).toMatchObject({ status: 200, error: null, findings: [] })
    await fire('stockLow', { example: 'few' })
    await fire('priceChanged', {})
    await fire('priceChanged', { seed: 'b' })
    expect(received[0]?.url).toBe('/in?token=1')
    expect(received.slice(0, 2).map(({ body }) => body)).toEqual(['{"sku":"none-left"}', '{"sku":"few-left"}'])
    expect(received[2]?.body).toMatch(/^\{"price":[\d.]+\}$/)
    expect(received[3]?.body).not.toBe(received[2]?.body)
    expect(await host.call('getExchange', { params: { id: fired.exchange } })).toMatchObject({
      source: 'webhook',
      service: 'orders',
      route: null,
      fired: { kind: 'webhook', name: 'stockLow', of: null },
    })
  })

  it('checks the body of the answer', async () => {
    answer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
    const fired = await host.call('fireWebhook', { params: { service: 'orders', name: 'stockLow' }, body: { url: hook } })
    expect(fired.findings.map(({ code }) => code)).toEqual(['required'])
  })

  it('names what there is when another is asked for', async () => {
    const fire = (service: string, name: string, body: object) =>
      host.refused('fireWebhook', { params: { service, name }, body: { url: hook, ...body } })
    expect(await fire('orders', 'stock', {})).toMatchObject({ code: 'unknown-webhook', candidates: ['stockLow', 'priceChanged'] })
    expect(await fire('orders', 'stockLow', { method: 'PUT' })).toMatchObject({ code: 'unknown-webhook', candidates: ['POST'] })
    expect(await fire('orders', 'stockLow', { example: 'all' })).toMatchObject({ code: 'NOT_FOUND', candidates: ['none', 'few'] })
    expect(await fire('shop', 'stockLow', {})).toMatchObject({ code: 'unknown-service' })
    expect(await fire('orders', 'stockLow', { url: 'mailto:a@b' })).toMatchObject({ code: 'callback-url-missing' })
    expect(received).toEqual([])
  })
})

it('drops what is under way when the host stops, and leaves its record', async () => {
  answer = { status: 204, wait: true }
  const other = await temporaryFolder()
  await writeFile(join(other, 'orders.yaml'), document)
  const stopping = await startTestHost({ open: { kind: 'folder', folder: other } })
  const arrived = new Promise<void>((resolve) => {
    onReceived = resolve
  })
  const [service] = (await stopping.call('listServices')).items
  const params = { service: service?.name ?? '', name: 'stockLow' }
  const firing = stopping.call('fireWebhook', { params, body: { url: hook } }).catch(() => null)
  await arrived
  const before = performance.now()
  await stopping.stop()
  expect(performance.now() - before).toBeLessThan(5_000)
  await firing
  const again = await startTestHost({ open: { kind: 'folder', folder: other } })
  const { items } = await again.call('listExchanges', { query: { filter: 'source:webhook' } })
  expect(items).toMatchObject([{ state: 'aborted', status: null }])
  await again.stop()
  await removeFolder(other)
})
