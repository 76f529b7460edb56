import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileSchema } from '../../proxy-core/contract/compile-schema.ts'
import { plainSchema } from '../../proxy-core/contract/request/plain-schema.ts'

const document = { title: '', version: '', specVersion: '3.1.0', basePath: '', operations: [], secretNames: [], node: () => undefined }
const value = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double(),
  fc.boolean(),
  fc.string({ maxLength: 4, unit: 'binary' }),
  fc.constant(null),
)
const schema = fc.record(
  {
    type: fc.constantFrom('integer', 'number', 'boolean', 'string'),
    minimum: fc.integer({ min: -3, max: 3 }),
    maximum: fc.integer({ min: -3, max: 3 }),
    minLength: fc.integer({ min: 0, max: 2 }),
    maxLength: fc.integer({ min: 0, max: 3 }),
    enum: fc.array(value, { minLength: 1, maxLength: 3 }),
    multipleOf: fc.constantFrom(1, 2),
    description: fc.constant('said'),
  },
  { requiredKeys: ['type'] },
)

it('what a plain schema accepts at once is valid', () => {
  fc.assert(
    fc.property(schema, value, (asked, given) => {
      if (plainSchema(asked)?.(given) === true) expect(compileSchema(document, asked, { direction: 'request', at: '#' })(given)).toEqual([])
    }),
    { numRuns: 500 },
  )
})

it.each([
  [{ type: 'integer' }, 5, true],
  [{ type: 'integer', minimum: 6 }, 5, false],
  [{ type: 'string', enum: ['a'] }, 'a', true],
  [{ type: 'string', pattern: 'a' }, 'a', undefined],
  [{ type: 'string', format: 'email' }, 'a', undefined],
  [{ type: ['string', 'null'] }, 'a', undefined],
])('%o and %j: %s', (asked, given, accepted) => {
  expect(plainSchema(asked)?.(given)).toBe(accepted)
})
