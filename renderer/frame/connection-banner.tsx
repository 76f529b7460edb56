import { useConnection } from '../api/events.ts'
import { Icon } from '../ui/icon.tsx'

/** What is shown may be old: say so, and that nobody has to do anything when it comes back. */
export function ConnectionBanner() {
  const lost = useConnection((state) => state.state === 'lost')
  if (!lost) return null
  return (
    <div role="alert" className="flex h-8 flex-none items-center gap-2 border-b border-line bg-status-5xx-soft px-3 text-status-5xx">
      <Icon name="error" />
      <span>The connection to Switchyard is lost. What you see is what was known last; this page comes back by itself.</span>
    </div>
  )
}
