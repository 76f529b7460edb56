import { rmSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { runScript, treeOf } from './running.ts'

let root = ''
afterEach(() => rmSync(root, { recursive: true, force: true }))

const lines = (count: number) => Array.from({ length: count }, (_, at) => `  step(${at})\n`).join('')

describe('the report of sizes', () => {
  it('names long files, long functions and untested files, and fails nothing', async () => {
    root = treeOf({
      'proxy-core/mock/long.ts': lines(251),
      'proxy-core/mock/steps.ts': `export function steps() {\n${lines(40)}}\n`,
      'proxy-core/mock/factory.ts': `export function factory() {\n  return { a() {\n${lines(30)}}, b: () => {\n${lines(30)}} }\n}\n`,
      'proxy-core/mock/deep.ts': 'export const deep = 1\n',
      'test/mock/factory.test.ts': "import '../../proxy-core/mock/steps.ts'\n",
    })
    const { code, stdout } = await runScript('check-sizes.mjs', [root])
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toEqual([
      'note: 1 files over 250 lines',
      '      proxy-core/mock/long.ts (251)',
      'note: 1 functions over 40 lines',
      '      proxy-core/mock/steps.ts:1 steps (42)',
      'note: 2 files that no test imports, names or is named after',
      '      proxy-core/mock/deep.ts',
      '      proxy-core/mock/long.ts',
    ])
  })
})
