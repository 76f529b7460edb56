import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Validator } from '@cfworker/json-schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestHost, type TestHost } from '../support/host.ts'
import type { Judge } from './judge.ts'
import type { Json } from './raw-document.ts'
import { report } from './report.ts'
import { tryDocument } from './try-document.ts'

const shop = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  security: [{ key: [] }],
  paths: {
    '/products/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 7 } }],
      get: { responses: { 200: { $ref: '#/components/responses/Product' } } },
      put: {
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Product' } } } },
        responses: { 200: { $ref: '#/components/responses/Product' } },
      },
      delete: { responses: { 204: { description: 'Gone' } } },
    },
    '/picky': {
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'string', not: { type: 'string' } } } } },
        responses: { 200: { $ref: '#/components/responses/Product' } },
      },
    },
    '/impossible': {
      get: {
        responses: { 200: { description: 'No', content: { 'application/json': { schema: { type: 'integer', minimum: 2, maximum: 1 } } } } },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-key' } },
    responses: {
      Product: {
        description: 'One',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Product' }, example: { id: 'seven' } } },
      },
    },
    schemas: { Product: { type: 'object', required: ['id'], properties: { id: { type: 'integer' }, name: { type: 'string' } } } },
  },
}

/** A validator that needs no package from outside. */
function openJudge(document: Json): Judge {
  return {
    async check(schema, value) {
      const { valid, errors } = new Validator({ ...(document as object), $ref: `#${schema}` }, '2020-12').validate(value)
      return valid
        ? { kind: 'valid' }
        : { kind: 'invalid', errors: errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`) }
    },
    patternsLeftOut: 0,
    close() {},
  }
}

describe('the run over public documents', () => {
  let host: TestHost
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switchyard-corpus-'))
    host = await startTestHost({ open: { kind: 'memory', settings: { version: 1 } }, mock: { dynamic: true } })
  })
  afterAll(async () => {
    await host.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const tryText = async (name: string, text: string) => {
    const path = join(folder, name)
    await writeFile(path, text)
    return tryDocument(host, path, name, openJudge, 5)
  }

  it('asks operations with credentials and bodies, and tells what was made from what was written', async () => {
    const tried = await tryText('shop.json', JSON.stringify(shop))
    expect(tried).toMatchObject({ imported: true, reason: null, specVersion: '3.1.0', routes: 5, hidden: 0 })
    const seen = Object.fromEntries(
      tried.operations.map((one) => [
        one.operation,
        one.answers.map(({ way, status, body, verdict }) => `${way} ${status} ${body} ${verdict?.kind ?? '-'}`),
      ]),
    )
    const product = ['http 200 fresh valid', 'http 200 example invalid']
    expect(seen).toEqual({
      'GET /products/{id}': product,
      'PUT /products/{id}': product,
      'DELETE /products/{id}': ['http 204 none -', 'http 204 none -'],
      'POST /picky': ['http 422 refused -', 'preview 200 fresh valid'],
      'GET /impossible': ['http 500 none -'],
    })
    const text = report([tried], { versions: ['directory 1.0.0'], operations: 5, triedAgain: 0 })
    expect(text).toContain('| imported | 1 (100 %) | ≥ 99 % |')
    expect(text).toContain('| valid | 3 (100 %) | 100 % |')
    expect(text).toContain('| no body is valid: 500 `mock-unsatisfiable` | 1 |  |')
    expect(text).toContain('## Documents with examples that break the schema beside them (1)')
  })

  it('goes on after a document that is refused', async () => {
    expect(await tryText('broken.json', '{"openapi": "3.1.0"')).toMatchObject({
      imported: false,
      reason: expect.stringContaining('broken.json'),
      operations: [],
    })
    expect(await tryText('shop.json', JSON.stringify(shop))).toMatchObject({ imported: true })
  })
})
