import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, it } from 'vitest'
import { createGenerators } from '../../proxy-core/mock/generate/generate.ts'
import type { ApiDocument, SchemaObject } from '../../proxy-core/openapi/document.ts'
import { plainWish } from './fixture.ts'

const SEEDS = 40
/** An object literal with `then` would look like a promise. */
const conditional = (when: object, follows: object, otherwise: SchemaObject = true) =>
  Object.fromEntries(Object.entries({ if: when, then_: follows, else: otherwise }).map(([key, held]) => [key.replace('_', ''), held]))
const str = { type: 'string' },
  int = { type: 'integer' }
const schemas: SchemaObject[] = [
  { type: 'array', contains: { const: 5 }, minContains: 2, maxContains: 2, minItems: 5, items: int },
  { type: 'array', contains: { type: 'string' }, minContains: 0, items: int },
  { type: 'array', prefixItems: [str, int], items: false },
  { type: 'array', prefixItems: [str], unevaluatedItems: false, minItems: 1 },
  {
    allOf: [
      { type: 'array', prefixItems: [str] },
      { prefixItems: [{ minLength: 3 }, int], minItems: 2 },
    ],
    unevaluatedItems: false,
  },
  { type: 'array', allOf: [{ contains: { const: 1 } }, { contains: { const: 'x' } }] },
  {
    type: 'array',
    contains: { type: 'object', required: ['a'], properties: { a: int } },
    items: { type: 'object', properties: { b: str } },
  },
  { type: 'object', patternProperties: { '^a': int, z$: { minimum: 5 } }, required: ['az', 'ab'], additionalProperties: false },
  { type: 'object', propertyNames: { enum: ['a', 'b', 'c'] }, minProperties: 3, additionalProperties: int },
  { type: 'object', propertyNames: { pattern: '^[A-Z]+$' }, properties: { lower: str, UPPER: str }, minProperties: 2 },
  {
    type: 'object',
    properties: { a: str, b: str, c: int },
    dependentRequired: { a: ['b'] },
    dependentSchemas: { b: { required: ['c'], properties: { c: { minimum: 7, maximum: 9 } } } },
    required: ['a'],
  },
  { type: 'object', properties: { a: int }, required: ['a'], not: { properties: { a: { minimum: 10 } } } },
  { type: 'integer', minimum: 0, maximum: 10, not: { multipleOf: 2 } },
  { type: 'string', not: { maxLength: 3 } },
  { type: ['string', 'integer'], not: { type: 'string' } },
  { not: { type: ['object', 'string'] } },
  { not: { anyOf: [{ type: 'string' }, { type: 'object' }, { type: 'array' }] } },
  {
    ...conditional(
      { properties: { k: { const: 'a' } }, required: ['k'] },
      { required: ['x'], properties: { x: int } },
      { required: ['y'] },
    ),
    type: 'object',
    properties: { k: { enum: ['a', 'b'] } },
    required: ['k'],
  },
  {
    type: 'object',
    allOf: [
      conditional({ properties: { t: { const: 1 } } }, { properties: { v: { const: 'one' } } }),
      conditional({ properties: { t: { const: 2 } } }, { properties: { v: { const: 'two' } } }),
    ],
    properties: { t: { enum: [1, 2, 3] }, v: str },
    required: ['t', 'v'],
  },
  {
    type: 'object',
    allOf: [{ properties: { a: str }, required: ['a'] }],
    anyOf: [
      { properties: { b: int }, required: ['b'] },
      { properties: { c: int }, required: ['c'] },
    ],
    unevaluatedProperties: false,
  },
  { type: 'object', unevaluatedProperties: int, minProperties: 3, properties: { a: str } },
  { type: 'number', multipleOf: 0.1, minimum: 0.35, maximum: 0.45 },
  { type: 'number', multipleOf: 2.5, exclusiveMinimum: 5, exclusiveMaximum: 10 },
  { type: 'integer', multipleOf: 1000, minimum: 1500, maximum: 2500 },
  { type: 'number', multipleOf: 1e-8, minimum: 0, maximum: 1e-7 },
  { type: 'integer', exclusiveMinimum: 1.5, exclusiveMaximum: 2.5 },
  { type: 'integer', minimum: 1e18, maximum: 1.0001e18 },
  { type: 'integer', format: 'int32', minimum: 2147483000 },
  { type: 'array', uniqueItems: true, minItems: 2, items: { type: 'boolean' } },
  { type: 'array', uniqueItems: true, minItems: 4, maxItems: 4, items: { enum: ['a', 'b', 'c', 'd'] } },
  { type: 'array', uniqueItems: true, minItems: 10, items: { type: 'integer', minimum: 1, maximum: 10 } },
  {
    type: 'array',
    uniqueItems: true,
    minItems: 20,
    items: { type: 'object', properties: { k: { enum: [1, 2, 3, 4, 5] }, j: { enum: [1, 2, 3, 4] } }, required: ['k', 'j'] },
  },
  {
    oneOf: [
      { type: 'object', properties: { a: int } },
      { type: 'object', properties: { b: int } },
    ],
  },
  {
    oneOf: [
      { type: 'number', multipleOf: 2 },
      { type: 'number', multipleOf: 3 },
    ],
    minimum: 1,
    maximum: 20,
  },
  { oneOf: [{ $ref: 'Cat' }, { $ref: 'Dog' }], discriminator: { propertyName: 'type', mapping: { kitty: 'Cat', doggo: 'Dog' } } },
  { anyOf: [{ $ref: 'Cat' }, { $ref: 'Dog' }, { type: 'null' }], discriminator: { propertyName: 'type' } },
  { allOf: [{ $ref: 'Cat' }, { properties: { name: { minLength: 4, maxLength: 5 }, type: { const: 'q' } } }] },
  {
    allOf: [{ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { oneOf: [{ required: ['c'] }, { required: ['d'] }] }],
    type: 'object',
    properties: { a: int, b: int, c: int, d: int },
  },
  { allOf: [{ type: ['integer', 'null'] }, { type: ['null', 'string'] }] },
  { allOf: [{ minimum: 3 }, { type: 'integer' }, { maximum: 4 }] },
  { enum: [{ a: 1 }, [1], null, 'x'], not: { type: 'null' } },
  { type: 'string', pattern: '^(?!foo)[a-z]{3,6}$' },
  { type: 'string', pattern: '^\\d{3}-\\d{2}$', format: 'made' },
  { type: 'string', allOf: [{ pattern: '^a' }, { pattern: 'z$' }], minLength: 5, maxLength: 9 },
  { type: 'string', format: 'uri', pattern: '^https://' },
  { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' },
  { type: 'string', format: 'email', pattern: '@corp\\.example$' },
  { type: 'string', format: 'date-time', pattern: 'Z$' },
  { type: 'string', format: 'hostname', maxLength: 6 },
  { type: 'string', format: 'ipv6', minLength: 10 },
  { type: 'string', format: 'byte', minLength: 9, maxLength: 12 },
  { type: 'string', pattern: '^[^\\s]{20,30}$' },
  { type: 'string', pattern: '^[\\p{L} ]+$', minLength: 10 },
  { type: 'string', pattern: '^(a+)+$' },
  { type: 'string', minLength: 3, maxLength: 3, format: 'currency' },
  { type: 'object', minProperties: 5, maxProperties: 5, properties: { a: int, b: int }, additionalProperties: str },
  { type: 'object', maxProperties: 0, properties: { a: int } },
  { type: 'object', required: ['a', 'b'], properties: { a: { $ref: 'Cat' } }, additionalProperties: { type: 'boolean' } },
  { $ref: 'Tree' },
  { type: 'array', items: { $ref: 'Tree' }, minItems: 2 },
  { const: { a: [1, { b: null }] } },
  { type: 'null' },
  { type: ['array', 'object'] },
  {},
  true,
  {
    type: 'object',
    properties: {
      kind: { const: 'x' },
      items: { type: 'array', items: { $ref: 'Cat' } },
      total: int,
      limit: { maximum: 2, type: 'integer' },
      page: { const: 9 },
    },
    required: ['kind', 'total', 'limit', 'page'],
  },
  {
    type: 'object',
    properties: {
      id: { const: 1 },
      lines: {
        type: 'array',
        minItems: 4,
        items: {
          type: 'object',
          properties: { id: { const: 1 }, price: { enum: [1, 2] }, quantity: int, total: { type: 'integer', maximum: 5 } },
          required: ['id', 'price', 'total'],
        },
      },
      total: { maximum: 10, type: 'number' },
    },
  },
]
const definitions: Record<string, object> = {
  Cat: { type: 'object', required: ['type', 'name'], properties: { type: str, name: str } },
  Dog: { type: 'object', required: ['type', 'bark'], properties: { type: str, bark: { type: 'boolean' } }, additionalProperties: false },
  Tree: {
    type: 'object',
    required: ['l', 'r'],
    properties: { l: { anyOf: [{ type: 'null' }, { $ref: 'Tree' }] }, r: { type: 'array', items: { $ref: 'Tree' } } },
  },
}

const document: ApiDocument = {
  title: '',
  version: '',
  specVersion: '3.1.0',
  basePath: '',
  operations: [],
  secretNames: [],
  node: (ref) => definitions[ref],
}
const ajv = new Ajv2020({ strict: false, logger: false, multipleOfPrecision: 9 })
formats.default(ajv)
for (const [name, schema] of Object.entries(definitions)) ajv.addSchema(schema, name)

it.each(schemas.map((schema) => [JSON.stringify(schema).slice(0, 120), schema] as const))(
  'bodies of %s are valid, says plain ajv',
  (_, schema) => {
    const validate = ajv.compile(schema as object)
    for (const style of ['realistic', 'static'] as const) {
      const generator = createGenerators(document, style).of(schema, '#')
      for (let seed = 0; seed < (style === 'static' ? 1 : SEEDS); seed++) {
        const made = generator.generate({ ...plainWish, seed: `seed ${seed}`, examples: seed % 2 === 0 })
        expect(made).toMatchObject({ kind: 'value' })
        if (made.kind === 'value') expect([validate(made.value), made.value], ajv.errorsText(validate.errors)).toEqual([true, made.value])
      }
    }
  },
)
