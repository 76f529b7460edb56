import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'

const source = new URL('../../proxy-core/cli/interrupts.ts', import.meta.url)
const crashing = `
import { endOnCrash } from '${source}'
const { promise, resolve } = Promise.withResolvers()
const end = async () => { await promise; console.log('flushed') }
endOnCrash(end, { say: (line) => console.error(line), said: { red: (text) => text } })
setImmediate(() => {
  setImmediate(() => { setImmediate(resolve); throw new Error('second') })
  throw new Error('first')
})
setTimeout(() => {}, 10_000)
`

const waiting = `
import { interrupts } from '${source}'
const stop = interrupts()
setTimeout(() => {}, 10_000)
console.log('waiting')
await stop.asked
console.log('asked')
setTimeout(() => { console.log('drained'); process.exit(0) }, Number(process.env.DRAIN_MS))
`

function run(program: string, drainMs = 0) {
  const env = { ...process.env, DRAIN_MS: String(drainMs) }
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
    })
  return { child, written, ended: once(child, 'close').then(([code]) => code as number) }
}

it('what breaks is said, flushed and ends with 1, also when something else breaks meanwhile', async () => {
  const { written, ended } = run(crashing)
  expect(await ended).toBe(1)
  expect(written.stderr).toMatch(/switchyard: Error: first[\s\S]*switchyard: Error: second/)
  expect(written.stdout).toBe('flushed\n')
})

it('a signal that comes twice at once, as under npm, is one', async () => {
  const { child, written, ended } = run(waiting, 300)
  child.stdout.once('data', () => {
    child.kill('SIGINT')
    child.stdout.once('data', () => child.kill('SIGINT'))
  })
  expect(await ended).toBe(0)
  expect(written.stdout).toBe('waiting\nasked\ndrained\n')
})

it('the second signal ends at once', async () => {
  const { child, written, ended } = run(waiting, 8_000)
  child.stdout.once('data', () => {
    child.kill('SIGINT')
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGTERM'), 250))
  })
  expect(await ended).toBe(143)
  expect(written.stdout).toBe('waiting\nasked\n')
})
