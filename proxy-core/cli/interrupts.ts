const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const exitCodes: Record<(typeof signals)[number], number> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }

/** Resolves at the first signal that asks for an end; the second one ends the process at once. */
export function interrupts(): { asked: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  let heard = false
  for (const signal of signals) {
    process.on(signal, () => {
      if (heard) process.exit(exitCodes[signal])
      heard = true
      resolve()
    })
  }
  return { asked: promise }
}
