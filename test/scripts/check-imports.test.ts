import { rmSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { runScript, treeOf } from './running.ts'

let root = ''
afterEach(() => rmSync(root, { recursive: true, force: true }))

async function check(files: Record<string, string>) {
  root = treeOf(files)
  const { code, stdout, stderr } = await runScript('check-imports.mjs', [root])
  return { code, stdout, lines: stderr.trim().split('\n').filter(Boolean) }
}

const model = { 'proxy-core/model/mode.ts': "import { z } from 'zod'\nexport const mode = z.string()\n" }

describe('the check of imports', () => {
  it('lets through what the table allows', async () => {
    const { code, stdout, lines } = await check({
      ...model,
      'proxy-core/mock/mock.ts': "import { mode } from '../model/mode.ts'\nimport Ajv from 'ajv'\nimport { join } from 'node:path'\n",
      'proxy-core/host.ts': "import './mock/mock.ts'\n",
      'renderer/main.tsx': "import type { mode } from '../proxy-core/model/mode.ts'\nimport { useState } from 'react'\n",
      'electron/host-process.ts': "import '../proxy-core/host.ts'\n",
      'electron/main.ts': "import { app } from 'electron'\n",
      'test/mock.test.ts': "import '../proxy-core/mock/mock.ts'\nimport '../electron/main.ts'\n",
    })
    expect([code, lines, stdout.trim()]).toEqual([0, [], 'imports: 7 files, 11 imports, 0 breaches'])
  })

  it('refuses an import across the table, with file and line', async () => {
    const { code, lines } = await check({ ...model, 'proxy-core/live/forward.ts': "\nimport { mock } from '../mock/mock.ts'\n" })
    expect([code, lines]).toEqual([1, ['proxy-core/live/forward.ts:2: ../mock/mock.ts: live may import model, not mock']])
  })

  it('sees re-exports, dynamic imports and imports of types too', async () => {
    const { lines } = await check({
      'proxy-core/model/a.ts': "export { b } from '../mock/b.ts'\n",
      'proxy-core/model/b.ts': "export * from '../mock/b.ts'\n",
      'proxy-core/model/c.ts': "export const c = () => import('../mock/b.ts')\n",
      'proxy-core/model/d.ts': "export type D = import('../mock/b.ts').B\n",
      'proxy-core/model/e.ts': "import type { B } from '../mock/b.ts'\n",
    })
    expect(lines.map((line) => line.split(':')[0])).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `proxy-core/model/${name}.ts`))
  })

  it('keeps everything but the model from the page, and Node and Electron too', async () => {
    const { lines } = await check({
      'renderer/a.ts': "import '../proxy-core/traffic/log.ts'\n",
      'renderer/b.ts': "import 'node:fs'\n",
      'renderer/c.ts': "import 'electron'\n",
    })
    expect(lines).toEqual([
      'renderer/a.ts:1: ../proxy-core/traffic/log.ts: renderer may import model, not traffic',
      'renderer/b.ts:1: node:fs: renderer may import packages so: no Node and no Electron',
      'renderer/c.ts:1: electron: renderer may import packages so: no Node and no Electron',
    ])
  })

  it('lets only the forked entry of the shell import the host', async () => {
    const { lines } = await check({
      'electron/host-process.ts': "import '../proxy-core/host.ts'\nimport '../proxy-core/gateway/gateway.ts'\n",
      'electron/main.ts': "import '../proxy-core/host.ts'\n",
    })
    expect(lines).toEqual([
      'electron/host-process.ts:2: ../proxy-core/gateway/gateway.ts: electron/host-process.ts may import model, electron, host, not gateway',
      'electron/main.ts:1: ../proxy-core/host.ts: electron may import model, not host',
    ])
  })

  it('keeps Node from the model, and Electron and the page from the core', async () => {
    const { lines } = await check({
      'proxy-core/model/a.ts': "import 'node:fs'\n",
      'proxy-core/control/a.ts': "import 'react'\nimport 'electron'\n",
    })
    expect(lines.map((line) => line.split(': ').slice(0, 2).join(' '))).toEqual([
      'proxy-core/control/a.ts:1 react',
      'proxy-core/control/a.ts:2 electron',
      'proxy-core/model/a.ts:1 node:fs',
    ])
  })

  it('finds circles, but not those of types, which are erased', async () => {
    const { code, lines } = await check({
      'proxy-core/model/a.ts': "import './b.ts'\n",
      'proxy-core/model/b.ts': "import './c.ts'\n",
      'proxy-core/model/c.ts': "import './a.ts'\n",
      'proxy-core/model/d.ts': "import type { E } from './e.ts'\n",
      'proxy-core/model/e.ts': "import './d.ts'\n",
    })
    expect([code, lines]).toEqual([
      1,
      ['circle: proxy-core/model/a.ts → proxy-core/model/b.ts → proxy-core/model/c.ts → proxy-core/model/a.ts'],
    ])
  })

  it('refuses a folder that is not in the table', async () => {
    const { code, lines } = await check({ ...model, 'proxy-core/helpers/a.ts': '' })
    expect([code, lines[0]]).toEqual([1, 'proxy-core/helpers/a.ts: this folder is not in the table of scripts/check-imports.mjs'])
  })

  it('fails on a file that it can not read', async () => {
    const { code, lines } = await check({ 'proxy-core/model/a.ts': 'import {' })
    expect(code).toBe(1)
    expect(lines[0]).toMatch(/^proxy-core\/model\/a\.ts: can't be read: /)
  })

  it('fails when it read no file', async () => {
    const { code, lines } = await check({ 'README.md': '' })
    expect([code, lines[0]]).toEqual([1, `No source file was read below ${root}: the imports were not checked.`])
  })
})
