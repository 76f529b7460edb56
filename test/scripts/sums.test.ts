import { spawn } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ended, script, treeOf } from './running.ts'

let root = ''
afterEach(() => rmSync(root, { recursive: true, force: true }))

async function sums(reports: Record<string, object>, codes: number[]) {
  const files = Object.entries(reports).map(([name, total]) => [`.cache/reports/${name}.json`, JSON.stringify({ total })])
  root = treeOf({ ...Object.fromEntries(files), 'scripts/.keep': '' })
  cpSync(script('sums.mjs'), join(root, 'scripts', 'sums.mjs'))
  const { code, stdout } = await ended(spawn(process.execPath, [join(root, 'scripts', 'sums.mjs'), ...codes.map(String)]))
  return [code, stdout.trim()]
}

describe('the sums of the run', () => {
  it('add up what was counted', async () => {
    const check = { passed: 7, failed: 0, skipped: 0 }
    expect(await sums({ check, tests: { passed: 200, failed: 0, skipped: 3 } }, [0, 0])).toEqual([0, '207 passed, 0 failed, 3 skipped'])
    expect(await sums({ check, tests: { passed: 200, failed: 2, skipped: 0 } }, [0, 1])).toEqual([1, '207 passed, 2 failed, 0 skipped'])
  })

  it('count a part that failed without a report as one failure', async () => {
    expect(await sums({ check: { passed: 7, failed: 0, skipped: 0 } }, [0, 3])).toEqual([1, '7 passed, 1 failed, 0 skipped'])
    expect(await sums({}, [1, 1])).toEqual([1, '0 passed, 2 failed, 0 skipped'])
  })
})
