import { expect, it } from 'vitest'
import { importLimits } from '../../proxy-core/model/limits.ts'
import { importDocument } from '../../proxy-core/openapi/import.ts'
import { importFiles, importText, keysOf, refusalOf } from './documents.ts'

const head = 'openapi: 3.1.0\npaths: { /a: { get: { responses: {} } } }\n'
const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('\n')

it('refuses few aliases that come to thousands of millions of values', async () => {
  const bomb = lines(
    12,
    (level) =>
      `x-${level}: &x${level} [${Array(10)
        .fill(level === 0 ? 'lol' : `*x${level - 1}`)
        .join(', ')}]`,
  )
  const { code, status, detail } = await refusalOf(importText(head + bomb))
  expect({ code, status }).toEqual({ code: 'document-too-complex', status: 422 })
  expect(detail).toBe('pasted.yaml, line 1, column 1: its aliases come to more than 5,000,000 values when written out; use $ref instead.')
})

it('refuses an alias that leads into itself, more aliases and more merges than allowed', async () => {
  const inItself = await refusalOf(importText(`${head}x-a: &a [*a]\n`))
  expect(inItself.detail).toContain('an alias leads into itself; use $ref for what repeats inside itself')
  const aliases = await refusalOf(importText(`${head}x-a: &a 1\nx-b:\n${lines(10_001, () => '  - *a')}\n`))
  expect(aliases).toMatchObject({
    code: 'document-too-complex',
    detail: expect.stringContaining('line 10005, column 6: aliases exceeded maxAliases (10000)'),
  })
  const merges = await refusalOf(importText(`${head}x-a: &a { b: 1 }\nx-c:\n${lines(5_000, (index) => `  k${index}: { <<: *a }`)}\n`))
  expect(merges).toMatchObject({
    code: 'document-too-complex',
    detail: 'pasted.yaml, line 1005, column 12: the document has more than 1000 merges (<<); use $ref or allOf instead.',
  })
})

it('reads as many merges as allowed', async () => {
  const { document } = await importText(`${head}x-a: &a { b: 1 }\nx-c:\n${lines(1_000, (index) => `  k${index}: { <<: *a }`)}\n`)
  expect(keysOf(document)).toEqual(['GET /a'])
})

it.each([
  ['JSON', `{"openapi": "3.1.0", "paths": {}, "x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['YAML', `openapi: 3.1.0\nx: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`],
  ['YAML in blocks', `openapi: 3.1.0\nx:\n  ${'- '.repeat(20_000)}1\n`],
])('refuses 100,000 levels in %s', async (_, text) => {
  const { code, detail } = await refusalOf(importText(text))
  expect(code).toBe('document-too-complex')
  expect(detail).toMatch(/512/)
})

it('refuses what is larger than allowed before it is read, and files that are so together', async () => {
  const large = await refusalOf(importFiles({ 'a.yaml': Buffer.alloc(51 * 1024 * 1024, '#\n') }))
  expect(large).toMatchObject({
    code: 'document-too-large',
    status: 413,
    detail: expect.stringContaining('is larger than 50 MiB; split it, or leave parts out.'),
  })
  const two = { 'a.yaml': `${head}x: 1\ncomponents: { schemas: { A: { $ref: b.yaml } } }`, 'b.yaml': `# ${'b'.repeat(500)}` }
  expect(await refusalOf(importFiles(two, { limits: { ...importLimits, MAX_DOCUMENT_BYTES: 600 } }))).toMatchObject({
    code: 'document-too-large',
    detail: expect.stringContaining('b.yaml, with what it refers to, is larger than 600 bytes'),
  })
})

it('refuses more files than allowed', async () => {
  const files = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`f${index}.yaml`, `a: { $ref: f${index + 1}.yaml#/a }\n`]))
  const importing = importFiles(
    { 'a.yaml': `${head}components: { schemas: { A: { $ref: f0.yaml#/a } } }`, ...files },
    { limits: { ...importLimits, MAX_FILES: 5 } },
  )
  expect(await refusalOf(importing)).toMatchObject({
    code: 'document-too-complex',
    detail: expect.stringContaining('refers to more than 5 files; bundle it into one.'),
  })
})

it('ends an import that takes too long or needs too much memory, and the process goes on', async () => {
  const many = `{"openapi": "3.1.0", "paths": {}, "x": [${Array(400_000).fill('{"a": {}}').join()}]}`
  const late = await refusalOf(importText(many, { MAX_IMPORT_MS: 5 }))
  expect(late).toMatchObject({
    code: 'document-timeout',
    status: 422,
    detail: 'pasted.yaml was not read within 0.005 s; make it smaller, or split it.',
  })
  const fat = await refusalOf(importText(many, { MAX_IMPORT_HEAP_MIB: 16 }))
  expect(fat).toMatchObject({
    code: 'document-too-complex',
    detail: 'pasted.yaml needs more than 16 MiB of memory to be read; make it smaller, or split it.',
  })
  expect(keysOf((await importText(head)).document)).toEqual(['GET /a'])
})

it('ends an import that is aborted', async () => {
  const source = { kind: 'text', text: head, name: 'a.yaml' } as const
  const cancel = new AbortController()
  const importing = importDocument(source, { limits: importLimits, signal: cancel.signal })
  cancel.abort(new Error('no longer wanted'))
  await expect(importing).rejects.toThrow('no longer wanted')
  await expect(importDocument(source, { limits: importLimits, signal: cancel.signal })).rejects.toThrow('no longer wanted')
})
