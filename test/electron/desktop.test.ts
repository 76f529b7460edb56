import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OPEN_DIALOG } from '../../electron/channels.ts'
import { runDesktop } from '../../electron/desktop.ts'
import type { FromHost, HostStart } from '../../electron/host-messages.ts'
import { createStandIn, PlayedHost, stoppable } from './stand-in.ts'

/** A control port that records what the shell asks of it. */
interface Control {
  url: string
  asked: { method: string; url: string; token: string; body: string }[]
  answer: { status: number; body: unknown }
}

let folder: string
let server: Server
let control: Control

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'switchyard-desktop-'))
  control = { url: '', asked: [], answer: { status: 422, body: { title: 'Refused', detail: 'There is no such document.' } } }
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    control.asked.push({ method: request.method ?? '', url: request.url ?? '', token: request.headers.authorization ?? '', body })
    response.writeHead(control.answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(control.answer.body))
    server.emit('answered')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  control.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

const ready = (): FromHost => ({ kind: 'ready', gateway: 'http://127.0.0.1:4010', control: control.url, token: 'the-token' })

/** Starts the app with played hosts, one for each fork. */
async function start(args: string[] = [], how: { answers?: (() => FromHost)[]; boxes?: number[]; paths?: string[]; first?: boolean } = {}) {
  const hosts: PlayedHost[] = []
  const answers = [...(how.answers ?? [])]
  const fork = () => {
    const host = new PlayedHost(answers.shift() ?? ready)
    hosts.push(host)
    return host
  }
  const standIn = createStandIn({ userData: folder, fork, boxes: how.boxes, paths: how.paths, first: how.first })
  await runDesktop(standIn.electron, { args, from: folder, folder: '/app/dist/electron' })
  const started = (index: number) => hosts[index]?.asked.find((message) => message.kind === 'start')?.options as HostStart
  return { ...standIn, hosts, started, window: () => standIn.windows[0] as (typeof standIn.windows)[number] }
}

describe('the window', () => {
  it('shows the page of the host with a ticket in the fragment', async () => {
    const { window } = await start()
    expect(window().loaded).toEqual([`${control.url}/#ticket=ticket-1`])
    expect(window().shown).toBe(true)
  })

  it('gives the page a sandbox, a context of its own, no Node, and only the preload', async () => {
    const { window } = await start()
    expect(window().settings.webPreferences).toEqual({
      preload: '/app/dist/electron/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    })
  })

  it('comes back where it was closed', async () => {
    const first = await start()
    first.window().maximized = true
    first.window().close()
    expect(JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'))).toEqual({ bounds: first.window().bounds, maximized: true })
    const second = await start()
    expect(second.window().settings).toMatchObject(first.window().bounds)
    expect(second.window().maximized).toBe(true)
  })

  it('comes back in the middle when its screen is gone', async () => {
    writeFileSync(join(folder, 'window.json'), JSON.stringify({ bounds: { x: 5000, y: 0, width: 900, height: 600 }, maximized: false }))
    const { window } = await start()
    expect(window().settings).not.toHaveProperty('x')
  })

  it('loads the page again when its process is gone', async () => {
    const { window } = await start()
    window().webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    await expect.poll(() => window().loaded.at(-1)).toBe(`${control.url}/#ticket=ticket-2`)
  })
})

describe('what the app is started with', () => {
  it('opens a folder', async () => {
    const { started } = await start(['.', '--port', '5010', '--control-port=5020', '--host', '0.0.0.0'])
    expect(started(0)).toEqual({ open: { kind: 'folder', folder }, port: 5010, controlPort: 5020, address: '0.0.0.0' })
  })

  it('opens a document with its folder', async () => {
    mkdirSync(join(folder, 'api'))
    writeFileSync(join(folder, 'api', 'shop.yaml'), 'openapi: 3.1.0\n')
    const { started } = await start(['api/shop.yaml'])
    expect(started(0).open).toEqual({ kind: 'folder', folder: join(folder, 'api'), spec: join(folder, 'api', 'shop.yaml') })
  })

  it('opens the last workspace when nothing is named, and says so when what is named is not there', async () => {
    expect((await start()).started(0).open).toEqual({ kind: 'last' })
    const { started, boxes } = await start(['missing.yaml'])
    expect(started(0).open).toEqual({ kind: 'last' })
    expect(boxes[0]).toMatchObject({
      message: `${join(folder, 'missing.yaml')} can't be opened.`,
      detail: 'There is no such file or folder.',
    })
  })

  it('adds the document of a URL, or the sample, to the running host', async () => {
    await start(['sample:shop'])
    expect(control.asked[0]).toMatchObject({ url: '/api/v1/services', body: '{"spec":"sample:shop"}' })
    await start(['https://example.com/openapi.json'])
    expect(control.asked[1]).toMatchObject({
      method: 'POST',
      url: '/api/v1/services',
      token: 'Bearer the-token',
      body: '{"spec":"https://example.com/openapi.json"}',
    })
  })
})

describe('one instance', () => {
  it('ends at once when another one runs', async () => {
    const { app, windows, hosts } = await start([], { first: false })
    expect([app.hasQuit, windows.length, hosts.length]).toEqual([true, 0, 0])
  })

  it('comes to the front and opens what the other one was asked to open', async () => {
    const { app, window } = await start()
    const focused = once(window(), 'focused')
    const answered = once(server, 'answered')
    app.emit('second-instance', {}, [], '/', { args: ['other'], from: folder })
    await Promise.all([focused, answered])
    expect(control.asked[0]).toMatchObject({ url: '/api/v1/workspace', body: JSON.stringify({ path: join(folder, 'other') }) })
  })
})

describe('strangers', () => {
  it('can not be navigated to, in no frame, by no redirect', async () => {
    const { window } = await start()
    for (const kind of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      const foreign = stoppable({ url: 'https://example.com/', isMainFrame: true })
      const neighbour = stoppable({ url: 'http://127.0.0.1:1/', isMainFrame: true })
      const file = stoppable({ url: 'file:///etc/passwd', isMainFrame: true })
      const own = stoppable({ url: `${control.url}/traffic`, isMainFrame: true })
      for (const event of [foreign, neighbour, file, own]) window().webContents.emit(kind, event)
      expect([foreign, neighbour, file, own].map(({ prevented }) => prevented)).toEqual([true, true, true, false])
    }
  })

  it('get no window and no embedded view; http and https links open in the browser, nothing else does', async () => {
    const { window, opened } = await start()
    const open = (url: string) => window().webContents.openHandler?.({ url })
    const urls = [
      'https://example.com/a',
      'http://example.com/b',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://example.com',
      'no url',
    ]
    expect(urls.map((url) => open(url)?.action)).toEqual(urls.map(() => 'deny'))
    expect(opened).toEqual(['https://example.com/a', 'http://example.com/b'])
    const view = stoppable({})
    window().webContents.emit('will-attach-webview', view)
    expect(view.prevented).toBe(true)
  })

  it('get no permission, and the page only that of writing to the clipboard', async () => {
    const { permissions } = await start()
    const asked = (url: string, permission: string) => {
      const granted: boolean[] = []
      permissions.request?.({ getURL: () => url }, permission, (answer: boolean) => granted.push(answer))
      return [granted[0], permissions.check?.(null, permission, url)]
    }
    expect(asked(`${control.url}/`, 'clipboard-sanitized-write')).toEqual([true, true])
    expect(asked(`${control.url}/`, 'media')).toEqual([false, false])
    expect(asked('https://example.com/', 'clipboard-sanitized-write')).toEqual([false, false])
  })

  it('can not ask for a dialog; the page of the running host can', async () => {
    const { invoke } = await start([], { paths: ['/home/me/shop.yaml'] })
    await expect(invoke(OPEN_DIALOG, 'https://example.com/', 'document')).rejects.toThrow(/Only the page/)
    await expect(invoke(OPEN_DIALOG, 'http://127.0.0.1:1/', 'document')).rejects.toThrow(/Only the page/)
    expect(await invoke(OPEN_DIALOG, `${control.url}/`, 'document')).toBe('/home/me/shop.yaml')
    expect(await invoke(OPEN_DIALOG, `${control.url}/`, 'folder')).toBeNull()
  })
})

describe('the menu', () => {
  it('opens a document by dialog and says why when the host refuses it', async () => {
    const { menu, app, boxes } = await start([], { paths: ['/home/me/shop.yaml'] })
    const box = once(app, 'box')
    menu()
      .flatMap(({ submenu }) => submenu ?? [])
      .find(({ label }) => label === 'Open Document…')
      ?.click?.()
    await box
    expect(control.asked[0]).toMatchObject({ method: 'POST', url: '/api/v1/workspace', body: '{"path":"/home/me/shop.yaml"}' })
    expect(boxes[0]).toMatchObject({ message: "/home/me/shop.yaml can't be opened.", detail: 'There is no such document.' })
  })
})

describe('the host', () => {
  const taken = (): FromHost => ({ kind: 'failed', failure: { kind: 'taken', port: 4010, next: 4013 } })

  it('takes the next free port when the person agrees', async () => {
    const { boxes, started, window } = await start([], { answers: [taken], boxes: [0] })
    expect(boxes[0]?.message).toBe('Port 4010 is taken by another program.')
    expect(started(1).port).toBe(4013)
    expect(window().loaded).toHaveLength(1)
  })

  it('ends the app when the person does not', async () => {
    const { app, windows, hosts } = await start([], { answers: [taken], boxes: [1] })
    if (!app.hasQuit) await once(app, 'quit')
    expect([hosts.length, windows.length]).toEqual([1, 0])
  })

  it('is started again once when it dies, on the same port and with what was open, and the app says so', async () => {
    const { app, boxes, hosts, started, window } = await start(['.'])
    const told = once(app, 'box')
    hosts[0]?.emit('exit', 139)
    await told
    expect(boxes[0]?.message).toBe('The gateway stopped and was started again.')
    expect(boxes[0]?.detail).toContain('code 139')
    expect(started(1)).toEqual({ open: { kind: 'folder', folder }, port: 4010 })
    expect(window().loaded.slice(1)).toEqual(['about:blank', `${control.url}/#ticket=ticket-1`])
  })

  it('asks before a second restart, and ends the app when the answer is no', async () => {
    const { app, boxes, hosts } = await start([], { boxes: [0, 1] })
    const first = once(app, 'box')
    hosts[0]?.emit('exit', 1)
    await first
    const quit = once(app, 'quit')
    hosts[1]?.emit('exit', 1)
    await quit
    expect(boxes[1]).toMatchObject({ message: 'The gateway stopped again.', buttons: ['Start again', 'Quit'] })
    expect(hosts).toHaveLength(2)
  })

  it('is started again with the folder that the page opened meanwhile', async () => {
    const { app, complete, hosts, started } = await start()
    control.answer = { status: 200, body: statusWith(join(folder, 'opened')) }
    await complete('POST', `${control.url}/api/v1/workspace`, 200)
    const told = once(app, 'box')
    hosts[0]?.emit('exit', 1)
    await told
    expect(started(1).open).toEqual({ kind: 'folder', folder: join(folder, 'opened') })
  })

  it('drains before the app ends', async () => {
    const { app, hosts } = await start()
    app.quit()
    expect(app.hasQuit).toBe(false)
    await once(app, 'quit')
    expect(hosts[0]?.asked.at(-1)).toEqual({ kind: 'stop' })
    expect(hosts[0]?.killed).toBe(false)
  })

  it('says why it could not be started', async () => {
    const failed = (): FromHost => ({ kind: 'failed', failure: { kind: 'other', message: 'The folder can not be read.' } })
    const { boxes, app } = await start([], { answers: [failed] })
    expect(boxes[0]).toMatchObject({ message: 'The gateway could not be started.', detail: 'The folder can not be read.' })
    if (!app.hasQuit) await once(app, 'quit')
  })
})

/** A status as the control API answers it. */
function statusWith(opened: string) {
  return {
    version: '0.1.0',
    node: '26.0.0',
    pid: 1,
    startedAt: '2026-11-23T00:00:00.000Z',
    gateway: { url: 'http://127.0.0.1:4010', host: '127.0.0.1', port: 4010, exposed: false },
    control: { url: control.url, port: 4011 },
    workspace: { kind: 'folder', name: 'opened', folder: opened, writable: true, error: null, warnings: [] },
    mode: 'mock',
    master: null,
    environment: null,
    services: 0,
    routes: 0,
    exchanges: { total: 0, pending: 0, ratePerSecond: 0, errorShare: 0 },
    log: { state: 'ok', queued: 0, queuedBytes: 0, written: 0, shedBodies: 0, shedRecords: 0, bytes: 0, keepBytes: 1, error: null },
    memoryBytes: 1,
  }
}
