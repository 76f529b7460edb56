import type { ReactNode } from 'react'
import type { SessionState } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

const titles = {
  'no-ticket': 'This page needs a fresh link',
  'ticket-refused': 'This link no longer works',
  ended: 'The session is over',
}

/** No session: how to get one. */
export function Closed({ cause, why }: Extract<SessionState, { kind: 'closed' }>) {
  return (
    <Notice title={titles[cause]}>
      {why !== null && <p className="pb-2">{why}</p>}
      <p>
        Only someone at this machine may use Switchyard. Its window in the desktop app opens with a session; in a browser, open the link
        that it prints when it starts. Each link works once. Starting it a second time, in the same way, prints a new link to the one that
        runs.
      </p>
    </Notice>
  )
}

export function Unreachable({ why, onRetry }: { why: string; onRetry(): void }) {
  return (
    <Notice title="Switchyard does not answer">
      <p className="pb-3">{why}</p>
      <Button kind="primary" onClick={onRetry}>
        Try again
      </Button>
    </Notice>
  )
}

function Notice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid h-full place-items-center p-6">
      <div className="w-full max-w-[520px] text-text-2">
        <Icon name="logo" size={24} className="text-text-1" />
        <h1 className="pt-3 pb-1.5 text-display font-strong tracking-tight text-text-1">{title}</h1>
        {children}
      </div>
    </main>
  )
}
