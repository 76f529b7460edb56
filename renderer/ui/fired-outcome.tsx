import type { Fired } from '../../proxy-core/model/callback.ts'
import { StatusMark } from './badge.tsx'
import { Button } from './button.tsx'
import { durationText } from './quantities.ts'

/** What became of a callback or webhook that was sent. */
export function FiredOutcome({ fired, onOpen }: { fired: Fired; onOpen(): void }) {
  const { status, error, detail, durationMs, findings } = fired
  const why = [...(error === null ? [] : [detail]), ...findings.map(({ message }) => message)]
  return (
    <div aria-live="polite" className="grid gap-0.5 text-data">
      <span className="flex items-center gap-3">
        <StatusMark status={status} broken="failed" />
        <span className="data text-text-2">{durationText(durationMs)}</span>
        <Button kind="quiet" small onClick={onOpen}>
          Show the exchange
        </Button>
      </span>
      {why.map((text) => (
        <p key={text} className="text-status-4xx">
          {text}
        </p>
      ))}
    </div>
  )
}
