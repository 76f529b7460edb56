import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { script, treeOf } from './running.ts'

let root = ''
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** A task that counts its signals and says how it ended. */
const task = `
let signals = 0
const stay = setInterval(() => {}, 1000)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
  signals++
  console.log(signal)
  setTimeout(() => { console.log('signals: ' + signals); process.exit(7) }, 300)
})
console.log('ready ' + process.argv.slice(2).join(' '))
`

/** The way in, as run.mjs takes it: runChild in a process of its own, the task in a group of its own. */
const runner = `
const { runChild } = await import(process.argv[2])
process.exitCode = await runChild(process.execPath, process.argv.slice(3), { apart: true })
`

const taskIn = (folder: string) => [
  join(folder, 'runner.mjs'),
  new URL('../../scripts/run/children.mjs', import.meta.url).href,
  script('attached.mjs'),
  join(folder, 'task.mjs'),
  'a',
  'b',
]

function startTask() {
  root = treeOf({ 'task.mjs': task, 'runner.mjs': runner })
  return started(process.execPath, taskIn(root), { ...process.env, npm_lifecycle_event: '' })
}

/** Starts it in a group of its own, as a terminal does, and waits until the task is ready. */
async function started(command: string, args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  while (!printed.includes('ready')) await once(child.stdout, 'data')
  return { child, printed: () => printed }
}

describe.skipIf(process.platform === 'win32')('a task that is run', () => {
  it('gets its arguments, one signal for many of the same, and its exit code is kept', async () => {
    const { child, printed } = await startTask()
    for (let sent = 0; sent < 3; sent++) process.kill(-Number(child.pid), 'SIGINT')
    const [code] = await once(child, 'close')
    expect(printed()).toBe('ready a b\nSIGINT\nsignals: 1\n')
    expect(code).toBe(7)
  })

  it('is asked to end when npm is, though the shell between them does not pass that on', async () => {
    root = treeOf({ 'task.mjs': task, 'runner.mjs': runner })
    const line = `node=$1; runner=$2; shift 2; "$node" "$runner" "$@"; true`
    const env = { ...process.env, npm_lifecycle_event: 'start' }
    const { child: shell, printed } = await started('sh', ['-c', line, 'sh', process.execPath, ...taskIn(root)], env)
    shell.kill('SIGTERM')
    await once(shell, 'close')
    expect(printed()).toBe('ready a b\nSIGTERM\nsignals: 1\n')
  })

  it('is asked to end when what runs it is killed', async () => {
    const { child, printed } = await startTask()
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(printed()).toBe('ready a b\nSIGTERM\nsignals: 1\n')
  })
})
