import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderOf, imported, importFiles, importText, keysOf, operationOf, reachable, texts } from './documents.ts'

const head = 'openapi: 3.1.0\n'

it('reads many files, and names each place the same whichever file it was referred from', async () => {
  const { document, diagnostics, files } = await importFiles({
    'api.yaml': `${head}paths:
  /pets: { $ref: paths/pets.yaml }
  /owners: { get: { $ref: "./paths/owners.yaml#/list" } }
components:
  schemas: { Pet: { $ref: "models/pet.yaml" }, Dog: { allOf: [{ $ref: "#/components/schemas/Pet" }] } }
`,
    'paths/pets.yaml': `parameters: [{ $ref: "../shared.json#/limit" }]
get:
  responses:
    200: { $ref: "../shared.json#/responses/Pets" }
`,
    'paths/owners.yaml':
      'list: { operationId: owners, responses: { 200: { content: { text/plain: { schema: { $ref: "#/name" } } } } } }\nname: { type: string }\n',
    'models/pet.yaml': 'type: object\nproperties: { mother: { $ref: "#" }, tag: { $ref: "../api.yaml#/components/schemas/Dog" } }\n',
    'shared.json': JSON.stringify({
      limit: { name: 'limit', in: 'query', schema: { type: 'integer' } },
      responses: { Pets: { content: { 'application/json': { schema: { items: { $ref: './models/pet.yaml' } } } } } },
    }),
  })
  expect(diagnostics).toEqual([])
  expect(keysOf(document)).toEqual(['GET /pets', 'GET /owners'])
  expect(operationOf(document, 'GET /pets')).toMatchObject({
    parameters: [{ $ref: 'shared.json#/limit' }],
    responses: { 200: { $ref: 'shared.json#/responses/Pets' } },
  })
  expect(document.operations[1]?.operationId).toBe('owners')
  expect(document.node('models/pet.yaml#')).toEqual({
    type: 'object',
    properties: { mother: { $ref: 'models/pet.yaml#' }, tag: { $ref: '#/components/schemas/Dog' } },
  })
  expect(document.node('models/pet.yaml#/properties/mother')).toEqual({ $ref: 'models/pet.yaml#' })
  const found = reachable(document)
  expect([...found.keys()].sort()).toEqual(
    [
      '#/components/schemas/Dog',
      '#/components/schemas/Pet',
      'models/pet.yaml#',
      'paths/owners.yaml#/name',
      'shared.json#/limit',
      'shared.json#/responses/Pets',
    ].sort(),
  )
  expect([...found.values()].every((value) => value !== undefined)).toBe(true)
  expect(files.map((file) => file.split('/').at(-1))).toEqual(['api.yaml', 'pets.yaml', 'owners.yaml', 'pet.yaml', 'shared.json'])
})

it('follows encoded pointers, pointers through references, places inside operations, and anchors', async () => {
  const { document, diagnostics } = await importText(`${head}paths:
  /a/{b}:
    get:
      responses:
        200: { content: { application/json: { schema: { type: object, properties: { "x y": { type: integer } } } } } }
    put:
      responses:
        200: { content: { application/json: { schema: { $ref: "#/paths/~1a~1%7Bb%7D/get/responses/200/content/application~1json/schema" } } } }
        201: { content: { application/json: { schema: { $ref: "#/components/schemas/Alias/properties/p%20q" } } } }
        202: { content: { application/json: { schema: { $ref: "#here" } } } }
components:
  schemas:
    Alias: { $ref: "#/components/schemas/Real" }
    Real: { properties: { "p q": { type: boolean, $anchor: here } } }
`)
  expect(diagnostics).toEqual([])
  const put = operationOf(document, 'PUT /a/{b}')
  const refs = Object.values(put.responses).map((response) => JSON.stringify(response).match(/"\$ref":"(.*?)"/)?.[1] ?? '')
  expect(refs).toEqual([
    '#/paths/~1a~1{b}/get/responses/200/content/application~1json/schema',
    '#/components/schemas/Real/properties/p q',
    '#/components/schemas/Real/properties/p q',
  ])
  expect(refs.map((ref) => document.node(ref))).toEqual([
    { type: 'object', properties: { 'x y': { type: 'integer' } } },
    { type: 'boolean', $anchor: 'here' },
    { type: 'boolean', $anchor: 'here' },
  ])
})

it('puts in what stands for a whole map, a list or an example', async () => {
  const { document, diagnostics } = await importFiles({
    'api.yaml': `${head}paths: { $ref: paths.yaml }
components: { schemas: { $ref: "schemas/index.yaml" } }
`,
    'paths.yaml': `/a:
  get:
    parameters: { $ref: "common.yaml#/parameters" }
    responses:
      200: { content: { application/json: { schema: { $ref: "api.yaml#/components/schemas/Pet" }, example: { $ref: "pet.json" } } } }
`,
    'common.yaml': 'parameters: [{ name: q, in: query }]\nproperties: { id: { type: integer } }\n',
    'schemas/index.yaml': 'Pet: { properties: { $ref: "../common.yaml#/properties" }, example: { $ref: "no-reference", at: all } }\n',
    'pet.json': '{"id": 1}',
  })
  expect(diagnostics).toEqual([])
  const get = operationOf(document, 'GET /a')
  expect(get.parameters).toEqual([{ name: 'q', in: 'query' }])
  const [ref] = JSON.stringify(get.responses).match(/(?<="\$ref":")[^"]*/) ?? []
  expect(document.node(ref ?? '')).toEqual({ properties: { id: { type: 'integer' } }, examples: [{ $ref: 'no-reference', at: 'all' }] })
  expect(get.responses[200]).toMatchObject({ content: { 'application/json': { example: { id: 1 } } } })
})

it('names a missing reference at each place it stands, and serves the operation without it', async () => {
  const { document, diagnostics } = await importFiles({
    'api.yaml': `${head}paths:
  /a:
    get:
      parameters:
        - $ref: '#/components/parameters/Gone'
        - { name: q, in: query, schema: { $ref: '#/components/schemas/Gone' } }
      responses:
        200: { description: ok, content: { application/json: { schema: { items: { $ref: '#/components/schemas/Gone' } } } } }
        404: { $ref: other.yaml#/missing }
        500: { $ref: nowhere.yaml }
  /b: { $ref: '#/components/pathItems/Gone' }
`,
    'other.yaml': 'here: {}\n',
  })
  expect(keysOf(document)).toEqual(['GET /a'])
  expect(operationOf(document, 'GET /a')).toMatchObject({
    parameters: [{ name: 'q', in: 'query', schema: {} }],
    responses: { 200: { content: { 'application/json': { schema: { items: {} } } } }, 404: {}, 500: {} },
  })
  expect(texts(diagnostics)).toEqual([
    '6:11: #/components/parameters/Gone names nothing: there is no /components/parameters/Gone',
    '7:43: #/components/schemas/Gone names nothing: there is no /components/schemas/Gone',
    '9:83: #/components/schemas/Gone names nothing: there is no /components/schemas/Gone',
    '10:16: other.yaml#/missing names nothing: there is no /missing in …/other.yaml',
    '11:16: nowhere.yaml can not be followed: …/nowhere.yaml does not exist; check the path',
    '12:9: #/components/pathItems/Gone names nothing: there is no /components/pathItems/Gone',
  ])
})

it('names a file with a syntax error once, where the error is', async () => {
  const { document, diagnostics } = await importFiles({
    'api.yaml': `${head}paths: { /a: { get: { responses: { 200: { $ref: broken.yaml#/a }, 201: { $ref: broken.yaml#/b } } } } }`,
    'broken.yaml': 'a: 1\n\tb: 2\n',
  })
  expect(keysOf(document)).toEqual(['GET /a'])
  expect(texts(diagnostics)).toEqual([
    '2:1: a tab is used for indentation; YAML allows only spaces',
    '2:43: broken.yaml#/a can not be followed: …/broken.yaml has a syntax error',
    '2:74: broken.yaml#/b can not be followed: …/broken.yaml has a syntax error',
  ])
})

it('keeps circles that can be walked, and names those that lead nowhere', async () => {
  const { document, diagnostics } = await importText(`${head}paths:
  /a: { get: { responses: { 200: { content: { application/json: { schema: { $ref: "#/components/schemas/Node" } } } } } } }
components:
  schemas:
    Node: { properties: { next: { $ref: "#/components/schemas/Node" }, odd: { $ref: "#/components/schemas/A" } } }
    A: { $ref: "#/components/schemas/B" }
    B: { $ref: "#/components/schemas/A" }
    Self: { properties: { $ref: "#/components/schemas/Self" } }
`)
  expect(document.node('#/components/schemas/Node/properties/next')).toEqual({ $ref: '#/components/schemas/Node' })
  expect(reachable(document).size).toBeGreaterThan(0)
  expect(diagnostics.every(({ code }) => code === 'ref-circular')).toBe(true)
  expect(diagnostics.map(({ line }) => line)).toEqual([6, 7, 8, 9])
})

it('reads nothing outside of the folder, no URLs and no absolute paths, unless it is allowed to', async () => {
  const folder = folderOf({
    'secret.yaml': 'Key: { const: canary }\n',
    'in/api.yaml': `${head}paths:
  /a:
    get:
      responses:
        200: { content: { a/a: { schema: { $ref: ../secret.yaml#/Key } } } }
        201: { content: { a/a: { schema: { $ref: link.yaml#/Key } } } }
        202: { content: { a/a: { schema: { $ref: "http://127.0.0.1:9/x.yaml" } } } }
        203: { content: { a/a: { schema: { $ref: "file:///etc/hostname" } } } }
        204: { content: { a/a: { schema: { $ref: /etc/hostname } } } }
        205: { content: { a/a: { schema: { $ref: "#" } } } }
`,
  })
  symlinkSync(join(folder, 'secret.yaml'), join(folder, 'in/link.yaml'))
  const path = join(folder, 'in/api.yaml')

  const { document, diagnostics } = await imported({ kind: 'file', path })
  expect(JSON.stringify(operationOf(document, 'GET /a'))).not.toContain('$ref')
  expect(document.node('../secret.yaml#/Key')).toBeUndefined()
  expect(diagnostics.map(({ code, line }) => `${line} ${code}`)).toEqual([
    '6 ref-refused',
    '7 ref-refused',
    '8 ref-refused',
    '9 ref-refused',
    '10 ref-refused',
    '11 ref-missing',
  ])
  expect(texts(diagnostics)[0]).toContain("it lies outside the document's folder …/in; move it inside, or allow references outside")

  const allowed = await imported({ kind: 'file', path }, { allowOutside: true })
  expect(allowed.document.node('../secret.yaml#/Key')).toEqual({ const: 'canary' })
  expect(allowed.diagnostics.map(({ line }) => line)).toEqual([8, 9, 10, 11])
})

it('refuses relative references of a pasted document', async () => {
  const { diagnostics } = await importText(`${head}paths: { /a: { $ref: paths.yaml } }\n`)
  expect(texts(diagnostics)).toContain(
    '2:16: paths.yaml can not be followed: a pasted document has no folder; save it as a file beside what it refers to',
  )
})

it('makes mappings of discriminators canonical', async () => {
  const { document, diagnostics } = await importFiles({
    'api.yaml': `${head}paths: { /a: { get: { responses: { 200: { content: { a/a: { schema: { $ref: pet.yaml } } } } } } } }
components: { schemas: { Cat: { type: object } } }
`,
    'pet.yaml': 'oneOf: [{ $ref: dog.yaml }]\ndiscriminator: { propertyName: kind, mapping: { dog: dog.yaml, cat: Cat, cow: cow.yaml } }\n',
    'dog.yaml': 'type: object\n',
  })
  expect(document.node('pet.yaml#')).toMatchObject({ discriminator: { mapping: { dog: 'dog.yaml#', cat: '#/components/schemas/Cat' } } })
  expect(texts(diagnostics)).toEqual(['2:74: cow.yaml can not be followed: …/cow.yaml does not exist; check the path'])
})

it('reads a reference with a space, a percent sign or a backslash in its path', async () => {
  const folder = folderOf({
    'api.yaml': `${head}paths: { /a: { get: { responses: { 200: { $ref: "a%20b.yaml" }, 201: { $ref: 'sub\\c.yaml' } } } } }`,
    'a b.yaml': 'description: one\n',
    'sub/c.yaml': 'description: two\n',
  })
  writeFileSync(join(folder, 'unrelated.yaml'), '{')
  const { document, diagnostics } = await imported({ kind: 'file', path: join(folder, 'api.yaml') })
  expect(diagnostics).toEqual([])
  expect([...reachable(document).values()]).toEqual([{ description: 'two' }, { description: 'one' }])
})

it('knows the schemas of JSON Schema itself without fetching them', async () => {
  const { document, diagnostics, files, diagnose } = await importFiles({
    'api.yaml': `${head}info: { title: Schemas, version: "1" }
paths:
  /schemas:
    put:
      requestBody: { content: { application/json: { schema: { $ref: "https://json-schema.org/draft/2020-12/schema" } } } }
      responses: { 204: { description: Kept } }
`,
  })
  expect(diagnostics).toEqual([])
  expect(files.map((file) => file.split('/').at(-1))).toEqual(['api.yaml'])
  expect(document.node('https://json-schema.org/draft/2020-12/schema#')).toMatchObject({ $dynamicAnchor: 'meta' })
  expect([...reachable(document).values()].every((value) => value !== undefined)).toBe(true)
  expect(texts(await diagnose())).toEqual([])
})
