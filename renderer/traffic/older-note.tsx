import { Button } from '../ui/button.tsx'
import { countText } from '../ui/quantities.ts'
import type { Older } from './exchange-store.ts'

interface OlderNoteProps {
  older: Older
  loaded: number
  /** On the way to the very first. */
  toOldest: boolean
  onStop: () => void
  onRetry: () => void
}

/** The line above the first row, while the log has more than the page. */
export function OlderNote({ older, loaded, toOldest, onStop, onRetry }: OlderNoteProps) {
  return (
    <div className="absolute inset-x-0 top-0 flex h-7 items-center gap-2 px-3 text-data text-text-3" role="status">
      {older === 'full' && `The page holds ${countText(loaded)} exchanges. Older ones are in the log: a filter finds them.`}
      {older === 'failed' && (
        <>
          Older exchanges could not be loaded
          <Button small kind="quiet" onClick={onRetry}>
            Try again
          </Button>
        </>
      )}
      {older !== 'full' && older !== 'failed' && toOldest && (
        <>
          Loading older exchanges, {countText(loaded)} so far
          <Button small kind="quiet" onClick={onStop}>
            Stop
          </Button>
        </>
      )}
      {older === 'loading' && !toOldest && 'Loading older exchanges'}
    </div>
  )
}
