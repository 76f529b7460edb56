import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importFiles, importText, keysOf, operationOf, texts } from './documents.ts'

const pets = `openapi: 3.1.0
info: { title: Pets, version: "1.2" }
servers: [{ url: "https://{region}.example.com/api/{stage}/", variables: { region: { default: eu }, stage: { default: v1 } } }]
security: [{ key: [] }]
paths:
  /pets/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: integer } }
      - { name: X-Trace, in: header, schema: { type: string } }
    get:
      operationId: getPet
      summary: One pet
      tags: [pets]
      deprecated: true
      parameters:
        - { name: x-trace, in: header, schema: { type: integer } }
      responses:
        200: { description: found, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
    delete:
      security: []
      responses: { 204: { description: gone } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
    session: { type: apiKey, in: cookie, name: SID }
    bearer: { type: http, scheme: bearer }
  schemas:
    Pet: { type: object, properties: { mother: { $ref: "#/components/schemas/Pet" }, name: { type: string } } }
`

it('lists the operations of a YAML document and gives each with what it inherits', async () => {
  const { document, diagnostics, files, readMs } = await importText(pets)
  expect(document).toMatchObject({
    title: 'Pets',
    version: '1.2',
    specVersion: '3.1.0',
    basePath: '/api/v1',
    secretNames: ['x-api-key', 'sid'],
  })
  expect(document.operations).toEqual([
    {
      method: 'GET',
      template: '/pets/{id}',
      operationId: 'getPet',
      summary: 'One pet',
      tags: ['pets'],
      deprecated: true,
      ref: '#/paths/~1pets~1{id}/get',
    },
    {
      method: 'DELETE',
      template: '/pets/{id}',
      operationId: null,
      summary: null,
      tags: [],
      deprecated: false,
      ref: '#/paths/~1pets~1{id}/delete',
    },
  ])
  const get = operationOf(document, 'GET /pets/{id}')
  expect(get.parameters).toEqual([
    { name: 'x-trace', in: 'header', schema: { type: 'integer' } },
    { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
  ])
  expect(get.security).toEqual([{ key: [] }])
  expect(Object.keys(get.responses)).toEqual(['200'])
  expect(operationOf(document, 'DELETE /pets/{id}').security).toEqual([])
  expect({ diagnostics, files }).toEqual({ diagnostics: [], files: ['pasted.yaml'] })
  expect(readMs).toBeGreaterThan(0)
})

it('keeps references, resolves places inside what was read, and parses a piece once', async () => {
  const { document } = await importText(pets)
  const pet = document.node('#/components/schemas/Pet')
  expect(pet).toMatchObject({ properties: { mother: { $ref: '#/components/schemas/Pet' } } })
  expect(document.node('#/components/schemas/Pet')).toBe(pet)
  expect(document.node('#/components/schemas/Pet/properties/name')).toEqual({ type: 'string' })
  expect(document.node('#/paths/~1pets~1{id}/get/responses/200/description')).toBe('found')
  expect(document.node('#/components/securitySchemes/bearer')).toEqual({ type: 'http', scheme: 'bearer' })
  expect(document.node('#/components/schemas/Nobody')).toBeUndefined()
  expect(document.node('#/components/schemas/Pet/properties/constructor')).toBeUndefined()
})

it('reads the same document as JSON, with a byte order mark, and in UTF-16', async () => {
  const json = '{"openapi":"3.0.3","info":{"title":"Grüße","version":"1"},"paths":{"/a":{"get":{"responses":{}}}}}'
  for (const bytes of [json, `\uFEFF${json}`, Buffer.from(`\uFEFF${json}`, 'utf16le')]) {
    const { document, diagnostics } = await importFiles({ 'api.json': bytes })
    expect(document.title).toBe('Grüße')
    expect(keysOf(document)).toEqual(['GET /a'])
    expect(diagnostics).toEqual([])
  }
})

it('reads YAML in a file named .json, and JSON in one named .yaml', async () => {
  const yaml = 'openapi: 3.0.0\npaths: {/a: {get: {responses: {}}}}'
  const flow = '{openapi: 3.0.0, paths: {/a: {get: {responses: {}}}}}'
  const json = JSON.stringify({ openapi: '3.0.0', paths: { '/a': { get: { responses: {} } } } })
  for (const [name, text] of Object.entries({ 'a.json': yaml, 'b.json': flow, 'c.yaml': json, 'd.txt': json, e: yaml })) {
    const { document, files } = await importFiles({ [name]: text })
    expect(keysOf(document)).toEqual(['GET /a'])
    expect(files[0]?.endsWith(join('', name))).toBe(true)
  }
})

it('takes merge keys, aliases, __proto__ and constructor as plain data', async () => {
  const { document } = await importText(`openapi: 3.1.0
x-base: &base { type: object, description: shared }
paths:
  /a:
    get:
      responses:
        200: { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/__proto__" } } } }
components:
  schemas:
    __proto__: { <<: *base, properties: { __proto__: { type: string }, constructor: { type: integer } } }
    Other: *base
`)
  const schema = document.node('#/components/schemas/__proto__') as { properties: object }
  expect(schema).toMatchObject({ type: 'object', description: 'shared' })
  expect(Object.entries(schema.properties)).toEqual([
    ['__proto__', { type: 'string' }],
    ['constructor', { type: 'integer' }],
  ])
  expect(document.node('#/components/schemas/Other')).toEqual({ type: 'object', description: 'shared' })
  expect(Object.hasOwn(Object.prototype, 'type')).toBe(false)
})

it('puts up with misshapen parts and serves the rest', async () => {
  const { document, diagnostics } = await importText(`openapi: 3.0.3
paths:
  x-internal: true
  /ok:
    x-note: text
    parameters: { not: a list }
    GET:
      tags: [a, 1, null]
      operationId: 17
      parameters: [null, text, { name: nameless }, { in: query, name: q, schema: 5 }]
      requestBody: 7
      responses: { 200: null, 201: { description: made, headers: [], content: { application/json: null } } }
  no-slash: { get: { responses: {} } }
  /open/{brace: { get: { responses: {} } }
  /nothing: { get: null, post: text }
  /null:
`)
  expect(document.operations.map(({ method, template, operationId, tags }) => ({ method, template, operationId, tags }))).toEqual([
    { method: 'GET', template: '/ok', operationId: '17', tags: ['a'] },
  ])
  expect(operationOf(document, 'GET /ok')).toEqual({
    tags: ['a', 1, null],
    operationId: 17,
    parameters: [{ in: 'query', name: 'q' }],
    responses: { 201: { description: 'made', content: {} } },
  })
  expect(texts(diagnostics)).toEqual([
    '13:3: the path no-slash does not start with a slash; it is left out',
    '14:3: the braces of the path /open/{brace do not match; it is left out',
  ])
})

it('warns of operation ids and templates that stand twice, and of unknown security', async () => {
  const { document, diagnostics } = await importText(`openapi: 3.1.0
security: [{ nokey: [], key: [] }]
paths:
  /a/{x}: { get: { operationId: one, security: [], responses: {} } }
  /a/{y}: { get: { operationId: one, responses: {} } }
components: { securitySchemes: { key: { type: http, scheme: basic } } }
`)
  expect(keysOf(document)).toEqual(['GET /a/{x}', 'GET /a/{y}'])
  expect(operationOf(document, 'GET /a/{y}').security).toEqual([{ key: [] }])
  expect(diagnostics.every(({ severity }) => severity === 'warning')).toBe(true)
  expect(texts(diagnostics)).toEqual([
    '5:13: the operationId one of GET /a/{y} is also that of GET /a/{x}; only the first is found by it',
    '5:13: GET /a/{y} matches the same requests as GET /a/{x}; the first answers',
    '5:13: GET /a/{y} asks for the security scheme nokey, which components.securitySchemes does not have; it is not asked for',
  ])
})

it('reads what OpenAPI 3.2 brings', async () => {
  const { document, diagnostics } = await importText(`openapi: 3.2.0
$self: https://example.com/api.yaml
paths:
  /search:
    query: { responses: { 200: { $ref: "https://example.com/api.yaml#/components/responses/Lines" } } }
    additionalOperations: { COPY: { responses: {} } }
components:
  responses:
    Lines: { content: { application/jsonl: { itemSchema: { type: object } } } }
`)
  expect(keysOf(document)).toEqual(['QUERY /search', 'COPY /search'])
  expect(operationOf(document, 'QUERY /search').responses).toEqual({ 200: { $ref: '#/components/responses/Lines' } })
  expect(document.node('#/components/responses/Lines')).toEqual({ content: { 'application/jsonl': { itemSchema: { type: 'object' } } } })
  expect(diagnostics).toEqual([])
})
