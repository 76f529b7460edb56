import { createServer } from 'node:net'
import { type Host, startHost } from '../proxy-core/host.ts'
import type { FromHost, HostStart, StartFailure, ToHost } from './host-messages.ts'

const LAST_PORT = 65_535

/** The forked entry: starts the host that the shell asks for and answers it over the parent port. */
let host: Promise<Host> | null = null

process.parentPort.on('message', ({ data }: { data: ToHost }) => {
  if (data.kind === 'start') start(data.options)
  else if (data.kind === 'ticket') host?.then((running) => tell({ kind: 'ticket', ticket: running.ticket() }))
  else void end()
})

function start(options: HostStart): void {
  host = startHost({ ...options, onWarning: (text) => tell({ kind: 'warning', text }) })
  host.then(
    ({ gateway, control, token }) => tell({ kind: 'ready', gateway, control, token }),
    async (error) => tell({ kind: 'failed', failure: await failureOf(error) }),
  )
}

async function end(): Promise<void> {
  const running = await host?.catch(() => null)
  await running?.stop()
  process.exit(0)
}

function tell(message: FromHost): void {
  process.parentPort.postMessage(message)
}

async function failureOf(error: unknown): Promise<StartFailure> {
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE' && port !== undefined) {
    const next = await nextFreePort(port + 1)
    if (next !== null) return { kind: 'taken', port, next }
  }
  return { kind: 'other', message }
}

/** The next port that is free, with the one after it, which the control API takes. */
async function nextFreePort(from: number): Promise<number | null> {
  for (let port = from; port < LAST_PORT; port++) if ((await isFree(port)) && (await isFree(port + 1))) return port
  return null
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
