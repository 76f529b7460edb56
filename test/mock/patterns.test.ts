import { describe, expect, it } from 'vitest'
import { askerOf, jsonOf, openText } from './fixture.ts'

const patterns = [
  '^[A-Z]{3}-[0-9]{4}$',
  '^\\+[1-9][0-9]{6,12}$',
  '^(red|green|blue)(, (red|green|blue)){2}$',
  '^(?:(a)|b)x\\1$',
  '^(["\']?)[^"\']+\\1$',
  '^\\d+(\\.\\d{2})?$',
  '^[^a-z\\s]{5}$',
  '^v\\w*\\.$',
  '[xyz]{2}',
  '^(?=.*[0-9])[a-z0-9]{8,}$',
]

function documentOf(schemas: readonly unknown[]): string {
  const paths = schemas.map((schema, n) => [
    `/${n}/{id}`,
    { get: { responses: { 200: { description: 'x', content: { 'application/json': { schema } } } } } },
  ])
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'Patterns', version: '1' }, paths: Object.fromEntries(paths) })
}

const listOf = (pattern: string) => ({ type: 'array', minItems: 5, items: { type: 'string', pattern } })

describe('texts of a pattern', () => {
  it.each(patterns)('match %s', async (pattern) => {
    const ask = askerOf(await openText(documentOf([listOf(pattern)])))
    for (let id = 0; id < 20; id++) for (const text of jsonOf(ask('GET', `/0/${id}`))) expect(text).toMatch(new RegExp(pattern))
  })

  it('are the same with the same seed, whatever was asked for before', async () => {
    const document = await openText(documentOf(patterns.map(listOf)))
    const [once, often] = [askerOf(document, { dynamic: true }), askerOf(document, { dynamic: true })]
    for (const number of patterns.keys()) {
      for (let id = 0; id < 20; id++) often('GET', `/${number}/${id}`)
      const seeded = { headers: ['Prefer', 'seed=7'] }
      expect(jsonOf(often('GET', `/${number}/1`, seeded))).toEqual(jsonOf(once('GET', `/${number}/1`, seeded)))
    }
  })

  it('are made after the pattern where what the name suggests does not match it, and after the name where it does', async () => {
    const text = { type: 'string', pattern: '^[A-Z]{3}-[0-9]{4}$' }
    const schema = { type: 'object', required: ['sku', 'city'], properties: { sku: text, city: { type: 'string', pattern: '^\\S' } } }
    const { sku, city } = jsonOf(askerOf(await openText(documentOf([schema])))('GET', '/0/1'))
    expect(sku).toMatch(/^[A-Z]{3}-[0-9]{4}$/)
    expect(city).toMatch(/^\p{Lu}\p{L}+/u)
  })

  it('come out where a name suggests what matches now and then', async () => {
    const schema = {
      type: 'array',
      minItems: 40,
      items: { type: 'object', required: ['price'], properties: { price: { type: 'string', pattern: '^[1-3]' } } },
    }
    const ask = askerOf(await openText(documentOf([schema])))
    for (let id = 0; id < 5; id++) for (const { price } of jsonOf(ask('GET', `/0/${id}`))) expect(price).toMatch(/^[1-3]/)
  })
})

it('gives a postal code for a zip, and an address of the network for an ip', async () => {
  const properties = { zip: { type: 'string' }, clientIp: { type: 'string' } }
  const ask = askerOf(await openText(documentOf([{ type: 'object', required: ['zip', 'clientIp'], properties }])))
  const { zip, clientIp } = jsonOf(ask('GET', '/0/1'))
  expect(clientIp).toMatch(/^10\.\d+\.\d+\.\d+$/)
  expect(zip).not.toContain('.')
})
