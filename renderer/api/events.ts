import { create } from 'zustand'
import type { EventData, EventName } from '../../proxy-core/model/events.ts'
import { openEvents } from './call.ts'
import { keepStream, type StreamEvent, type StreamState } from './event-stream.ts'
import { useSession } from './session.ts'

/** Whether what is shown is current. */
export const useConnection = create<{ state: StreamState }>(() => ({ state: 'connecting' }))

type Listener = (data: never) => void
const listeners = new Map<EventName, Set<Listener>>()
const pieceListeners = new Set<() => void>()

/** Calls the listener for every event of that name. Returns what ends it. `reset` means: load your list again. */
export function onEvent<N extends EventName>(name: N, listener: (data: EventData<N>) => void): () => void {
  const set = listeners.get(name) ?? new Set()
  listeners.set(name, set.add(listener as Listener))
  return () => set.delete(listener as Listener)
}

/** Called once after a burst of events was handed out: the moment to tell React. Returns what ends it. */
export function onBurst(listener: () => void): () => void {
  pieceListeners.add(listener)
  return () => pieceListeners.delete(listener)
}

/** Follows the host's event stream while the session is open. Returns what ends it. */
export function followEvents(): () => void {
  const stop = new AbortController()
  void keepStream(
    {
      open: openEvents,
      onEvent: handOut,
      onPiece: () => {
        for (const listener of pieceListeners) listener()
      },
      onState: setState,
      wait,
      random: Math.random,
    },
    stop.signal,
  )
  const unsubscribe = useSession.subscribe(({ session }) => session.kind === 'closed' && stop.abort())
  return () => {
    unsubscribe()
    stop.abort()
  }
}

function setState(state: StreamState): void {
  useConnection.setState({ state })
}

function handOut({ event, data }: StreamEvent): void {
  const set = listeners.get(event as EventName)
  if (!set || set.size === 0) return
  const read: unknown = JSON.parse(data)
  for (const listener of set) listener(read as never)
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
