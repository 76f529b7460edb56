import { expect, it } from 'vitest'
import { modernizeSchema, type SchemaDialect, wrapNullable } from '../../proxy-core/openapi/schema-keywords.ts'
import { importText } from './documents.ts'

const three = { nullable: 'nullable', refStandsAlone: true } as const
const threeOne = { nullable: null, refStandsAlone: false } as const

function modern(schema: object, dialect: SchemaDialect = three): object {
  const copy = structuredClone(schema) as { [keyword: string]: unknown }
  if (modernizeSchema(copy, dialect)) wrapNullable(copy)
  return copy
}

it.each<[string, object, object]>([
  ['nullable beside a type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
  [
    'nullable beside an enum',
    { type: 'string', enum: ['a'], nullable: true },
    { type: ['string', 'null'], enum: ['a', null], 'x-switchyard-tolerated-null': true },
  ],
  ['nullable beside an enum that has null', { enum: ['a', null], nullable: true }, { enum: ['a', null] }],
  ['nullable without a type', { nullable: true, minLength: 2 }, { minLength: 2 }],
  ['not nullable', { type: 'string', nullable: false }, { type: 'string' }],
  ['nullable that is no flag', { type: 'string', nullable: { a: 1 } }, { type: 'string' }],
  [
    'nullable beside allOf',
    { allOf: [{ type: 'object' }], nullable: true, description: 'd' },
    { description: 'd', anyOf: [{ allOf: [{ type: 'object' }] }, { type: 'null', 'x-switchyard-tolerated-null': true }] },
  ],
  [
    'nullable beside anyOf and a type',
    { type: 'object', anyOf: [{}], nullable: true },
    {
      anyOf: [
        { type: 'object', anyOf: [{}] },
        { type: 'null', 'x-switchyard-tolerated-null': true },
      ],
    },
  ],
  [
    'nullable beside oneOf',
    { oneOf: [{ type: 'string' }], nullable: true, 'x-a': 1 },
    { 'x-a': 1, anyOf: [{ oneOf: [{ type: 'string' }] }, { type: 'null', 'x-switchyard-tolerated-null': true }] },
  ],
  [
    'nullable beside a reference',
    { $ref: '#/a', nullable: true },
    { anyOf: [{ $ref: '#/a' }, { type: 'null', 'x-switchyard-tolerated-null': true }] },
  ],
  [
    'constraints beside a reference',
    { $ref: '#/a', type: 'object', description: 'd', 'x-b': 2 },
    { $ref: '#/a', description: 'd', 'x-b': 2 },
  ],
  [
    'exclusive bounds as flags',
    { minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
    { exclusiveMinimum: 1, maximum: 9 },
  ],
  ['an exclusive flag without its bound', { exclusiveMinimum: true }, {}],
  ['an example', { type: 'string', example: 'a' }, { type: 'string', examples: ['a'] }],
  ['an example of null', { example: null }, { examples: [null] }],
  ['examples under names', { examples: { a: { value: 1 }, b: 2 } }, { examples: [1, 2] }],
  ['bytes', { type: 'string', format: 'byte' }, { type: 'string', format: 'byte', contentEncoding: 'base64' }],
  ['binary', { type: 'string', format: 'binary' }, { type: 'string', format: 'binary' }],
  ['a file', { type: 'file' }, { type: 'string', format: 'binary' }],
  ['unknown types', { type: 'date' }, {}],
  ['unknown types in a list', { type: ['string', 'any', null] }, { type: ['string', 'null'] }],
  ['keywords of the wrong shape', { required: true, enum: 'a', minLength: '3', pattern: 5, minimum: '0', multipleOf: 0, format: 1 }, {}],
])('brings %s to JSON Schema 2020-12', (_, schema, expected) => {
  expect(modern(schema)).toEqual(expected)
  expect(modern(modern(schema))).toEqual(expected)
})

it('leaves nullable and what stands beside a reference to 3.1 documents', () => {
  expect(modern({ type: 'string', nullable: true }, threeOne)).toEqual({ type: 'string', nullable: true })
  expect(modern({ $ref: '#/a', minLength: 2 }, threeOne)).toEqual({ $ref: '#/a', minLength: 2 })
  expect(modern({ exclusiveMinimum: 4, $dynamicRef: '#n', $id: 'i' }, threeOne)).toEqual({
    exclusiveMinimum: 4,
    $dynamicRef: '#n',
    $id: 'i',
  })
})

it('touches schemas only: not properties with the names of keywords, nor what examples hold', async () => {
  const properties =
    '{ nullable: { type: boolean }, example: { type: string, nullable: true }, type: { type: string }, $ref: { type: integer }, required: { type: array, items: { type: string } } }'
  const value = '{ nullable: true, type: string, example: 1, exclusiveMinimum: true }'
  const { document, diagnostics } = await importText(`openapi: 3.0.3
paths: {}
components:
  schemas:
    nullable: { type: object, properties: ${properties}, default: ${value}, enum: [${value}], example: ${value} }
  examples: { one: { value: ${value} } }
  responses: { ok: { content: { a/a: { example: ${value}, schema: { type: string, nullable: true } } } } }
`)
  const data = { nullable: true, type: 'string', example: 1, exclusiveMinimum: true }
  expect(document.node('#/components/schemas/nullable')).toEqual({
    type: 'object',
    properties: {
      nullable: { type: 'boolean' },
      example: { type: ['string', 'null'] },
      type: { type: 'string' },
      $ref: { type: 'integer' },
      required: { type: 'array', items: { type: 'string' } },
    },
    default: data,
    enum: [data],
    examples: [data],
  })
  expect(document.node('#/components/examples/one')).toEqual({ value: data })
  expect(document.node('#/components/responses/ok')).toEqual({
    content: { 'a/a': { example: data, schema: { type: ['string', 'null'] } } },
  })
  expect(diagnostics.map(({ code }) => code)).toEqual(['no-operations'])
})

it('still finds what a wrap for null has moved', async () => {
  const { document } = await importText(`openapi: 3.0.3
paths: { /a: { get: { responses: { 200: { content: { a/a: { schema: { $ref: "#/components/schemas/A/allOf/0" } } } } } } } }
components: { schemas: { A: { nullable: true, allOf: [{ type: string, maxLength: 3 }] } } }
`)
  expect(document.node('#/components/schemas/A')).toEqual({
    anyOf: [{ allOf: [{ type: 'string', maxLength: 3 }] }, { type: 'null', 'x-switchyard-tolerated-null': true }],
  })
  expect(document.node('#/components/schemas/A/allOf/0')).toEqual({ type: 'string', maxLength: 3 })
})
