import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { readOffers } from '../../proxy-core/mock/choose/offers.ts'
import { planEcho } from '../../proxy-core/mock/generate/echo.ts'
import { createGenerators, type Generators } from '../../proxy-core/mock/generate/generate.ts'
import type { ApiDocument, ApiOperation, OperationObject } from '../../proxy-core/openapi/document.ts'
import { askerOf, jsonOf, openFile, openFixture, plainWish } from './fixture.ts'
import { independentCheck } from './independent-check.ts'

const SEEDS = 1_000
const unsatisfiable = ['/endless', '/contradiction']

interface Subject {
  name: string
  document: ApiDocument
  schema: Parameters<Generators['of']>[0]
  at: string
  operation: ApiOperation
}

function subjectsOf(document: ApiDocument): Subject[] {
  return document.operations.flatMap((operation) =>
    readOffers(document, document.node(operation.ref) as OperationObject, operation.ref).flatMap((offer) =>
      offer.contents.flatMap(({ schema }) =>
        schema === null ? [] : [{ name: `${operation.template} ${offer.key}`, document, operation, ...schema }],
      ),
    ),
  )
}

describe('generated bodies', () => {
  let subjects: Subject[] = []
  beforeAll(async () => {
    const others = ['../fixtures/control/books.yaml', '../bench/pets.yaml', '../../proxy-core/sample/shop.yaml']
    const documents = await Promise.all([
      ...['keywords.yaml', 'shop-3-0.yaml', 'pets-2-0.yaml', 'coffee.yaml', 'market.yaml'].map(openFixture),
      ...others.map((path) => openFile(fileURLToPath(new URL(path, import.meta.url)))),
    ])
    subjects = documents.flatMap(subjectsOf)
  })

  it.each(['realistic', 'static'] as const)('%s: are valid against every response schema of the fixtures, whatever the seed', (style) => {
    expect(subjects.length).toBeGreaterThan(14)
    for (const { name, document, schema, at, operation } of subjects) {
      if (unsatisfiable.includes(operation.template)) continue
      const generator = createGenerators(document, style).of(schema, at)
      const check = independentCheck(document, schema)
      const echo = planEcho(operation.template)
      for (let seed = 0; seed < (style === 'static' ? 1 : SEEDS); seed++) {
        const pathParameters = { shop_id: '12', productId: String(seed), petId: '3', id: '5b2ae6ad-2f4e-4a57-8f1d-0a3c6f6f1b11' }
        const made = generator.generate({ seed: `seed ${seed}`, echo, pathParameters, examples: seed % 2 === 0 })
        expect(made, `${name}, seed ${seed}`).toMatchObject({ kind: 'value' })
        if (made.kind === 'value') expect(check(made.value), `${name}, seed ${seed}: ${JSON.stringify(made.value)}`).toEqual([])
      }
    }
  })

  it('need no second try for most schemas', () => {
    // what is made plainly and what the most careful try makes differ in nothing but their cost
    const plain = subjects.filter(({ operation }) => ['/numbers', '/strings', '/objects', '/arrays', '/trees'].includes(operation.template))
    for (const { document, schema, at, name } of plain) {
      const generator = createGenerators(document, 'realistic').of(schema, at)
      const wish = { seed: 'x', echo: null, pathParameters: {}, examples: false }
      expect(generator.generate(wish), name).toEqual(generator.generate(wish))
    }
  })

  it('say which keyword stands against every value, and where', async () => {
    const ask = askerOf(await openFixture('keywords.yaml'))
    const contradiction = ask('GET', '/contradiction')
    expect(contradiction).toMatchObject({ status: 500, error: 'mock-unsatisfiable' })
    expect(jsonOf(contradiction).detail).toContain('keyword maximum at #/components/schemas/Impossible')
    const endless = ask('GET', '/endless')
    expect(endless).toMatchObject({ status: 500, error: 'mock-unsatisfiable' })
    expect(jsonOf(endless).detail).toContain('#/components/schemas/Endless')
  })

  it('offer the nearest value where none is valid, and say what it breaks', async () => {
    const ask = askerOf(await openFixture('keywords.yaml'))
    const contradiction = jsonOf(ask('GET', '/contradiction'))
    expect(contradiction.nearest).toEqual({ age: 10 })
    expect(contradiction.detail).toContain('it breaks maximum only')
    expect(jsonOf(ask('GET', '/endless')).nearest).toEqual({ more: {} })
  })

  it.each([
    [{ type: 'integer', minimum: 4, maximum: 5, multipleOf: 3 }, 'multipleOf', 4],
    [{ allOf: [{ enum: ['a'] }, { enum: ['b'] }] }, 'enum', 'a'],
    [{ type: 'string', format: 'date', pattern: '^x' }, 'pattern', expect.stringMatching(/^\d{4}-\d\d-\d\d$/)],
    [{ type: 'array', minItems: 3, uniqueItems: true, items: { enum: [1] } }, 'uniqueItems', [1, 1, 1]],
    [{ oneOf: [{ const: 1 }, { type: 'integer', const: 1 }] }, 'oneOf', 1],
    [{ type: 'object', required: ['b'], properties: { b: { const: 1 } }, not: {} }, 'not', { b: 1 }],
    [{ type: 'object', maxProperties: 1, required: ['a', 'b'], additionalProperties: { const: 0 } }, 'maxProperties', { a: 0, b: 0 }],
  ])('of %j name %s', async (schema, keyword, nearest) => {
    const [subject] = subjects
    if (subject === undefined) throw new Error('there is a subject')
    const made = createGenerators(subject.document, 'realistic').of(schema, '#').generate(plainWish)
    expect(made).toMatchObject({ kind: 'unsatisfiable', keyword, nearest: { value: nearest, breaks: [keyword] } })
  })

  it('name the branch in the property that tells branches apart', async () => {
    const ask = askerOf(await openFixture('keywords.yaml'))
    const kinds = new Set<string>()
    for (let seed = 0; seed < 40; seed++) {
      const { pet, animal } = jsonOf(ask('GET', `/choices?n=${seed}`))
      kinds.add('lives' in pet ? `cat ${pet.petType}` : `bird ${pet.petType}`)
      expect(animal.kind).toBe('hound')
    }
    expect([...kinds].sort()).toEqual(['bird Bird', 'cat kitty'])
  })

  it('end where schemas hold themselves, and stay of a readable size', async () => {
    const ask = askerOf(await openFixture('keywords.yaml'))
    for (let seed = 0; seed < 50; seed++) {
      expect(ask('GET', `/trees?n=${seed}`).body.byteLength).toBeLessThan(64 * 1024)
      expect(ask('GET', `/lists?n=${seed}`).body.byteLength).toBeLessThan(64 * 1024)
    }
  })

  it('come in time from patterns that hang a backtracking engine', async () => {
    const ask = askerOf(await openFixture('keywords.yaml'))
    ask('GET', '/numbers')
    const started = performance.now()
    expect(ask('GET', '/hostile').status).toBe(200)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
