import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { readOffers } from '../../proxy-core/mock/choose/offers.ts'
import { planEcho } from '../../proxy-core/mock/generate/echo.ts'
import { createGenerators, type Generators } from '../../proxy-core/mock/generate/generate.ts'
import type { ApiDocument, ApiOperation, OperationObject } from '../../proxy-core/openapi/document.ts'
import { askerOf, jsonOf, openFile, openFixture } from './fixture.ts'
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
      ...['keywords.yaml', 'shop-3-0.yaml', 'pets-2-0.yaml', 'coffee.yaml'].map(openFixture),
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
