import fc from 'fast-check'
import { expect, it } from 'vitest'
import { importLimits } from '../../proxy-core/model/limits.ts'
import { openPieces } from '../../proxy-core/openapi/pieces.ts'
import { readDocument } from '../../proxy-core/openapi/read-document.ts'
import { Unservable } from '../../proxy-core/openapi/unservable.ts'

const schemas = {
  A: {
    type: 'object',
    nullable: true,
    discriminator: { propertyName: 'k', mapping: { b: 'B' } },
    oneOf: [{ $ref: '#/components/schemas/B' }],
  },
  B: {
    allOf: [{ $ref: '#/components/schemas/A' }, { properties: { z: { type: 'array', items: { minimum: 1, exclusiveMinimum: true } } } }],
  },
}
const three = {
  openapi: '3.0.3',
  servers: [{ url: 'https://{x}/v1', variables: { x: { default: 'y' } } }],
  security: [{ k: [] }],
  paths: {
    '/a/{id}': { $ref: '#/components/pathItems/I' },
    '/b': {
      parameters: [{ $ref: '#/components/parameters/Q' }],
      get: {
        tags: ['t'],
        requestBody: { content: { 'multipart/form-data': { schema: { $ref: '#/components/schemas/A' } } } },
        responses: { 200: { $ref: '#/components/responses/N' }, default: { headers: { H: { schema: {} } } } },
        callbacks: { c: { '{$url}': { post: { responses: {} } } } },
      },
    },
  },
  components: {
    schemas,
    pathItems: { I: { get: { responses: {} } } },
    parameters: { Q: { name: 'q', in: 'query', content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } } },
    responses: { N: { content: { 'application/json': { example: { $ref: 'x' }, examples: { a: { value: 1 } } } } } },
    securitySchemes: { k: { type: 'apiKey', in: 'header', name: 'X' } },
  },
}
const two = {
  swagger: '2.0',
  basePath: '/b',
  produces: ['application/json'],
  securityDefinitions: { o: { type: 'oauth2', flow: 'implicit' } },
  parameters: {
    B: { in: 'body', name: 'b', schema: { $ref: '#/definitions/P' } },
    Q: { in: 'query', name: 'q', type: 'array', collectionFormat: 'csv' },
  },
  responses: { N: { schema: { $ref: '#/definitions/P' }, examples: { 'application/json': 1 }, headers: { H: { type: 'string' } } } },
  definitions: { P: { discriminator: 'k', properties: { p: { $ref: '#/definitions/P', 'x-nullable': true } } } },
  paths: {
    '/a': {
      get: { parameters: [{ $ref: '#/parameters/Q' }], responses: { 200: { $ref: '#/responses/N' } } },
      put: { parameters: [{ $ref: '#/parameters/B' }], responses: {} },
      post: { consumes: ['multipart/form-data'], parameters: [{ in: 'formData', name: 'f', type: 'file' }], responses: {} },
    },
  },
}
const references = [
  '#',
  '#/paths',
  '#/components',
  '#/components/schemas',
  '#/components/schemas/A',
  '#/components/responses',
  '#/definitions/P',
  'x.yaml',
  7,
]
const junk = fc.oneof(
  fc.constantFrom<unknown>(null, 5, '', 'text', true, [], {}, [null], [[{}]], { a: null }, { toString: 5, constructor: {} }),
  fc.constantFrom(...references).map(($ref) => ({ $ref })),
)

/** Puts junk at places of a copy, chosen by number. */
function damaged(document: object, damage: readonly (readonly [number, unknown])[]): string {
  const copy = structuredClone(document)
  for (const [number, value] of damage) {
    const places: [object, string][] = []
    const collect = (node: unknown) => {
      if (typeof node !== 'object' || node === null) return
      for (const [key, child] of Object.entries(node)) {
        places.push([node, key])
        collect(child)
      }
    }
    collect(copy)
    const [parent, key] = places[number % places.length] ?? [copy, 'paths']
    Reflect.set(parent, key, structuredClone(value))
  }
  return JSON.stringify(copy)
}

it('serves or refuses, but never fails, whatever stands where in a document; and what it serves has its shape', async () => {
  const document = fc
    .tuple(
      fc.constantFrom<object>(two, three, { ...three, openapi: '3.1.0' }),
      fc.array(fc.tuple(fc.nat(1_000), junk), { minLength: 1, maxLength: 4 }),
    )
    .map(([base, damage]) => damaged(base, damage))
  await fc.assert(
    fc.asyncProperty(document, async (text) => {
      const task = { source: { kind: 'text', text, name: 'odd' }, limits: importLimits, allowOutside: false } as const
      const read = await readDocument(task).catch((error: unknown) => {
        if (!(error instanceof Unservable)) throw error
      })
      if (read === undefined) return
      const node = openPieces(read.document.pieces)
      for (const { ref } of read.document.operations) {
        expect(node(ref)).toMatchObject({ parameters: expect.any(Array), responses: expect.any(Object) })
      }
    }),
    { numRuns: 1_000 },
  )
})
