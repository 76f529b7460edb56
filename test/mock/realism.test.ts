import { beforeAll, describe, expect, it } from 'vitest'
import { type Ask, askerOf, jsonOf, openFixture, reasonsOf, textOf } from './fixture.ts'

let coffee: Ask
let shop: Ask
beforeAll(async () => {
  coffee = askerOf(await openFixture('coffee.yaml'))
  shop = askerOf(await openFixture('shop-3-0.yaml'))
})

describe('the same request', () => {
  it('has the same answer, in another process too', async () => {
    const again = askerOf(await openFixture('coffee.yaml'))
    for (const url of ['/cups/1', '/cups/2', '/cups/1?page=2']) expect(textOf(again('GET', url))).toBe(textOf(coffee('GET', url)))
    expect(new Set(['/cups/1', '/cups/2', '/cups/1?page=2'].map((url) => jsonOf(coffee('GET', url)).name)).size).toBe(3)
  })

  it('has the same answer tomorrow: its dates lie around a fixed day', () => {
    const { name, createdAt } = jsonOf(coffee('GET', '/cups/1'))
    expect([name, createdAt]).toEqual(['Unhappy ostrich', '2025-12-24T18:13:32Z'])
  })

  it('has the same answer with another way to ask for it', () => {
    expect(textOf(coffee('GET', '/cups/1?__code=200'))).toBe(textOf(coffee('GET', '/cups/1')))
  })

  it('has another answer with another seed, from the request or the command line', async () => {
    const seeded = askerOf(await openFixture('coffee.yaml'), { seed: '7' })
    expect(textOf(seeded('GET', '/cups/1'))).not.toBe(textOf(coffee('GET', '/cups/1')))
    expect(reasonsOf(seeded('GET', '/cups/1')).at(-1)).toBe('200 application/json, generated with seed 7; Prefer: seed=7 gives it again')
    expect(textOf(coffee('GET', '/cups/1', { headers: ['Prefer', 'seed=7'] }))).toBe(textOf(seeded('GET', '/cups/1')))
  })

  it('has a fresh answer each time with dynamic, but not with dynamic and a seed', async () => {
    const dynamic = askerOf(await openFixture('coffee.yaml'), { dynamic: true })
    expect(textOf(dynamic('GET', '/cups/1'))).not.toBe(textOf(dynamic('GET', '/cups/1')))
    expect(textOf(dynamic('GET', '/beans', { headers: ['Prefer', 'dynamic=false'] }))).toBe('["arabica"]')
    const seeded = { headers: ['Prefer', 'dynamic=true, seed=1'] }
    expect(textOf(coffee('GET', '/beans', seeded))).toBe(textOf(coffee('GET', '/beans', seeded)))
  })
})

describe('path parameters', () => {
  const order = '5b2ae6ad-2f4e-4a57-8f1d-0a3c6f6f1b11'

  it('come back in the field of the same name, wherever it has an own name', () => {
    const body = jsonOf(shop('GET', `/orders/${order}`))
    expect(body.id).toBe(order)
    for (const line of body.lines) {
      expect(line.orderId).toBe(order)
      expect(line.id).not.toBe(order)
    }
  })

  it('come back as the id of the resource, of the type of the schema', () => {
    expect(jsonOf(shop('GET', '/products/77')).id).toBe(77)
    expect(jsonOf(coffee('GET', '/cups/4')).id).toBe(4)
    expect(textOf(coffee('GET', '/cups/4', { headers: ['Accept', 'application/xml'] }))).toContain(' id="4"')
  })

  it('come back in every item of a list', () => {
    const list = jsonOf(shop('GET', '/shops/12/products'))
    expect(list.length).toBeGreaterThanOrEqual(3)
    for (const item of list) expect(item.shop_id).toBe(12)
    expect(new Set(list.map((item: { id: number }) => item.id)).size).toBe(list.length)
  })

  it('do not come back where they are not valid', () => {
    expect(Number.isInteger(jsonOf(shop('GET', '/products/espresso')).id)).toBe(true)
    expect(jsonOf(shop('GET', '/products/9999999')).id).not.toBe(9_999_999)
    expect(jsonOf(shop('GET', '/orders/17')).id).not.toBe('17')
  })
})

describe('values', () => {
  it('suit the names of their properties', () => {
    const { name, price, maker, createdAt, updatedAt } = jsonOf(coffee('GET', '/cups/1'))
    expect(name).toMatch(/[a-z]{3}/)
    expect(price).toBeGreaterThan(0)
    expect(maker.email).toBe(`${maker.firstName}.${maker.lastName}@example.com`.toLowerCase().replace(/[^a-z0-9.@]+/g, '-'))
    expect(Date.parse(updatedAt)).toBeGreaterThan(Date.parse(createdAt))
  })

  it('are the examples and defaults of the schema where they are valid; in a list only once', () => {
    const body = jsonOf(coffee('GET', '/described'))
    expect(body).toMatchObject({ city: 'Porto', count: 42, when: 'noon' })
    expect(Number.isInteger(body.wrong ?? 0)).toBe(true)
    expect(body.list[0]).toBe('first')
    expect(body.list.slice(1)).not.toContain('first')
    expect(jsonOf(coffee('GET', '/whole'))).toEqual({ a: 7, b: 8 })
    expect(jsonOf(coffee('GET', '/described?__dynamic=true')).city).not.toBe('Porto')
  })

  it('are what x-faker asks for, by its names of today and of before, where that is valid', () => {
    const body = jsonOf(coffee('GET', '/faked'))
    expect(body.name).toMatch(/\w+ \w+/)
    expect(body.old).toMatch(/^[A-Z]/)
    expect(body.options).toBeGreaterThanOrEqual(7000)
    expect(['red', 'green']).toContain(body.args)
    expect(Number.isInteger(body.wrong)).toBe(true)
    expect(body.bomb.length).toBeLessThan(1_000)
  })

  it('are plain with generate: static, the same for every request but for what they echo', async () => {
    const plain = askerOf(await openFixture('shop-3-0.yaml'), { generate: 'static' })
    const body = jsonOf(plain('GET', '/shops/12/products'))
    expect(body[0]).toMatchObject({ shop_id: 12, name: 'string' })
  })
})
