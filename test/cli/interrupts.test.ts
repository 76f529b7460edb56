import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'

const source = new URL('../../proxy-core/cli/interrupts.ts', import.meta.url)
const program = `
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

it('what breaks is said, flushed and ends with 1, also when something else breaks meanwhile', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'pipe'] })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
    })
  const [code] = await once(child, 'close')
  expect(written.stderr).toMatch(/switchyard: Error: first[\s\S]*switchyard: Error: second/)
  expect(written.stdout).toBe('flushed\n')
  expect(code).toBe(1)
})
