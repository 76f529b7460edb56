import { useEffect, useState } from 'react'
import { Icon } from './icon.tsx'

/** Work that takes a while: what is done, and from half a second on for how long already. */
export function Elapsed({ words, since }: { words: string; since: number }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, now - since) / 1_000
  return (
    <span role="status" className="flex min-w-0 items-center gap-2 text-text-2">
      <Icon name="running" className="turning text-accent" />
      <span className="cut">{words}</span>
      {seconds >= 0.5 && <span className="data text-text-3">{seconds.toFixed(1)} s</span>}
    </span>
  )
}
