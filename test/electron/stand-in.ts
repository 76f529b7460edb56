import { EventEmitter } from 'node:events'
import type { ElectronParts } from '../../electron/desktop.ts'
import type { HostProcess } from '../../electron/host-link.ts'
import type { FromHost, HostStart, ToHost } from '../../electron/host-messages.ts'

/**
 * A small stand-in for the `electron` module: what the app calls, with Electron's order of events, and what a test looks at.
 * No window is drawn and no page is loaded.
 */
export function createStandIn(options: {
  userData: string
  fork: (modulePath: string) => HostProcess
  first?: boolean
  boxes?: number[]
  paths?: string[]
}) {
  const boxes: { message: string; detail: string; buttons: string[] }[] = []
  const windows: StandInWindow[] = []
  const opened: string[] = []
  const handlers = new Map<string, (event: unknown, ...args: unknown[]) => unknown>()
  const answers = [...(options.boxes ?? [])]
  const paths = [...(options.paths ?? [])]
  const permissions: {
    request?: (contents: { getURL(): string }, permission: string, answer: (granted: boolean) => void) => void
    check?: (contents: null, permission: string, origin: string) => boolean
  } = {}
  let completed: ((details: { method: string; url: string; statusCode: number }) => unknown) | null = null
  let menu: MenuItem[] = []

  const app = Object.assign(new EventEmitter(), {
    isPackaged: false,
    hasQuit: false,
    requestSingleInstanceLock: () => options.first ?? true,
    whenReady: async () => {},
    getPath: () => options.userData,
    quit() {
      const event = stoppable({})
      app.emit('before-quit', event)
      if (event.prevented) return
      for (const window of windows) window.close()
      app.hasQuit = true
      app.emit('quit')
    },
    exit: (code: number) => process.exit(code),
  })

  class Window extends StandInWindow {
    constructor(settings: Record<string, unknown>) {
      super(settings)
      windows.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
  }

  const parts = {
    app,
    BrowserWindow: Window,
    dialog: {
      showMessageBox: async (box: (typeof boxes)[number]) => {
        boxes.push(box)
        app.emit('box')
        return { response: answers.shift() ?? 0 }
      },
      showOpenDialog: async () => {
        const path = paths.shift()
        return { canceled: path === undefined, filePaths: path === undefined ? [] : [path] }
      },
      showErrorBox: (title: string, text: string) => console.error(title, text),
    },
    ipcMain: { handle: (channel: string, handler: (event: unknown, ...args: unknown[]) => unknown) => handlers.set(channel, handler) },
    Menu: {
      buildFromTemplate: (template: MenuItem[]) => template,
      setApplicationMenu: (template: MenuItem[]) => {
        menu = template
      },
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: typeof permissions.request) => {
          permissions.request = handler
        },
        setPermissionCheckHandler: (handler: typeof permissions.check) => {
          permissions.check = handler
        },
        webRequest: {
          onCompleted: (_filter: unknown, listener: NonNullable<typeof completed>) => {
            completed = listener
          },
        },
      },
    },
    shell: { openExternal: async (url: string) => opened.push(url) },
    utilityProcess: { fork: options.fork },
  }
  return {
    electron: parts as unknown as ElectronParts,
    app,
    boxes,
    windows,
    opened,
    permissions,
    menu: () => menu,
    /** The page calls over IPC from a frame of this URL. */
    invoke: async (channel: string, url: string, ...args: unknown[]) =>
      handlers.get(channel)?.({ senderFrame: { url, parent: null } }, ...args),
    /** The page finished a request; resolves when the app has dealt with it. */
    complete: async (method: string, url: string, statusCode: number) => completed?.({ method, url, statusCode }),
  }
}

export interface MenuItem {
  label?: string
  role?: string
  submenu?: MenuItem[]
  click?: () => void
}

/** An event that can be prevented. */
export function stoppable<T extends object>(fields: T) {
  const event = { ...fields, prevented: false, preventDefault: () => {} }
  event.preventDefault = () => {
    event.prevented = true
  }
  return event
}

export class StandInWindow extends EventEmitter {
  readonly settings: Record<string, unknown>
  readonly loaded: string[] = []
  readonly webContents = Object.assign(new EventEmitter(), {
    getURL: () => this.loaded.at(-1) ?? '',
    openHandler: null as ((details: { url: string }) => { action: string }) | null,
    setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
      this.openHandler = handler
    },
  })
  bounds = { x: 40, y: 50, width: 1000, height: 700 }
  maximized = false
  shown = false

  constructor(settings: Record<string, unknown>) {
    super()
    this.settings = settings
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    this.emit('ready-to-show')
    this.emit('loaded', url)
  }
  show(): void {
    this.shown = true
  }
  focus(): void {
    this.emit('focused')
  }
  restore(): void {}
  isMinimized(): boolean {
    return false
  }
  maximize(): void {
    this.maximized = true
  }
  isMaximized(): boolean {
    return this.maximized
  }
  getNormalBounds() {
    return this.bounds
  }
  close(): void {
    this.emit('close')
    this.emit('closed')
  }
}

/** A host process that a test plays: it records what it was asked and answers when the test says so. */
export class PlayedHost extends EventEmitter implements HostProcess {
  readonly asked: ToHost[] = []
  killed = false
  private tickets = 0
  private readonly answer: (start: HostStart) => FromHost

  constructor(answer: (start: HostStart) => FromHost) {
    super()
    this.answer = answer
  }

  postMessage(message: ToHost): void {
    this.asked.push(message)
    if (message.kind === 'start') this.say(this.answer(message.options))
    else if (message.kind === 'ticket') this.say({ kind: 'ticket', ticket: `ticket-${++this.tickets}` })
    else queueMicrotask(() => this.emit('exit', 0))
  }

  kill(): boolean {
    this.killed = true
    this.emit('exit', 15)
    return true
  }

  private say(message: FromHost): void {
    queueMicrotask(() => this.emit('message', message))
  }
}
