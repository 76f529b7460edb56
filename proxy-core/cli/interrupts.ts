import { FAILED } from './exits.ts'
import type { Terminal } from './terminal.ts'

/** How long a broken process may take to flush its log. */
const CRASH_FLUSH_MS = 5_000

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const exitCodes: Record<(typeof signals)[number], number> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }

/**
 * What nobody foresaw: it is said, what is under way is ended in order, and the process ends with 1.
 * @param end flushes and closes
 */
export function endOnCrash(end: () => Promise<void>, { say, said }: Terminal): void {
  let ending = false
  process.on('uncaughtException', (error) => {
    say(`${said.red('switchyard:')} ${error.stack ?? error.message}`)
    // What breaks after it may not cut the flush short.
    if (ending) return
    ending = true
    setTimeout(() => process.exit(FAILED), CRASH_FLUSH_MS)
    end().finally(() => process.exit(FAILED))
  })
}

/** Ctrl+C under npm comes twice at the same moment, from the terminal and from npm: that is one signal. */
const SAME_SIGNAL_MS = 200

/** Resolves at the first signal that asks for an end; the second one ends the process at once. */
export function interrupts(): { asked: Promise<void>; heard(): boolean } {
  const { promise, resolve } = Promise.withResolvers<void>()
  let heardAt: number | null = null
  for (const signal of signals) {
    process.on(signal, () => {
      if (heardAt !== null && performance.now() - heardAt > SAME_SIGNAL_MS) process.exit(exitCodes[signal])
      heardAt ??= performance.now()
      resolve()
    })
  }
  return { asked: promise, heard: () => heardAt !== null }
}
