import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { bundledFile } from '../../proxy-core/model/thread-file.ts'
import { DEMO_TOKEN, SHOP_KEY } from '../../proxy-core/sample/shop.ts'
import { type SampleUpstream, startSampleUpstream } from '../../proxy-core/sample/upstream.ts'

type Json = Record<string, unknown>
const file = fileURLToPath(bundledFile('sample/shop.yaml', new URL('../../proxy-core/sample/upstream.ts', import.meta.url).href))
const document = parse(await readFile(file, 'utf8')) as Json
const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema(document, 'shop')

const methods = ['get', 'post', 'put', 'patch', 'delete']

function at(pointer: string): Json {
  let value: unknown = document
  for (const key of pointer.replace(/^#?\//, '').split('/')) value = (value as Json)[key.replaceAll('~1', '/').replaceAll('~0', '~')]
  return value as Json
}

/** What is wrong with a value for the schema at a JSON pointer. */
function faults(pointer: string, value: unknown): string {
  const validate = ajv.getSchema(`shop#${pointer}`) ?? ajv.compile({ $ref: `shop#${pointer}` })
  return validate(value) ? '' : ajv.errorsText(validate.errors)
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
const target = (pointer: string): string => {
  const { $ref } = at(pointer)
  return typeof $ref === 'string' ? $ref.slice(1) : pointer
}

function operations(): { method: string; template: string; pointer: string }[] {
  return Object.entries(document.paths as Record<string, Json>).flatMap(([template, item]) =>
    methods
      .filter((method) => method in item)
      .map((method) => ({ method: method.toUpperCase(), template, pointer: `/paths/${escaped(template)}/${method}` })),
  )
}

describe('the document', () => {
  it('has twelve operations, each with id, summary, tag and a named example', () => {
    const all = operations().map(({ pointer }) => at(pointer))
    expect(all).toHaveLength(12)
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(12)
    for (const operation of all) expect(operation).toMatchObject({ summary: expect.any(String), tags: [expect.any(String)] })
  })

  it('has only examples that are valid against their schemas', () => {
    const wrong: string[] = []
    let checked = 0
    const look = (pointer: string) => {
      const content = at(pointer).content as Json | undefined
      for (const type of Object.keys(content ?? {})) {
        const media = `${pointer}/content/${escaped(type)}`
        for (const name of Object.keys((at(media).examples as Json) ?? {})) {
          const problem = faults(`${media}/schema`, at(target(`${media}/examples/${name}`)).value)
          checked++
          if (problem) wrong.push(`${media} ${name}: ${problem}`)
        }
      }
    }
    for (const { pointer } of operations()) {
      if (at(pointer).requestBody) look(`${pointer}/requestBody`)
      for (const status of Object.keys(at(pointer).responses as Json)) look(target(`${pointer}/responses/${status}`))
    }
    expect(wrong).toEqual([])
    expect(faults(`${target('/paths/~1products/get/responses/200')}/content/application~1json/schema`, { items: [{ id: 0 }] })).not.toBe('')
    expect(checked).toBeGreaterThan(30)
  })
})

describe('what the shop sends by itself', () => {
  it('is a callback of an order and a webhook with valid examples', () => {
    const [url] = Object.keys(at('/paths/~1orders/post/callbacks/orderPaid'))
    expect(url).toBe('{$request.body#/callbackUrl}')
    expect(at('/components/schemas/NewOrder').properties).toHaveProperty('callbackUrl')
    const media = '/webhooks/stockLow/post/requestBody/content/application~1json'
    const examples = Object.keys(at(media).examples as Json)
    expect(examples).toEqual(['kettle', 'soldOut'])
    for (const name of examples) expect(faults(`${media}/schema`, at(`${media}/examples/${name}`).value)).toBe('')
  })
})

describe('the upstream', () => {
  let shop: SampleUpstream
  let session = 0
  beforeAll(async () => {
    shop = await startSampleUpstream()
  })
  afterAll(() => shop.close())
  beforeEach(() => void session++)

  const user = { authorization: `Bearer ${DEMO_TOKEN}` }

  /** Sends a request, and holds the answer against the document. */
  async function call(key: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const [method = '', template = ''] = key.split(' ')
    const response = await fetch(shop.url + path, {
      method,
      headers: { 'x-session': `test-${session}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    })
    const documented = target(`/paths/${escaped(template)}/${method.toLowerCase()}/responses/${response.status}`)
    expect(at(documented), `${key} answers ${response.status}`).toBeDefined()
    const text = await response.text()
    const content = at(documented).content as Json | undefined
    if (!content) {
      expect(text).toBe('')
      return { status: response.status, headers: response.headers, body: null }
    }
    const type = response.headers.get('content-type')?.split(';')[0] ?? ''
    expect(Object.keys(content)).toContain(type)
    expect(faults(`${documented}/content/${escaped(type)}/schema`, JSON.parse(text)), text).toBe('')
    return { status: response.status, headers: response.headers, body: JSON.parse(text) }
  }

  it('shows the product of the document, and finds others', async () => {
    const example = (at('/components/examples/Kettle') as { value: unknown }).value
    expect((await call('GET /products/{productId}', '/products/42')).body).toEqual(example)
    expect((await call('GET /products/{productId}', '/products/9999')).status).toBe(404)
    expect((await call('GET /products/{productId}', '/products/x')).status).toBe(404)
    const all = await call('GET /products', '/products?limit=100')
    expect(all.body.items).toHaveLength(24)
    const kettles = await call('GET /products', '/products?category=kettles&q=electric&inStock=true&limit=1')
    expect(kettles.body).toMatchObject({ total: 0, limit: 1 })
    expect((await call('GET /products', '/products?category=kettles&inStock=true')).body.total).toBe(2)
    expect((await call('GET /products', '/products?category=tea&limit=0&offset=x&inStock=maybe')).body.errors).toHaveLength(4)
    expect((await call('GET /products/{productId}/reviews', '/products/42/reviews')).body).toHaveLength(2)
    expect((await call('GET /products/{productId}/reviews', '/products/64/reviews')).body).toEqual([])
    expect((await call('GET /products/{productId}/reviews', '/products/1/reviews')).status).toBe(404)
  })

  it('takes new products from those who run the shop', async () => {
    const key = { 'x-api-key': SHOP_KEY }
    const product = { name: 'Pocket scale', category: 'accessories', priceCents: 2750, tags: ['travel'] }
    expect((await call('POST /products', '/products', product)).status).toBe(401)
    const added = await call('POST /products', '/products', product, key)
    expect(added.status).toBe(201)
    const path = added.headers.get('location') ?? ''
    expect((await call('GET /products/{productId}', path)).body).toEqual(added.body)
    expect((await call('POST /products', '/products', product, key)).status).toBe(409)
    const wrong = await call('POST /products', '/products', { name: '', category: 'tea', priceCents: -1, tags: ['A'] }, key)
    expect(wrong.body.errors.map(({ field }: { field: string }) => field)).toEqual(['name', 'category', 'priceCents', 'tags'])
    expect((await call('POST /products', '/products', '{"name"', key)).body.detail).toBe('body must be JSON.')
    expect((await call('POST /products', '/products', [], key)).status).toBe(422)
  })

  it('keeps a cart for each session', async () => {
    expect((await call('GET /cart', '/cart')).body.items).toEqual([])
    expect((await call('POST /cart/items', '/cart/items', { productId: 42, quantity: 2 })).body.totalCents).toBe(12_900)
    expect((await call('POST /cart/items', '/cart/items', { productId: 42 })).body.items[0].quantity).toBe(3)
    expect((await call('GET /cart', '/cart', undefined, { 'x-session': 'other' })).body.items).toEqual([])
    expect((await call('POST /cart/items', '/cart/items', { productId: 9999 })).status).toBe(404)
    expect((await call('POST /cart/items', '/cart/items', { productId: 43 })).status).toBe(409)
    expect((await call('POST /cart/items', '/cart/items', { productId: 42, quantity: 1.5 })).status).toBe(422)
    expect((await call('POST /cart/items', '/cart/items', { productId: 57, quantity: 97 })).status).toBe(201)
    expect((await call('POST /cart/items', '/cart/items', { productId: 57, quantity: 3 })).status).toBe(422)
    const item = 'PATCH /cart/items/{productId}'
    expect((await call(item, '/cart/items/42', { quantity: 1 })).body.items[0].quantity).toBe(1)
    expect((await call(item, '/cart/items/42', { quantity: 90 })).status).toBe(409)
    expect((await call(item, '/cart/items/42', {})).status).toBe(422)
    expect((await call(item, '/cart/items/41', { quantity: 1 })).status).toBe(404)
    expect((await call('DELETE /cart/items/{productId}', '/cart/items/42')).status).toBe(204)
    expect((await call('DELETE /cart/items/{productId}', '/cart/items/42')).status).toBe(404)
  })

  it('sells what is in the cart to those who are logged in', async () => {
    const shipTo = { name: 'Ada', street: 'Square 12', city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' }
    expect((await call('POST /login', '/login', { email: 'ada@example.com', password: 'wrong' })).status).toBe(401)
    expect((await call('POST /login', '/login', { email: 'ada' })).status).toBe(422)
    const { body } = await call('POST /login', '/login', { email: 'ada@example.com', password: 'lovelace' })
    const mine = { authorization: `Bearer ${body.token}` }
    expect((await call('POST /orders', '/orders', { shipTo })).status).toBe(401)
    expect((await call('POST /orders', '/orders', { shipTo }, mine)).status).toBe(409)
    await call('POST /cart/items', '/cart/items', { productId: 51, quantity: 2 })
    expect((await call('POST /orders', '/orders', { shipTo: { ...shipTo, country: 'uk' } }, mine)).body.errors[0].field).toBe(
      'shipTo.country',
    )
    expect((await call('POST /orders', '/orders', {}, mine)).status).toBe(422)
    const placed = await call('POST /orders', '/orders', { shipTo, note: 'Ring twice.' }, mine)
    expect(placed.status).toBe(201)
    expect((await call('GET /orders/{orderId}', placed.headers.get('location') ?? '', undefined, mine)).body).toEqual(placed.body)
    expect((await call('GET /products/{productId}', '/products/51')).body.stock).toBe(1)
    expect((await call('GET /cart', '/cart')).body.items).toEqual([])
    expect((await call('GET /orders', '/orders?status=placed', undefined, mine)).body.items).toHaveLength(1)
    expect((await call('GET /orders', '/orders?status=shipped', undefined, mine)).body.items).toEqual([])
    expect((await call('GET /orders', '/orders?status=lost', undefined, mine)).status).toBe(422)
    expect((await call('GET /orders', '/orders')).status).toBe(401)
    expect((await call('GET /orders/{orderId}', '/orders/ord_000000', undefined, mine)).status).toBe(404)
    expect((await call('GET /orders/{orderId}', '/orders/ord_000000')).status).toBe(401)
  })

  it('refuses to sell the last ones twice', async () => {
    const shipTo = { name: 'Ada', street: 'Square 12', city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' }
    const other = { 'x-session': 'someone-else' }
    await call('POST /cart/items', '/cart/items', { productId: 50, quantity: 5 })
    await call('POST /cart/items', '/cart/items', { productId: 50, quantity: 5 }, other)
    expect((await call('POST /orders', '/orders', { shipTo }, { ...user, ...other })).status).toBe(201)
    expect((await call('POST /orders', '/orders', { shipTo }, user)).body.detail).toBe('Of "Electric grinder" 2 are left.')
  })

  it('answers with problems where the document has nothing', async () => {
    expect((await fetch(`${shop.url}/nothing`)).status).toBe(404)
    expect((await fetch(`${shop.url}/cart`, { method: 'PUT' })).status).toBe(405)
    const head = await fetch(`${shop.url}/cart`, { method: 'HEAD' })
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(0)
  })
})
