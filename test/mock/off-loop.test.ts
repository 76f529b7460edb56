import { expect, it } from 'vitest'
import { createMock } from '../../proxy-core/mock/create-mock.ts'
import type { MockAnswer, MockOperation } from '../../proxy-core/mock/mock.ts'
import type { ApiDocument } from '../../proxy-core/openapi/document.ts'
import { jsonOf, openText } from './fixture.ts'
import { independentCheck } from './independent-check.ts'

type Schemas = Record<string, unknown>
const numbered = (count: number, entry: (n: number) => [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => entry(n)))
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

function open(schemas: Schemas): Promise<ApiDocument> {
  const content = { 'application/json': { schema: ref('Root') } }
  const paths = { '/root': { get: { responses: { 200: { description: 'root', content } } } } }
  return openText(JSON.stringify({ openapi: '3.1.0', info: { title: 'Large', version: '1' }, paths, components: { schemas } }))
}

function mockOf(document: ApiDocument): MockOperation {
  const [operation] = document.operations
  if (operation === undefined) throw new Error('there is one')
  return createMock(document, { seed: '', dynamic: false, generate: 'realistic' }).operation(operation)
}

async function answerOf(mock: MockOperation): Promise<{ answer: MockAnswer; cameLater: boolean; turns: number }> {
  let turns = 0
  let ended = false
  const turn = () => {
    turns++
    if (!ended) setTimeout(turn, 1)
  }
  setTimeout(turn, 1)
  const request = { method: 'GET', path: '/root', query: '', headers: [], pathParameters: {}, response: null }
  const asked = mock.inTime?.(request) ?? mock(request)
  const answer = await asked
  ended = true
  return { answer, cameLater: asked instanceof Promise, turns }
}

const property = (n: number) => ({ type: n % 3 === 0 ? 'integer' : 'string' })
const large: [string, Schemas][] = [
  [
    '10,000 properties',
    {
      Root: {
        type: 'object',
        required: Array.from({ length: 10_000 }, (_, n) => `p${n}`),
        properties: numbered(10_000, (n) => [`p${n}`, property(n)]),
      },
    },
  ],
  [
    '1,200 models in one chain',
    {
      Root: ref('M0'),
      ...numbered(1_200, (n) => [
        `M${n}`,
        {
          type: 'object',
          required: ['id', ...(n < 1_199 ? ['next'] : [])],
          properties: { id: { type: 'integer' }, next: ref(`M${Math.min(n + 1, 1_199)}`) },
        },
      ]),
    },
  ],
  [
    '1,200 models in one object, each with lists of others',
    {
      Root: { type: 'object', properties: numbered(1_200, (n) => [`m${n}`, ref(`M${n}`)]) },
      ...numbered(1_200, (n) => [
        `M${n}`,
        {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'integer' }, others: { type: 'array', items: ref(`M${(n * 7 + 1) % 1_200}`) } },
        },
      ]),
    },
  ],
]

it.each(large)('a body of %s comes later, valid, while the loop goes on', async (_, schemas) => {
  const document = await open(schemas)
  const { answer, cameLater, turns } = await answerOf(mockOf(document))
  expect([answer.status, cameLater]).toEqual([200, true])
  expect(turns).toBeGreaterThan(10)
  if (!('M1199' in schemas && 'next' in (schemas.M0 as { properties: object }).properties)) {
    expect(independentCheck(document, ref('Root'))(jsonOf(answer))).toEqual([])
  }
})

it('a chain of 1,200 models goes to its end', async () => {
  const { answer } = await answerOf(mockOf(await open(large[1]?.[1] ?? {})))
  let depth = 0
  for (let at = jsonOf(answer); at !== undefined; at = at.next) {
    expect(Number.isInteger(at.id)).toBe(true)
    depth++
  }
  expect(depth).toBe(1_200)
})

it('a small body comes at once when its operation has been compiled', async () => {
  const mock = mockOf(await open({ Root: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } } }))
  expect((await answerOf(mock)).answer.status).toBe(200)
  expect((await answerOf(mock)).cameLater).toBe(false)
})
