import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { ended, runScript, script, treeOf } from './running.ts'

let root = ''
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Makes the process believe that it runs under an old Node. */
const oldNode = (version: string) => `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })\n`

const inCheckout = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Only a checkout that run.mjs itself has prepared is ready to start: else it would install under the feet of the other tests. */
function isPrepared(): boolean {
  const stamp = inCheckout('node_modules/.switchyard-installed')
  const lock = createHash('sha256')
    .update(readFileSync(inCheckout('package-lock.json')))
    .digest('hex')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(inCheckout('dist/.node-built'))
}

describe('the way in', () => {
  it('gives one sentence under a Node that is too old to set anything up', async () => {
    root = treeOf({ 'old.cjs': oldNode('18.20.4') })
    const child = spawn(process.execPath, ['--require', join(root, 'old.cjs'), script('run.mjs'), 'start'])
    expect(await ended(child)).toEqual({
      code: 3,
      stdout: '',
      stderr: 'Switchyard needs Node 20 or newer to set itself up (this is 18.20.4): install one from https://nodejs.org.\n',
    })
  })

  it('names its tasks when it is asked for another', async () => {
    const { code, stdout, stderr } = await runScript('run.mjs', ['stat'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^Usage: node scripts\/run\.mjs start\|switchyard\|dev\|build\|/)
  })

  it.skipIf(!isPrepared())('starts without a window and prints the ready line, alone on stdout', async () => {
    root = treeOf({})
    const env = { ...process.env, SWITCHYARD_HOME: root, INIT_CWD: root, npm_lifecycle_event: '' }
    const child = spawn(process.execPath, [script('run.mjs'), 'start', '--no-open', '--json', '--port', '0'], { env, cwd: root })
    child.stdout.once('data', () => child.kill('SIGTERM'))
    const { code, stdout } = await ended(child)
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(stdout)).toEqual({
      gateway: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      token: expect.any(String),
    })
  })
})

describe.skipIf(!existsSync(inCheckout('dist/cli.js')))('the built command line', () => {
  it('gives one sentence under a Node below 22.19, before anything native is loaded', async () => {
    root = treeOf({ 'old.cjs': oldNode('22.18.0') })
    const { code, stdout, stderr } = await ended(spawn(process.execPath, ['--require', join(root, 'old.cjs'), inCheckout('dist/cli.js')]))
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toBe('switchyard: Node 22.19 or newer is needed, this is 22.18.0. Install one from https://nodejs.org.\n')
  })
})
