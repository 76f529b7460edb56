import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { checkExamples } from '../../proxy-core/contract/check-examples.ts'
import { importLimits } from '../../proxy-core/model/limits.ts'
import type { DocumentSource } from '../../proxy-core/openapi/document.ts'
import { importDocument } from '../../proxy-core/openapi/import.ts'
import { folderOf } from '../openapi/documents.ts'

/** What is wrong with the examples of a document, `line:column: message`; each message without what all of them begin with. */
async function faultsOf(source: DocumentSource): Promise<string[]> {
  const imported = await importDocument(source, { limits: importLimits })
  const found = await checkExamples(imported)
  imported.close()
  expect(found.every(({ severity, code }) => severity === 'warning' && code === 'example')).toBe(true)
  return found.map(({ file, line, column, message }) => {
    const name = file.split('/').at(-1)
    return `${name}:${line}:${column}: ${message.replace('the example does not fit its schema: ', '')}`
  })
}

const inText = (text: string) => faultsOf({ kind: 'text', text, name: 'api.yaml' })

it('names the first value that is wrong in each example, with all that is wrong there', async () => {
  const found = await inText(`openapi: 3.1.0
info: { title: A, version: '1' }
paths:
  /a:
    post:
      parameters:
        - { name: limit, in: query, schema: { type: integer }, example: ten }
        - { name: code, in: header, schema: { type: string }, example: 5 }
        - { name: tags, in: query, schema: { type: array, items: { type: integer } }, examples: { one: { value: [1, x] } } }
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Pet' }
            example: { id: 1, name: Ada }
      responses:
        '200':
          description: ok
          headers: { X-Total: { schema: { type: integer }, example: many } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pet' }
              examples:
                good: { value: { id: 1, name: Ada } }
                shared: { $ref: '#/components/examples/bad' }
                text: { value: '{"id":1,"name":"Ada"}' }
            application/xml:
              schema: { $ref: '#/components/schemas/Pet' }
              example: <Pet><id>x</id><name>Ada</name></Pet>
components:
  examples:
    bad:
      value:
        id: 1
        tags: [a, 2]
        secret: x
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties:
        id: { type: integer, readOnly: true }
        name: { type: string, examples: [Ada, 5] }
        secret: { type: string, writeOnly: true, examples: [s] }
        tags: { type: array, items: { type: string } }
`)
  expect(found).toEqual([
    'api.yaml:7:64: must be integer',
    'api.yaml:9:117: 1 must be integer',
    'api.yaml:14:24: id must not be in a request: it is readOnly',
    'api.yaml:18:60: must be integer',
    'api.yaml:28:15: id must be integer',
    "api.yaml:32:7: must have required property 'name'; secret must not be in a response: it is writeOnly; tags.1 must be string",
    'api.yaml:42:47: must be string',
  ])
})

it('looks into callbacks and webhooks, whose requests the API sends itself', async () => {
  const found = await inText(`openapi: 3.1.0
info: { title: A, version: '1' }
paths:
  /a:
    post:
      responses: {}
      callbacks:
        done:
          '{$request.query.url}':
            post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Event' }, example: { id: x } } } } }
webhooks:
  made: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Event' }, example: { id: 1 } } } } } }
components: { schemas: { Event: { type: object, properties: { id: { type: integer, readOnly: true } } } } }
`)
  expect(found).toEqual([expect.stringMatching(/^api\.yaml:10:\d+: id must be integer$/)])
})

it('finds the place in 2.0 and 3.0 as they are written, and in other files', async () => {
  const two = await inText(`swagger: '2.0'
info: { title: B, version: '1' }
definitions:
  Pet: { type: object, required: [name], properties: { name: { type: string, example: [] } } }
paths:
  /b:
    get:
      produces: [application/json]
      responses:
        200:
          description: ok
          schema: { $ref: '#/definitions/Pet' }
          examples:
            application/json:
              nam: x
`)
  expect(two).toEqual(['api.yaml:4:78: must be string', "api.yaml:14:13: must have required property 'name'"])
  const folder = folderOf({
    'api.yaml': `openapi: 3.0.3
info: { title: C, version: '1' }
paths: { /c: { get: { responses: { '200': { $ref: 'parts.yaml#/ok' } } } } }
`,
    'parts.yaml': `ok:
  description: ok
  content: { application/json: { schema: { type: integer, nullable: true, example: x }, example: null } }
`,
  })
  expect(await faultsOf({ kind: 'file', path: `${folder}/api.yaml` })).toEqual(['parts.yaml:3:75: must be integer,null'])
})

it('finds nothing wrong with the sample', async () => {
  const path = fileURLToPath(new URL('../../proxy-core/sample/shop.yaml', import.meta.url))
  expect(await faultsOf({ kind: 'file', path })).toEqual([])
})

it('gives nothing for a document that is closed, or that nobody waits for any more', async () => {
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'D', version: '1' },
    paths: { '/d': { get: { parameters: [{ name: 'a', in: 'query', schema: { type: 'integer' }, example: 'x' }], responses: {} } } },
  })
  const read = () => importDocument({ kind: 'text', text, name: 'd.json' }, { limits: importLimits })
  expect(await checkExamples(await read())).toHaveLength(1)
  expect(await checkExamples(await read(), AbortSignal.abort())).toEqual([])
  const closed = await read()
  closed.close()
  expect(await checkExamples(closed)).toEqual([])
})
