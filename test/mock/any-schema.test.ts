import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createGenerators } from '../../proxy-core/mock/generate/generate.ts'
import type { ApiDocument, SchemaObject } from '../../proxy-core/openapi/document.ts'
import { independentCheck } from './independent-check.ts'

const RUNS = Number(process.env.RUNS ?? 400)
const small = fc.integer({ min: 0, max: 4 })
const name = fc.constantFrom('id', 'name', 'email', 'a', 'b', 'createdAt')
const scalar = fc.oneof(
  fc.record(
    {
      type: fc.constantFrom('integer', 'number'),
      minimum: fc.integer({ min: -20, max: 20 }),
      maximum: fc.integer({ min: -10, max: 60 }),
      exclusiveMinimum: fc.integer({ min: -20, max: 20 }),
      multipleOf: fc.constantFrom(1, 2, 3, 0.5, 0.01),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constant('string'),
      minLength: small,
      maxLength: fc.integer({ min: 2, max: 30 }),
      pattern: fc.constantFrom('^[a-z]+$', '\\d', '^(foo|bar)', '^.{2,}$'),
      format: fc.constantFrom('date', 'email', 'uuid', 'made-up'),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record({ enum: fc.uniqueArray(fc.constantFrom(1, 'a', null, true, 'bb', 2.5), { minLength: 1 }) }),
  fc.record({ type: fc.constantFrom('boolean', 'null', ['string', 'null'], ['integer', 'string']) }),
  fc.record({ const: fc.constantFrom(1, 'x', null, { a: 1 }) }),
  fc.constantFrom(true, {}, { $ref: '#/components/schemas/Self' }),
)
const { schema } = fc.letrec<{ schema: unknown }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(name, tie('schema'), { maxKeys: 4 }),
        required: fc.uniqueArray(name, { maxLength: 3 }),
        additionalProperties: fc.oneof(fc.boolean(), scalar),
        minProperties: small,
        maxProperties: fc.integer({ min: 1, max: 6 }),
        patternProperties: fc.dictionary(fc.constantFrom('^x-', 'e'), scalar, { maxKeys: 1 }),
        dependentRequired: fc.constant({ a: ['b'] }),
        propertyNames: fc.constant({ maxLength: 12 }),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('array'),
        items: tie('schema'),
        prefixItems: fc.array(scalar, { maxLength: 2 }),
        minItems: small,
        maxItems: fc.integer({ min: 2, max: 6 }),
        uniqueItems: fc.boolean(),
        contains: scalar,
        minContains: fc.integer({ min: 0, max: 2 }),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record(
      { anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }), type: fc.constantFrom('object', 'string') },
      { requiredKeys: ['anyOf'] },
    ),
    fc.record({ not: scalar.filter((one) => Object.keys(one).length > 0 && !('$ref' in (one as object))) }),
    fc.record({ if: tie('schema'), otherwise: tie('schema'), follows: tie('schema') }, { requiredKeys: ['if'] }),
  ),
}))

it('whatever the schema, a generated body is valid, or the schema is named as impossible', () => {
  let made = 0
  fc.assert(
    fc.property(schema, (drawn) => {
      // a shared piece of a random schema may be the same object in two places; documents are parsed, so there it never is
      const root = JSON.parse(JSON.stringify(drawn).replaceAll('"otherwise"', '"else"').replaceAll('"follows"', '"then"')) as SchemaObject
      const self = { type: 'object', properties: { n: { type: 'integer' }, more: { $ref: '#/components/schemas/Self' } } }
      const document: ApiDocument = {
        title: '',
        version: '',
        specVersion: '3.1.0',
        basePath: '',
        operations: [],
        secretNames: [],
        node: () => self,
      }
      const generator = createGenerators(document, 'realistic').of(root, '#')
      const result = generator.generate({ seed: 'x', echo: null, pathParameters: {}, examples: false })
      if (result.kind !== 'value') return
      made++
      expect(independentCheck(document, root)(result.value)).toEqual([])
    }),
    { numRuns: RUNS, seed: 7 },
  )
  // about a third of what is drawn contradicts itself: minimum over maximum, a pattern that no date fits
  expect(made).toBeGreaterThan(RUNS * 0.5)
}, 60_000)
