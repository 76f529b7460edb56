import { expect, it } from 'vitest'
import { operationObject, parametersOf, sampleUrlPath } from '../../proxy-core/openapi/operation.ts'
import { importText } from './documents.ts'

it('makes a path that hits the operation from examples, defaults and types', async () => {
  const { document } = await importText(`openapi: 3.1.0
paths:
  /a/{id}/{kind}.zip: { get: { parameters: [{ $ref: "#/components/parameters/id" }, { in: path, name: kind, schema: { enum: [cat, dog] } }], responses: {} } }
  /b({n}):{verb}: { get: { parameters: [{ in: path, name: n, schema: { type: integer, minimum: 5, multipleOf: 4 } }], responses: {} } }
  /c/{text}: { get: { parameters: [{ in: path, name: text, example: "a b/ü", schema: {} }], responses: {} } }
  /d/{p}: { get: { parameters: [{ in: path, name: p, schema: { type: string, pattern: "^[A-Z]+$" } }, { in: path, name: x, schema: { format: uuid } }], responses: {} } }
  /e:
    get:
      parameters:
        - { in: query, name: from, required: true, schema: { type: string, format: date } }
        - { in: query, name: "a[]", required: true, schema: { type: array, items: { anyOf: [{ type: boolean }] } } }
        - { in: query, name: optional, schema: { type: string } }
        - { in: header, name: X, required: true, schema: { type: string } }
      responses: {}
  /f/{empty}: { get: { parameters: [{ in: path, name: empty, schema: { default: "" } }], responses: {} } }
  "/h/{id}#Action=Stop": { get: { parameters: [{ in: path, name: id, schema: { type: integer } }, { in: query, name: Action, required: true, schema: { enum: [Stop] } }], responses: {} } }
  /g/{long}: { get: { parameters: [{ in: path, name: long, schema: { type: string, minLength: 20 } }], responses: {} } }
components:
  parameters: { id: { in: path, name: id, examples: { first: { value: 42 } }, schema: { $ref: "#/components/schemas/id" } } }
  schemas: { id: { type: integer } }
`)
  expect(document.operations.map((operation) => sampleUrlPath(document, operation))).toEqual([
    '/a/42/cat.zip',
    '/b(8):1',
    '/c/a%20b%2F%C3%BC',
    '/d/ABC',
    '/e?from=2026-01-15&a%5B%5D=true',
    '/f/1',
    '/h/1?Action=Stop',
    '/g/abcccccccccccccccccc',
  ])
  const [first] = document.operations
  if (first === undefined) throw new Error('no operation')
  expect(operationObject(document, first).parameters).toHaveLength(2)
  expect(parametersOf(document, first).map(({ name }) => name)).toEqual(['id', 'kind'])
})
