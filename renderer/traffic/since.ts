import { useSyncExternalStore } from 'react'

const TICK_MS = 100
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

/** Milliseconds since then, counting on while the component is shown. One clock ticks for all of them, and only while there are any. */
export function useSince(startedAt: string): number {
  return Math.max(0, useSyncExternalStore(listen, read) - Date.parse(startedAt))
}

const read = () => now

function listen(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(tick, TICK_MS)
    now = Date.now()
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

function tick() {
  now = Date.now()
  for (const listener of listeners) listener()
}
