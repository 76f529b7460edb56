import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FromHost, ToHost } from '../../electron/host-messages.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const built = (name: string) => at(`../../dist/electron/${name}`)

let folder: string
let child: ChildProcess | null = null

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-built-'))
})
afterEach(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function run(file: string, preload: string, args: string[] = []): ChildProcess {
  const env = { ...process.env, SWITCHYARD_TEST_FOLDER: folder, SWITCHYARD_HOME: folder, INIT_CWD: folder }
  child = fork(file, args, { env, execArgv: ['--import', at(preload)], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return child
}

async function messageOf<K extends FromHost['kind']>(from: ChildProcess, kind: K): Promise<Extract<FromHost, { kind: K }>> {
  for (;;) {
    const [message] = (await once(from, 'message')) as [FromHost]
    if (message.kind === kind) return message as Extract<FromHost, { kind: K }>
  }
}

// `npm test` builds first; without a build there is nothing to load.
describe.skipIf(!existsSync(built('main.js')))('the built preload', () => {
  it('is one CommonJS file that gives the page a few functions and nothing else', async () => {
    const given: Record<string, Record<string, unknown>> = {}
    const asked: unknown[][] = []
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, bridge: Record<string, unknown>) => Object.assign(given, { [name]: bridge }) },
      ipcRenderer: { invoke: (...args: unknown[]) => asked.push(args) },
      webUtils: { getPathForFile: (file: { name: string }) => `/dropped/${file.name}` },
    }
    const required: string[] = []
    const require = (name: string) => {
      required.push(name)
      return electron
    }
    runInNewContext(readFileSync(built('preload.cjs'), 'utf8'), {
      require,
      process: { platform: 'linux' },
      exports: {},
      module: { exports: {} },
    })
    expect(required).toEqual(['electron'])
    expect(Object.keys(given)).toEqual(['switchyard'])
    const bridge = given.switchyard as { platform: string; openDialog(what: string): unknown; pathForFile(file: object): string }
    expect(Object.keys(bridge).sort()).toEqual(['openDialog', 'pathForFile', 'platform'])
    bridge.openDialog('folder')
    expect(asked).toEqual([['switchyard:open-dialog', 'folder']])
    expect(bridge.pathForFile({ name: 'shop.yaml' })).toBe('/dropped/shop.yaml')
  })
})

describe.skipIf(!existsSync(built('main.js')))('the built host process', () => {
  const start = (options: Extract<ToHost, { kind: 'start' }>['options']) => {
    const host = run(built('host-process.js'), './parent-port.ts')
    host.send({ kind: 'start', options })
    return host
  }

  it('starts a host, gives tickets that open a session, drains and ends with 0', async () => {
    const host = start({ open: { kind: 'folder', folder }, port: 0 })
    const { control, token } = await messageOf(host, 'ready')
    host.send({ kind: 'ticket' })
    const { ticket } = await messageOf(host, 'ticket')
    const swap = () =>
      fetch(`${control}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ticket }),
      })
    expect(await (await swap()).json()).toEqual({ token })
    expect((await swap()).status).toBe(401)
    host.send({ kind: 'stop' })
    expect(await once(host, 'exit')).toEqual([0, null])
  })

  it('names the next free port when its own is taken', async () => {
    const other = createServer()
    await once(other.listen(0, '127.0.0.1'), 'listening')
    const { port } = other.address() as AddressInfo
    const { failure } = await messageOf(start({ open: { kind: 'none' }, port }), 'failed')
    expect(failure).toMatchObject({ kind: 'taken', port })
    expect(failure.kind === 'taken' && failure.next).toBeGreaterThan(port)
    await new Promise((resolve) => other.close(resolve))
  })

  it('says why a folder can not be opened', async () => {
    const { failure } = await messageOf(start({ open: { kind: 'folder', folder: join(folder, 'missing') }, port: 0 }), 'failed')
    expect(failure).toMatchObject({ kind: 'other', message: expect.stringContaining('missing') })
  })
})

describe.skipIf(!existsSync(built('main.js')))('the built main process', () => {
  it('forks the host, shows its page, and drains it when it is asked to end', async () => {
    const main = run(built('main.js'), './register.ts', ['--port', '0'])
    const [{ url }] = (await once(main, 'message')) as [{ url: string }]
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#ticket=[\w-]+$/)
    const page = await fetch(url)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const ended = once(main, 'exit')
    main.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    await expect(fetch(url)).rejects.toThrow()
  })

  it('ends when what started it is gone', async () => {
    const main = run(built('main.js'), './register.ts', ['--port', '0'])
    const [{ url }] = (await once(main, 'message')) as [{ url: string }]
    const ended = once(main, 'exit')
    main.disconnect()
    expect(await ended).toEqual([0, null])
    await expect(fetch(url)).rejects.toThrow()
  })
})
