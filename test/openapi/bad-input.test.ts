import { join } from 'node:path'
import { expect, it } from 'vitest'
import { folderOf, imported, importFiles, importText, refusalOf } from './documents.ts'

/** Code and detail of the refusal, with the folder, which differs in each run, as `…`. */
async function said(importing: Promise<unknown>): Promise<string> {
  const { code, detail, diagnostics } = await refusalOf(importing)
  const [first] = diagnostics ?? []
  if (first !== undefined) expect(detail).toContain(first.message)
  return `${code}: ${detail.replaceAll(/\S*switchyard-documents-\w+/g, '…')}`
}

it.each([
  [
    'a tab in line 7',
    'a.yaml',
    'openapi: 3.1.0\ninfo:\n  title: x\n  version: "1"\npaths:\n  /a:\n\tget: {}\n',
    'document-syntax: …/a.yaml, line 7, column 1: a tab is used for indentation; YAML allows only spaces.',
  ],
  [
    'JSON cut off',
    'a.json',
    '{\n  "openapi": "3.1.0",\n  "paths": {\n    "/a": {',
    'document-syntax: …/a.json, line 4, column 12: the text ends where a key in double quotes is expected; the file seems to be cut off.',
  ],
  [
    'JSON cut off in a text',
    'a.json',
    '{"openapi": "3.1',
    'document-syntax: …/a.json, line 1, column 17: the text ends inside a string; the file seems to be cut off.',
  ],
  [
    'a comma too many in JSON',
    'a.json',
    '{\n  "openapi": "3.1.0",\n}',
    'document-syntax: …/a.json, line 3, column 1: a comma before } is not allowed in JSON.',
  ],
  [
    'YAML that does not parse',
    'a.yaml',
    'openapi: 3.1.0\npaths: {\n  /a: [\n',
    'document-syntax: …/a.yaml, line 4, column 1: this is indented too little for what it continues; is a bracket, brace or quote above not closed?',
  ],
  [
    'an unknown alias',
    'a.yaml',
    'openapi: 3.1.0\npaths: *gone\n',
    'document-syntax: …/a.yaml, line 2, column 9: unidentified alias "gone".',
  ],
  [
    'two YAML documents in a file',
    'a.yaml',
    'openapi: 3.1.0\n---\nopenapi: 3.1.0\n',
    'document-syntax: …/a.yaml, line 2, column 1: the file holds more than one YAML document; keep one.',
  ],
  [
    'plain text',
    'a.txt',
    'Dear reader, this is no document.\n',
    'document-not-openapi: …/a.txt, line 1, column 1: this is not an OpenAPI document; one starts with a line such as "openapi: 3.1.0".',
  ],
  [
    'a list',
    'a.yaml',
    '- 1\n',
    'document-not-openapi: …/a.yaml, line 1, column 1: this is not an OpenAPI document; one starts with a line such as "openapi: 3.1.0".',
  ],
  [
    'an empty file',
    'a.yaml',
    ' \n',
    'document-not-openapi: …/a.yaml, line 1, column 1: the file is empty; an OpenAPI document starts with "openapi: 3.1.0" or {"openapi": "3.1.0".',
  ],
  [
    'other YAML',
    'a.yaml',
    'name: x\n',
    'document-not-openapi: …/a.yaml, line 1, column 1: there is neither an "openapi" nor a "swagger" key; if this is a part of a document, name the file that refers to it.',
  ],
  [
    'AsyncAPI',
    'a.yaml',
    'info: {}\nasyncapi: 3.0.0\n',
    'document-not-openapi: …/a.yaml, line 2, column 1: this is an AsyncAPI document; only OpenAPI is read.',
  ],
  [
    'paths without a version',
    'a.yaml',
    'info: {}\npaths: {}\n',
    'document-not-openapi: …/a.yaml, line 2, column 1: the document does not say its version; add a first line such as "openapi: 3.1.0".',
  ],
  [
    'no paths',
    'a.yaml',
    'info: {}\nopenapi: 3.0.3\n',
    'document-not-openapi: …/a.yaml, line 2, column 1: the document has no paths; add "paths:" with the operations of the API, or "paths: {}" while there are none.',
  ],
  [
    'no paths in JSON',
    'a.json',
    '{\n  "swagger": "2.0"\n}',
    'document-not-openapi: …/a.json, line 2, column 3: the document has no paths; add "paths:" with the operations of the API, or "paths: {}" while there are none.',
  ],
  [
    'Swagger 1.2',
    'a.json',
    '{"swaggerVersion": "1.2", "apis": []}',
    'document-version: …/a.json, line 1, column 2: this is Swagger 1.2; OpenAPI 2.0 to 3.2 are read. Convert it first, for example with: npx api-spec-converter --from=swagger_1 --to=openapi_3 …/a.json.',
  ],
  [
    'a version to come',
    'a.yaml',
    'openapi: 4.0.0\n',
    'document-version: …/a.yaml, line 1, column 1: this is OpenAPI 4.0.0; versions 2.0, 3.0, 3.1 and 3.2 are read.',
  ],
])('refuses %s, naming the place', async (_, name, text, expected) => {
  expect(await said(importFiles({ [name]: text }))).toBe(expected)
})

it('refuses a file that is missing, a folder, and what is no file', async () => {
  const folder = folderOf({ 'a.yaml': '' })
  expect(await said(imported({ kind: 'file', path: join(folder, 'b.yaml') }))).toBe(
    'document-unreadable: …/b.yaml does not exist; check the path.',
  )
  expect(await said(imported({ kind: 'file', path: join(folder, 'a.yaml/x') }))).toBe(
    'document-unreadable: …/a.yaml/x does not exist; check the path.',
  )
  expect(await said(imported({ kind: 'file', path: folder }))).toBe('document-unreadable: … is a folder; name the OpenAPI file inside it.')
  expect(await said(imported({ kind: 'file', path: '/dev/zero' }))).toBe('document-unreadable: /dev/zero is not a regular file.')
})

it('serves no operation with a warning where that is meant', async () => {
  for (const text of [
    'openapi: 3.1.0\nwebhooks: {}\n',
    'openapi: 3.1.0\ncomponents: {}\n',
    'openapi: 3.0.0\npaths: {}\n',
    'openapi: 3.0.0\npaths:\n',
    'swagger: "2.0"\npaths: {}\n',
  ]) {
    const { document, diagnostics } = await importText(text)
    expect(document.operations).toEqual([])
    expect(diagnostics).toMatchObject([{ severity: 'warning', code: 'no-operations' }])
  }
})

it('names keys that stand twice and takes the last', async () => {
  const { document, diagnostics } = await importText('openapi: 3.1.0\npaths:\n  /a: { get: {}, put: {} }\n  /b: {}\n  /a: { post: {} }\n')
  expect(document.operations.map(({ method }) => method)).toEqual(['POST'])
  expect(diagnostics).toEqual([
    {
      severity: 'error',
      code: 'duplicate-key',
      message: 'the key /a stands here for the second time; the last one counts',
      file: 'pasted.yaml',
      line: 5,
      column: 3,
    },
  ])
})

it('takes an unquoted version for what it means', async () => {
  for (const [text, specVersion] of [
    ['swagger: 2.0', '2.0'],
    ['openapi: 3.0', '3.0'],
    ['openapi: 3.1', '3.1'],
  ]) {
    expect((await importText(`${text}\npaths: {}\n`)).document.specVersion).toBe(specVersion)
  }
})
