import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findDocuments } from '../../proxy-core/openapi/find-documents.ts'
import { folderOf } from './documents.ts'

it('finds the documents of a folder, nearest first, and passes by parts, other files and folders of tools', async () => {
  const yaml = '# ours\nopenapi: 3.1.0\n'
  const folder = folderOf({
    'switchyard.yaml': 'version: 1\nservices: { a: { spec: x } }\n',
    'package.json': '{"name": "openapi", "version": "3.1.0"}',
    'shop.yaml': yaml,
    'api/b.yml': "swagger: '2.0'\n",
    'api/a.json': '\uFEFF{\n "info": {"title": "x"}, "openapi": "3.0.3"}',
    'api/parts/pet.yaml': 'type: object\nproperties:\n  openapi: { type: string }\n',
    'a/b/c/deep.yaml': yaml,
    'a/b/c/d/deeper.yaml': yaml,
    'node_modules/x/api.yaml': yaml,
    '.git/api.yaml': yaml,
    'notes.txt': yaml,
    'empty.yaml': '',
  })
  expect(await findDocuments(folder)).toEqual(['shop.yaml', 'api/a.json', 'api/b.yml', 'a/b/c/deep.yaml'].map((name) => join(folder, name)))
  expect(await findDocuments(join(folder, 'nowhere'))).toEqual([])
})
