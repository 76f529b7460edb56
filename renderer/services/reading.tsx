import { useEffect, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { useBringing } from './bring.ts'

/** What is being read, and for how long already. */
export function Reading() {
  const reading = useBringing((state) => state.reading)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!reading) return
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [reading])
  if (!reading) return null
  const seconds = Math.max(0, now - reading.since) / 1_000
  return (
    <p role="status" className="flex items-center gap-2 text-text-2">
      <Icon name="running" className="turning text-accent" />
      <span className="cut">Reading {reading.name}</span>
      {seconds >= 0.5 && <span className="data text-text-3">{seconds.toFixed(1)} s</span>}
    </p>
  )
}
