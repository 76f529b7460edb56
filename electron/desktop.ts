import { join } from 'node:path'
import type * as Electron from 'electron'
import { api } from '../proxy-core/model/api.ts'
import { isAddress, openPath, readArguments, type Start } from './arguments.ts'
import { askHost } from './ask-host.ts'
import { OPEN_DIALOG } from './channels.ts'
import { guardPages } from './guard.ts'
import type { HostProcess } from './host-link.ts'
import type { HostAddress } from './host-messages.ts'
import { createKeptHost, type KeptHost } from './kept-host.ts'
import { menuTemplate } from './menu.ts'
import { askPath, tellFailure } from './questions.ts'
import { openWindow } from './window.ts'

/** The parts of Electron that the app is made of. */
export type ElectronParts = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'screen' | 'session' | 'shell' | 'utilityProcess'
>

export interface DesktopOptions {
  /** The app's own arguments. */
  args: string[]
  /** The folder that relative paths count from. */
  from: string
  /** Where host-process.js and preload.cjs lie. */
  folder: string
}

/** The whole app: one instance, one host in a process of its own, one window on the host's page. */
export async function runDesktop(electron: ElectronParts, { args, from, folder }: DesktopOptions): Promise<void> {
  const { app } = electron
  if (!app.requestSingleInstanceLock({ args, from })) return app.quit()
  const desktop = createDesktop(electron, folder)
  listenToSystem(app, desktop)
  await app.whenReady()
  secure(electron, desktop)
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate(process.platform, { open: desktop.ask })))
  await desktop.start(readArguments(args, from))
}

interface Desktop {
  host: KeptHost
  start(start: Start): Promise<void>
  /** Opens a folder, a document, the URL of one or `sample:shop` in the running host; before there is one, at its start. */
  open(target: string): Promise<void>
  /** Asks for what to open. */
  ask(what: 'document' | 'folder'): Promise<void>
  /** Brings the window to the front, a new one if it was closed. */
  show(): Promise<void>
  /** Takes note of what the page opened, for a restart of the host. */
  noteOpened(): Promise<void>
}

/** What a thread had goes back to the system when it ends: glibc keeps it otherwise. */
const HOST_ENVIRONMENT = { ...process.env, MALLOC_ARENA_MAX: '1' }

function createDesktop({ app, BrowserWindow, dialog, screen, utilityProcess }: ElectronParts, folder: string): Desktop {
  let window: Electron.BrowserWindow | null = null
  let pending: string | null = null
  const host = createKeptHost({
    fork: () =>
      utilityProcess.fork(join(folder, 'host-process.js'), [], { serviceName: 'Switchyard host', env: HOST_ENVIRONMENT }) as HostProcess,
    dialog,
    onReady: loadPage,
    onGivenUp: () => app.quit(),
    onWarning: (text) => console.error(text),
  })
  return {
    host,
    async start({ target: named, ...rest }) {
      const target = named ?? pending
      const found = target === null || isAddress(target) ? null : await openPath(target)
      if (target !== null && !isAddress(target) && found === null) refuse('There is no such file or folder.', target)
      await host.start({ open: found ?? { kind: 'last' }, ...rest })
      if (target !== null && isAddress(target)) await open(target)
    },
    open,
    async ask(what) {
      const path = await askPath(dialog, what)
      if (path !== null) await open(path)
    },
    async show() {
      if (window?.isMinimized()) window.restore()
      const address = host.address()
      if (window) window.focus()
      else if (address) await loadPage(address)
    },
    async noteOpened() {
      const address = host.address()
      const status = address && (await askHost(address, 'getStatus', {}))
      if (status?.kind === 'ok' && status.value.workspace.folder !== null) {
        host.remember({ kind: 'folder', folder: status.value.workspace.folder })
      }
    },
  }

  async function open(target: string): Promise<void> {
    const address = host.address()
    if (address === null) {
      pending = target
      return
    }
    const opening = isAddress(target)
      ? askHost(address, 'addService', { body: { spec: target } })
      : askHost(address, 'openFolder', { body: { path: target } })
    const answer = await opening
    if (answer.kind === 'refused') return refuse(answer.message, target)
    const found = isAddress(target) ? null : await openPath(target)
    if (found) host.remember(found)
  }

  function refuse(why: string, target: string): void {
    void tellFailure(dialog, `${target} can't be opened.`, why)
  }

  async function loadPage({ control }: HostAddress): Promise<void> {
    const ticket = await host.ticket()
    if (ticket === null) return
    const shown = window ?? newWindow()
    // With only the fragment new, the page would not be loaded again.
    if (shown.webContents.getURL().startsWith(control)) await shown.loadURL('about:blank')
    await shown.loadURL(`${control}/#ticket=${ticket}`)
  }

  function newWindow(): Electron.BrowserWindow {
    const opened = openWindow({
      BrowserWindow,
      screen,
      preload: join(folder, 'preload.cjs'),
      stateFile: join(app.getPath('userData'), 'window.json'),
    })
    window = opened
    opened.on('closed', () => {
      window = null
    })
    opened.webContents.on('render-process-gone', (_event, { reason }) => {
      const address = host.address()
      if (reason !== 'clean-exit' && address) void loadPage(address)
    })
    return opened
  }
}

/** What the system tells an app: another start, a file to open, a click on its icon, the end. */
function listenToSystem(app: Electron.App, { host, open, show }: Desktop): void {
  let drained = false
  app.on('second-instance', (_event, _argv, _folder, other) => {
    const { args, from } = other as { args: string[]; from: string }
    const { target } = readArguments(args, from)
    void show()
    if (target !== null) void open(target)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    void open(path)
  })
  app.on('activate', () => void show())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (drained) return
    event.preventDefault()
    void host.stop().then(() => {
      drained = true
      app.quit()
    })
  })
}

function secure({ app, dialog, ipcMain, session, shell }: ElectronParts, { host, noteOpened }: Desktop): void {
  const guard = guardPages({
    app,
    session: session.defaultSession,
    openExternal: (url) => shell.openExternal(url),
    origin: () => host.address()?.control ?? null,
  })
  ipcMain.handle(OPEN_DIALOG, (event, what) => {
    if (!guard.comesFromPage(event)) throw new Error('Only the page of the running host may ask.')
    return askPath(dialog, what === 'folder' ? 'folder' : 'document')
  })
  session.defaultSession.webRequest.onCompleted({ urls: ['http://127.0.0.1/*'] }, async ({ method, url, statusCode }) => {
    const opened = method === api.openFolder.method && new URL(url).pathname === api.openFolder.path && statusCode < 300
    if (opened && url.startsWith(`${host.address()?.control}/`)) await noteOpened()
  })
}
