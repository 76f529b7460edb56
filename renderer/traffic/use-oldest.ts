import { useEffect, useRef, useState } from 'react'
import type { Older } from './exchange-store.ts'

interface OldestParts {
  older: Older
  loadOlder: () => Promise<void>
  arrive: () => void
}

/** The way to the very first exchange of the log: page after page until there is none, or until it is stopped. */
export function useOldest({ older, loadOlder, arrive }: OldestParts) {
  const [going, setGoing] = useState(false)
  const latest = useRef(arrive)
  latest.current = arrive
  useEffect(() => {
    if (!going) return
    if (older === 'more') void loadOlder()
    if (older === 'failed') setGoing(false)
    if (older !== 'end' && older !== 'full') return
    setGoing(false)
    latest.current()
  }, [going, older, loadOlder])
  return { going, start: () => setGoing(true), stop: () => setGoing(false) }
}
