import type { FromHost, HostAddress, HostStart, StartFailure, ToHost } from './host-messages.ts'

/** The part of Electron's UtilityProcess that is used. */
export interface HostProcess {
  on(event: 'message', listener: (message: FromHost) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  postMessage(message: ToHost): void
  kill(): boolean
}

export type StartOutcome = { kind: 'ready'; address: HostAddress } | { kind: 'failed'; failure: StartFailure }

/** One host process, from its fork to its end. */
export interface HostLink {
  started: Promise<StartOutcome>
  /** A new ticket for the page's URL; null when the host is gone. */
  ticket(): Promise<string | null>
  /** Asks it to drain and waits for its end; kills it when that takes too long. */
  stop(): Promise<void>
  /** Resolves with its exit code when it is gone. */
  ended: Promise<number>
}

/** The host drains for 10 s and then writes what it has. */
const STOP_PATIENCE_MS = 15_000

export function linkHost(child: HostProcess, options: HostStart, onWarning: (text: string) => void): HostLink {
  const ended = new Promise<number>((resolve) => child.on('exit', resolve))
  const waiting: ((ticket: string | null) => void)[] = []
  const started = new Promise<StartOutcome>((resolve) => {
    child.on('message', (message) => {
      if (message.kind === 'ready') {
        const { gateway, control, token } = message
        resolve({ kind: 'ready', address: { gateway, control, token } })
      } else if (message.kind === 'failed') resolve({ kind: 'failed', failure: message.failure })
      else if (message.kind === 'ticket') waiting.shift()?.(message.ticket)
      else onWarning(message.text)
    })
    ended.then((code) => resolve({ kind: 'failed', failure: { kind: 'other', message: `The host process ended with code ${code}.` } }))
  })
  let gone = false
  ended.then(() => {
    gone = true
    for (const give of waiting.splice(0)) give(null)
  })
  child.postMessage({ kind: 'start', options })
  return {
    started,
    ended,
    ticket() {
      return Promise.race([
        ended.then(() => null),
        new Promise<string | null>((resolve) => {
          waiting.push(resolve)
          child.postMessage({ kind: 'ticket' })
        }),
      ])
    },
    async stop() {
      if (gone) return
      child.postMessage({ kind: 'stop' })
      const patience = setTimeout(() => child.kill(), STOP_PATIENCE_MS)
      await ended
      clearTimeout(patience)
    },
  }
}
