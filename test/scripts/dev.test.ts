import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { ended, script, treeOf } from './running.ts'

let root = ''
afterEach(() => rmSync(root, { recursive: true, force: true }))

it('npm run dev serves the files of the page and hands on to the host what is for it', async () => {
  root = treeOf({})
  const env = { ...process.env, SWITCHYARD_HOME: root, INIT_CWD: root }
  const child = spawn(process.execPath, [script('dev.mjs'), '--port', '0', '--no-open'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const over = ended(child)
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  while (!/#ticket=\S+\n/.test(said)) await once(child.stderr, 'data')
  const [, page = '', ticket] = /page {4}(\S+)#ticket=(\S+)/.exec(said) ?? []
  try {
    for (const file of ['main.tsx', 'api/session.ts']) {
      const response = await fetch(page + file)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/javascript'])
    }
    const headers = { 'content-type': 'application/json', origin: new URL(page).origin, 'sec-fetch-site': 'same-origin' }
    const session = await fetch(`${page}api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ ticket }) })
    const { token } = (await session.json()) as { token: string }
    const status = await fetch(`${page}api/v1/status`, { headers: { ...headers, authorization: `Bearer ${token}` } })
    expect(status.status).toBe(200)
  } finally {
    child.kill('SIGTERM')
    await over
  }
})
