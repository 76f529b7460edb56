import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request as nodeRequest, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, type Page } from '@playwright/test'
import { type Running, startCli } from '../support/cli.ts'

export { expect } from '@playwright/test'

const BUILT = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

/** Switchyard as it is built, running in a process of its own. */
export interface App extends Running {
  gateway: string
  control: string
  /** Calls the control API; what it answers is returned, a refusal is thrown. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the operation answers, the test says what it expects
  call(method: string, path: string, body?: unknown): Promise<any>
  /** Sends a request through the gateway, path and header fields exactly as given, and reads the answer to its end. */
  send(path: string, sent?: Sent): Promise<Answer>
  /** Opens the page at a view, in the session of this run. */
  show(page: Page, path?: string): Promise<void>
}

interface Sent {
  method?: string
  /** Name, value, name, value. */
  headers?: string[]
  body?: string | Uint8Array
}

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

interface Fixtures {
  /** Starts Switchyard on free ports, with a home of its own; it is ended with the test. */
  start(...args: string[]): Promise<App>
  /** Makes a folder with these files; it is removed with the test. */
  folder(files?: Record<string, string>): string
  /** A real server on loopback; its URL. */
  upstream(listener: RequestListener): Promise<string>
  /** SWITCHYARD_HOME of the test. */
  home: string
  /** What no test may see on its page; a test that expects some of it takes it out. */
  wrongs: string[]
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern
  folder: async ({}, use) => {
    const made: string[] = []
    await use((files = {}) => {
      const folder = mkdtempSync(join(tmpdir(), 'switchyard-e2e-'))
      made.push(folder)
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
      return folder
    })
    for (const folder of made) rmSync(folder, { recursive: true, force: true })
  },

  home: ({ folder }, use) => use(folder()),

  start: async ({ home }, use) => {
    const running: Running[] = []
    await use(async (...args) => {
      const app = await startCli(['start', ...args, '--no-open', ...(args.includes('--port') ? [] : ['--port', '0'])], {
        main: BUILT,
        cwd: home,
        env: { SWITCHYARD_HOME: home },
      })
      running.push(app)
      return appOf(app)
    })
    await Promise.all(running.map((app) => app.stop()))
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  upstream: async ({}, use) => {
    const servers: ReturnType<typeof createServer>[] = []
    await use(async (listener) => {
      const server = createServer(listener)
      servers.push(server)
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
  },

  wrongs: [
    async ({ page }, use) => {
      const wrongs: string[] = []
      const own = () => new URL(page.url()).origin
      await page.addInitScript(() =>
        document.addEventListener('securitypolicyviolation', (event) =>
          console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`),
        ),
      )
      page.on('pageerror', (error) => wrongs.push(`thrown: ${error.message}`))
      page.on('console', (message) => {
        // Refusals of the control API are told by the browser too; what they lead to is for each test to see.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) wrongs.push(message.text())
      })
      page.on('dialog', (dialog) => {
        wrongs.push(`dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url())
        const local = protocol === 'blob:' || protocol === 'data:' || request.isNavigationRequest() || origin === own()
        if (!local) wrongs.push(`request to ${request.url()}`)
      })
      await use(wrongs)
      base.expect(wrongs, 'what the page must never do').toEqual([])
    },
    { auto: true },
  ],
})

function appOf(running: Running): App {
  const { gateway, control, token } = running.ready
  return {
    ...running,
    gateway,
    control,
    async call(method, path, body) {
      const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
      const response = await fetch(`${control}/api/v1${path}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    send: (path, sent) => send(gateway, path, sent),
    async show(page, path = '/') {
      await page.addInitScript((value) => sessionStorage.setItem('switchyard.token', value), token)
      await page.goto(control + path)
    },
  }
}

function send(gateway: string, path: string, { method = 'GET', headers = [], body }: Sent = {}): Promise<Answer> {
  const { hostname, port, host } = new URL(gateway)
  const fields = ['Host', host, ...headers, ...(body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))])]
  return new Promise((answer, fail) => {
    const request = nodeRequest({ hostname, port, path, method, agent: false, headers: fields as never }, (response) =>
      readAll(response).then((text) => answer({ status: response.statusCode ?? 0, headers: response.headers, body: text }), fail),
    )
    request.on('error', fail)
    request.end(body)
  })
}

async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Presses Tab until it has the focus: it can be reached by keyboard. */
export async function tabTo(page: Page, wanted: ReturnType<Page['locator']>): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${wanted}`)
}
