import type { Dialog } from 'electron'
import { type HostLink, type HostProcess, linkHost } from './host-link.ts'
import type { HostAddress, HostStart } from './host-messages.ts'
import { offerPort, offerRestart, tellFailure, tellRestarted } from './questions.ts'

/** The host that the app keeps running: started, started again once when it dies, stopped with the app. */
export interface KeptHost {
  /** Resolves when the host listens or was given up. */
  start(first: HostStart): Promise<void>
  /** null while there is none. */
  address(): HostAddress | null
  ticket(): Promise<string | null>
  /** What a restart opens from now on. */
  remember(open: HostStart['open']): void
  stop(): Promise<void>
}

export interface KeptHostOptions {
  fork: () => HostProcess
  dialog: Pick<Dialog, 'showMessageBox'>
  /** A host listens, the first or a later one. */
  onReady: (address: HostAddress) => unknown
  /** There is no host and the person wants none. */
  onGivenUp: () => void
  onWarning: (text: string) => void
}

export function createKeptHost({ fork, dialog, onReady, onGivenUp, onWarning }: KeptHostOptions): KeptHost {
  let start: HostStart = { open: { kind: 'last' } }
  let link: HostLink | null = null
  let address: HostAddress | null = null
  let restarted = false
  let stopping = false
  return {
    async start(first) {
      start = first
      await launch()
    },
    address: () => address,
    ticket: async () => (await link?.ticket()) ?? null,
    remember(open) {
      start = { ...start, open }
    },
    async stop() {
      stopping = true
      await link?.stop()
    },
  }

  async function launch(): Promise<boolean> {
    const launched = linkHost(fork(), start, onWarning)
    link = launched
    const outcome = await launched.started
    if (stopping) return false
    if (outcome.kind === 'ready') {
      address = outcome.address
      // Programs point at this port: a restart has to take the same.
      start = { ...start, port: Number(new URL(address.gateway).port) }
      launched.ended.then(onDeath)
      await onReady(address)
      return true
    }
    await launched.stop()
    const { failure } = outcome
    if (failure.kind === 'taken' && (await offerPort(dialog, failure.port, failure.next))) {
      start = { ...start, port: failure.next, controlPort: undefined }
      return launch()
    }
    if (failure.kind === 'other') await tellFailure(dialog, 'The gateway could not be started.', failure.message)
    onGivenUp()
    return false
  }

  async function onDeath(code: number): Promise<void> {
    address = null
    if (stopping) return
    if (restarted && !(await offerRestart(dialog, code))) return onGivenUp()
    const again = restarted
    restarted = true
    if ((await launch()) && !again) await tellRestarted(dialog, code)
  }
}
