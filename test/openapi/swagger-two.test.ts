import { expect, it } from 'vitest'
import { importFiles, importText, keysOf, operationOf, texts } from './documents.ts'

it('serves OpenAPI 2.0 as 3.1', async () => {
  const { document, diagnostics } = await importText(`swagger: "2.0"
info: { title: Old, version: 1 }
host: api.example.com
basePath: /v2/
schemes: [https]
consumes: [application/json]
produces: [application/json, application/xml]
securityDefinitions:
  basic: { type: basic }
  key: { type: apiKey, in: query, name: Token }
  flow: { type: oauth2, flow: accessCode, authorizationUrl: "https://a", tokenUrl: "https://t", scopes: { read: r } }
security: [{ basic: [] }]
parameters:
  Body: { in: body, name: body, required: true, schema: { $ref: "#/definitions/Pet" } }
  Limit: { in: query, name: limit, type: integer, maximum: 100, exclusiveMaximum: true, default: 10 }
responses:
  Missing: { description: gone, schema: { $ref: "#/definitions/Error" } }
definitions:
  Pet:
    type: object
    discriminator: kind
    properties:
      nullable: { type: boolean }
      name: { type: string, x-nullable: true, example: Rex }
      photo: { type: file }
      parent: { allOf: [{ $ref: "#/definitions/Pet" }], x-nullable: true }
  Error: { type: string }
paths:
  /pets:
    parameters: [{ $ref: "#/parameters/Limit" }]
    post:
      parameters:
        - $ref: "#/parameters/Body"
        - { in: query, name: tags, type: array, items: { type: string }, collectionFormat: multi }
        - { in: header, name: X-Ids, type: array, items: { type: integer } }
      produces: [application/json]
      responses:
        200:
          description: ok
          schema: { type: array, items: { $ref: "#/definitions/Pet" } }
          headers: { X-Rate: { type: integer, description: left } }
          examples: { application/json: [{ name: Rex }], text/csv: "name" }
        404: { $ref: "#/responses/Missing" }
  /upload:
    post:
      consumes: [multipart/form-data]
      parameters:
        - { in: formData, name: file, type: file, required: true }
        - { in: formData, name: ids, type: array, items: { type: integer }, collectionFormat: csv }
      responses: { 200: { description: file, schema: { type: file } } }
    put:
      parameters: [{ in: formData, name: a, type: string }]
      responses: {}
`)
  expect(diagnostics).toEqual([])
  expect(document).toMatchObject({ specVersion: '2.0', title: 'Old', version: '1', basePath: '/v2', secretNames: ['token'] })
  expect(keysOf(document)).toEqual(['POST /pets', 'POST /upload', 'PUT /upload'])

  const post = operationOf(document, 'POST /pets')
  expect(post.parameters).toEqual([
    { in: 'query', name: 'tags', schema: { type: 'array', items: { type: 'string' } }, style: 'form', explode: true },
    { in: 'header', name: 'X-Ids', schema: { type: 'array', items: { type: 'integer' } } },
    { $ref: '#/components/parameters/Limit' },
  ])
  expect(document.node('#/components/parameters/Limit')).toEqual({
    in: 'query',
    name: 'limit',
    schema: { type: 'integer', exclusiveMaximum: 100, default: 10 },
  })
  expect(post.requestBody).toEqual({ required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } })
  expect(post.responses[404]).toEqual({ $ref: '#/components/responses/Missing' })
  expect(post.responses[200]).toEqual({
    description: 'ok',
    headers: { 'X-Rate': { description: 'left', schema: { type: 'integer' } } },
    content: {
      'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Pet' } }, example: [{ name: 'Rex' }] },
      'text/csv': { schema: { type: 'array', items: { $ref: '#/components/schemas/Pet' } }, example: 'name' },
    },
  })
  expect(document.node('#/components/responses/Missing')).toMatchObject({
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } }, 'application/xml': {} },
  })
  expect(document.node('#/components/schemas/Pet')).toEqual({
    type: 'object',
    discriminator: { propertyName: 'kind' },
    properties: {
      nullable: { type: 'boolean' },
      name: { type: ['string', 'null'], examples: ['Rex'] },
      photo: { type: 'string', format: 'binary' },
      parent: { anyOf: [{ allOf: [{ $ref: '#/components/schemas/Pet' }] }, { type: 'null', 'x-switchyard-tolerated-null': true }] },
    },
  })
  expect(document.node('#/components/securitySchemes/basic')).toEqual({ type: 'http', scheme: 'basic' })
  expect(document.node('#/components/securitySchemes/flow')).toEqual({
    type: 'oauth2',
    flows: { authorizationCode: { authorizationUrl: 'https://a', tokenUrl: 'https://t', scopes: { read: 'r' } } },
  })

  expect(operationOf(document, 'POST /upload').requestBody).toEqual({
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          properties: { file: { type: 'string', format: 'binary' }, ids: { type: 'array', items: { type: 'integer' } } },
          required: ['file'],
        },
        encoding: { ids: { style: 'form', explode: false } },
      },
    },
  })
  expect(operationOf(document, 'PUT /upload').requestBody).toMatchObject({
    required: false,
    content: { 'application/x-www-form-urlencoded': {} },
  })
})

it('reads the parts of a 2.0 document from other files, and names what is missing as it is written', async () => {
  const { document, diagnostics } = await importFiles({
    'api.yaml': `swagger: "2.0"
paths:
  /a: { $ref: "a.yaml#/item" }
definitions: { Local: { type: string } }
`,
    'a.yaml': `item:
  post:
    parameters: [{ $ref: "#/body" }, { $ref: "#/query" }]
    responses: { 200: { $ref: "#/ok" }, 400: { schema: { $ref: "api.yaml#/definitions/Gone" } } }
body: { in: body, name: b, schema: { $ref: "api.yaml#/definitions/Local" } }
query: { in: query, name: q, type: string }
ok: { description: ok, schema: { type: string, x-nullable: true } }
`,
  })
  const post = operationOf(document, 'POST /a')
  expect(post.parameters).toEqual([{ $ref: 'a.yaml#/query' }])
  expect(document.node('a.yaml#/query')).toEqual({ in: 'query', name: 'q', schema: { type: 'string' } })
  expect(post.requestBody).toMatchObject({ content: { 'application/json': { schema: { $ref: '#/components/schemas/Local' } } } })
  expect(document.node('a.yaml#/ok')).toEqual({
    description: 'ok',
    content: { 'application/json': { schema: { type: ['string', 'null'] } } },
  })
  expect(texts(diagnostics)).toEqual(['4:58: api.yaml#/definitions/Gone names nothing: there is no /definitions/Gone in …/api.yaml'])
})

it('puts up with what is misshapen in 2.0', async () => {
  const { document } = await importText(`swagger: 2.0
consumes: text
securityDefinitions: { odd: text }
paths:
  /a:
    x-note: text
    parameters: { }
    get: { parameters: [null, { name: x, type: string }, { in: query, name: q, type: [string] }], responses: { 200: null, 201: { schema: text, headers: { A: 5 } } } }
    put: null
`)
  expect(keysOf(document)).toEqual(['GET /a'])
  expect(operationOf(document, 'GET /a')).toEqual({
    parameters: [{ in: 'query', name: 'q', schema: { type: ['string'] } }],
    responses: { 201: { headers: {}, content: { 'application/json': {} } } },
  })
})
