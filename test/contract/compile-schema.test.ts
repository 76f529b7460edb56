import { describe, expect, it } from 'vitest'
import { compileSchema } from '../../proxy-core/contract/compile-schema.ts'
import { formatAccepts } from '../../proxy-core/contract/formats.ts'
import { guardedPattern } from '../../proxy-core/contract/guarded-pattern.ts'
import { interpretSchema } from '../../proxy-core/contract/interpret-schema.ts'
import type { ApiDocument, SchemaObject } from '../../proxy-core/openapi/document.ts'

/** A document of these schemas; counts what is read of it. */
function documentOf(schemas: Record<string, SchemaObject>): ApiDocument & { read: string[] } {
  const read: string[] = []
  const facts = { title: '', version: '', specVersion: '3.1.0', basePath: '', operations: [], secretNames: [] }
  return {
    ...facts,
    read,
    node(ref) {
      read.push(ref)
      return schemas[ref.replace('#/components/schemas/', '')]
    },
  }
}

function checkOf(schemas: Record<string, SchemaObject>, schema: SchemaObject, direction: 'request' | 'response' = 'response') {
  return compileSchema(documentOf(schemas), schema, { direction, at: '#/here' })
}

const codes = (errors: readonly { code: string }[]) => errors.map(({ code }) => code)

describe('a check', () => {
  it('says where a value breaks which keyword, and where that stands in the document', () => {
    const check = checkOf(
      { Pet: { type: 'object', required: ['name'], properties: { age: { type: 'integer', minimum: 0 } } } },
      { type: 'array', items: { $ref: '#/components/schemas/Pet' }, maxItems: 1 },
    )
    expect(check([{ name: 'Fido', age: 3 }])).toEqual([])
    expect(check([{ age: -1 }, { name: 'x' }])).toEqual([
      { location: [], code: 'maxItems', message: 'must NOT have more than 1 items', schema: '#/here/maxItems' },
      { location: ['0'], code: 'required', message: "must have required property 'name'", schema: '#/components/schemas/Pet/required' },
      { location: ['0', 'age'], code: 'minimum', message: 'must be >= 0', schema: '#/components/schemas/Pet/properties/age/minimum' },
    ])
  })

  it('reads nothing of the document before it is used, and only what it needs then', () => {
    const document = documentOf({ A: { $ref: '#/components/schemas/B' }, B: { type: 'string' }, C: { type: 'number' } })
    const check = compileSchema(document, { $ref: '#/components/schemas/A' }, { direction: 'response', at: '#' })
    expect(document.read).toEqual([])
    expect(codes(check(1))).toEqual(['type'])
    expect(new Set(document.read)).toEqual(new Set(['#/components/schemas/A', '#/components/schemas/B']))
  })

  it('of 1,200 models that refer to one another compiles what a value reaches', () => {
    const models = Object.fromEntries(
      Array.from({ length: 1_200 }, (_, n): [string, SchemaObject] => [
        `M${n}`,
        {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'integer' }, next: { $ref: `#/components/schemas/M${(n + 1) % 1_200}` } },
        },
      ]),
    )
    const document = documentOf(models)
    const check = compileSchema(document, { $ref: '#/components/schemas/M0' }, { direction: 'request', at: '#/here' })
    expect(check({ id: 1, next: { id: 2, next: { id: 'x' } } })).toEqual([
      { location: ['next', 'next', 'id'], code: 'type', message: 'must be integer', schema: '#/components/schemas/M2/properties/id/type' },
    ])
    expect(document.read.length).toBeLessThan(20)
  })

  it('knows what a reference has evaluated, whichever is compiled first', () => {
    const schemas = {
      Named: { properties: { name: { type: 'string' } } },
      Either: {
        anyOf: [
          { properties: { a: { const: 1 } }, required: ['a'] },
          { properties: { b: { const: 1 } }, required: ['b'] },
        ],
      },
      Pair: { prefixItems: [{ type: 'string' }] },
    }
    for (const name of ['Named', 'Either']) {
      const closed = checkOf(schemas, { $ref: `#/components/schemas/${name}`, unevaluatedProperties: false })
      const good = name === 'Named' ? { name: 'x' } : { b: 1 }
      for (let times = 0; times < 2; times++) {
        expect(closed(good)).toEqual([])
        expect(codes(closed({ ...good, other: 1 }))).toEqual(['unevaluatedProperties'])
      }
    }
    const pair = checkOf(schemas, { $ref: '#/components/schemas/Pair', unevaluatedItems: false })
    expect(pair(['x'])).toEqual([])
    expect(codes(pair(['x', 1]))).toEqual(['unevaluatedItems'])
  })

  it('leaves nothing behind of what one value has had evaluated', () => {
    const schemas = { Named: { properties: { name: { type: 'string' } } } }
    const check = checkOf(schemas, {
      allOf: [{ $ref: '#/components/schemas/Named' }],
      anyOf: [
        { required: ['a'], properties: { a: true } },
        { required: ['b'], properties: { b: true } },
      ],
      unevaluatedProperties: false,
    })
    expect(check({ name: 'x', a: 1 })).toEqual([])
    expect(codes(check({ name: 'x', b: 1, other: 2 }))).toEqual(['unevaluatedProperties'])
    expect(codes(check({ b: 1, x: 1 }))).toEqual(['unevaluatedProperties'])
    const either = checkOf(schemas, {
      $ref: '#/components/schemas/Named',
      if: { required: ['kind'], properties: { kind: true } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { a: true } },
      else: { properties: { b: true } },
      unevaluatedProperties: false,
    })
    expect(either({ b: 1 })).toEqual([])
    expect(codes(either({ kind: 1, b: 1 }))).toEqual(['unevaluatedProperties'])
  })

  it('takes circular, missing and boolean schemas', () => {
    const tree = checkOf(
      { Tree: { type: 'object', properties: { left: { $ref: '#/components/schemas/Tree' }, n: { type: 'integer' } } } },
      { $ref: '#/components/schemas/Tree' },
    )
    expect(codes(tree({ left: { left: { n: 'x' } } }))).toEqual(['type'])
    expect(checkOf({}, { $ref: '#/components/schemas/Gone' })(1)).toEqual([])
    expect(checkOf({}, true)(1)).toEqual([])
    expect(codes(checkOf({}, false)(1))).toEqual(['false'])
  })

  it('knows which way a message goes', () => {
    const schemas = {
      User: {
        type: 'object',
        required: ['id', 'name', 'password'],
        properties: {
          id: { type: 'integer', readOnly: true },
          name: { type: 'string' },
          password: { $ref: '#/components/schemas/Secret' },
        },
      },
      Secret: { type: 'string', writeOnly: true },
      Named: { allOf: [{ $ref: '#/components/schemas/User' }, { required: ['password', 'id'] }] },
    }
    for (const name of ['User', 'Named']) {
      const schema = { $ref: `#/components/schemas/${name}` }
      const [request, response] = [checkOf(schemas, schema, 'request'), checkOf(schemas, schema, 'response')]
      expect(response({ id: 1, name: 'x' })).toEqual([])
      expect(codes(response({ id: 1, name: 'x', password: 'y' }))).toEqual(['writeOnly'])
      expect(request({ name: 'x', password: 'y' })).toEqual([])
      expect(codes(request({ id: 1, name: 'x', password: 'y' }))).toEqual(['readOnly'])
      expect(new Set(codes(request({ name: 'x' })))).toEqual(new Set(['required']))
    }
  })

  it("knows OpenAPI's formats and ignores those that nobody knows", () => {
    const check = (format: string, value: unknown) => codes(checkOf({}, { format })(value))
    expect(check('int32', 2 ** 31)).toEqual(['format'])
    expect(check('int64', 1.5)).toEqual(['format'])
    expect(check('byte', '*')).toEqual(['format'])
    expect(check('date-time', 'yesterday')).toEqual(['format'])
    for (const format of ['float', 'double', 'binary', 'password', 'made-up']) expect(check(format, 'x')).toEqual([])
    expect([formatAccepts('date', '2026-02-30'), formatAccepts('date', '2026-02-28'), formatAccepts('made-up', 'x')]).toEqual([
      false,
      true,
      true,
    ])
  })

  it('never throws, whatever the document says', () => {
    let deep: SchemaObject = { type: 'string' }
    for (let n = 0; n < 3_000; n++) deep = { type: 'object', properties: { a: deep } }
    const odd: SchemaObject[] = [
      { $ref: '#/components/schemas/A' },
      { pattern: '(' },
      { properties: { constructor: { type: 'string' } } },
      deep,
    ]
    for (const schema of odd)
      expect(() => checkOf({ A: { $ref: '#/components/schemas/A' } }, schema)({ a: {}, constructor: 'x' })).not.toThrow()
  })

  it('is interpreted with the same result where it can not be compiled', () => {
    const pieces = { s0: { type: 'object', required: ['n'], properties: { n: { type: 'string', pattern: '^(a+)+$' } } } }
    const check = interpretSchema({ $ref: 's0' }, pieces, '#/here')
    expect(check({ n: 'aaa' })).toEqual([])
    expect(check({ n: 'b' })).toHaveLength(1)
    expect(check({})).toHaveLength(1)
  })
})

describe('a pattern', () => {
  it('that would hang a backtracking engine answers at once', () => {
    const started = performance.now()
    for (const pattern of ['^(a+)+$', '^(a|a)*$', '(x+x+)+y', '^(([a-z])+.)+[A-Z]([a-z])+$']) {
      expect(guardedPattern(pattern).test(`${'a'.repeat(5_000)}!`)).toBe(false)
    }
    expect(guardedPattern('^(?=a)(a+)+$').test(`${'a'.repeat(5_000)}!`)).toBe(true)
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it.each([
    ['\\d', 'a1', true],
    ['^[\\w-\\.]+$', 'a-b.c', true],
    ['^(?=.*\\d)(?=.*[a-z]).{4,}$', 'ab12', true],
    ['^(?=.*\\d)(?=.*[a-z]).{4,}$', 'abcd', false],
    ['^(ab)\\1$', 'abab', true],
    ['^.{1,2000}$', '', false],
    ['^(aws|aws-[a-z]{1}){1,2}:[\\w/.-]{0,1023}$', 'aws:not a path, though longer than twenty', false],
    ['^(aws|aws-[a-z]{1}){1,2}:[\\w/.-]{0,1023}$', `aws:${'x'.repeat(1_023)}`, true],
    ['^\\p{Lu}', 'É', true],
    ['(', 'anything', true],
  ])('%s on %s gives %s', (pattern, text, expected) => {
    expect(guardedPattern(pattern).test(text)).toBe(expected)
  })
})
