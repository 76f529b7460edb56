import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { importLimits } from '../../proxy-core/model/limits.ts'
import { folderOf, imported, importFiles, importText, texts } from './documents.ts'

const wrong = `openapi: 3.1.0
info: { title: x }
paths:
  /a:
    get:
      parameters: [{ name: q, in: nowhere, schema: {} }]
      respones: {}
  no-slash: {}
`

it('names structural faults with their places, and nothing twice', async () => {
  const { diagnostics, diagnose } = await importText(wrong)
  expect(texts(diagnostics)).toEqual(['8:3: the path no-slash does not start with a slash; it is left out'])
  const structural = await diagnose()
  expect(structural.every(({ severity, code }) => severity === 'error' && code === 'structure')).toBe(true)
  expect(texts(structural)).toEqual([
    '2:1: The field "version" must be present on this level',
    expect.stringMatching(/^6:31: "in" can be one of the following only/),
    '7:7: Property "respones" is not expected here; did you mean responses?',
  ])
  expect(await diagnose()).toBe(structural)
})

it('checks what was read, not what has become of it, and follows references to no other file', async () => {
  const folder = folderOf({
    'api.yaml': 'openapi: 3.0\ninfo: { title: x, version: "1" }\npaths:\n  /a: { $ref: a.yaml }\n  /b: { $ref: ../outside.yaml }\n',
    'a.yaml': 'get: { responses: { 200: { description: 5 } } }\n',
  })
  const { diagnose } = await imported({ kind: 'file', path: join(folder, 'api.yaml') })
  writeFileSync(join(folder, 'a.yaml'), 'get: 1\n')
  expect(await diagnose()).toMatchObject([
    { file: join(folder, 'a.yaml'), line: 1, column: 28, message: 'Expected type "string" but got "integer"' },
  ])
})

it('finds nothing wrong with a good document in 2.0, 3.0, 3.1 and 3.2', async () => {
  const rest = { info: { title: 'x', version: '1' }, paths: { '/a': { get: { responses: { 200: { description: 'ok' } } } } } }
  for (const version of [{ swagger: '2.0' }, { openapi: '3.0.3' }, { openapi: '3.1' }, { openapi: '3.2.0' }]) {
    const { diagnose } = await importFiles({ 'a.json': JSON.stringify({ ...version, ...rest }) })
    expect(await diagnose()).toEqual([])
  }
})

it('serves a document that is too large to be checked', async () => {
  const { document, diagnose } = await importText(wrong, { MAX_CHECKED_VALUES: 10 })
  expect(document.operations).toHaveLength(1)
  expect(await diagnose()).toEqual([])
})

it('gives nothing once it was closed, and closing does no harm to the document', async () => {
  const { document, diagnose, close } = await importText(wrong, importLimits)
  close()
  expect(await diagnose()).toEqual([])
  expect(document.node('#/paths/~1a/get')).toMatchObject({ respones: {} })
})

it('knows the download of 2.0', async () => {
  const { diagnose } = await importText(
    'swagger: "2.0"\ninfo: { title: x, version: "1" }\npaths:\n  /a.zip:\n    get: { responses: { 200: { description: d, schema: { type: file } } } }\n  /b:\n    get: { responses: { 200: { description: d, schema: { type: text } } } }\n',
  )
  expect(texts(await diagnose())).toEqual([expect.stringMatching(/^7:\d+: "type" can be one of/)])
})
