import type { ReactNode } from 'react'
import { useConnection } from '../api/events.ts'
import { useStatus } from '../api/queries.ts'
import { IconButton } from '../ui/button.tsx'
import { copy } from '../ui/copy.ts'
import { Icon } from '../ui/icon.tsx'
import { MasterSwitch } from './master-switch.tsx'

export function TopBar() {
  const status = useStatus()
  return (
    <header className="col-span-2 flex min-w-0 items-center border-b border-line bg-surface-frame pr-3">
      <span className="grid h-full w-12 flex-none place-items-center" role="img" aria-label="Switchyard">
        <Icon name="logo" size={20} />
      </span>
      {status && (
        <>
          <Cell first>
            <Gateway url={status.gateway.url} exposed={status.gateway.exposed} serving={status.services > 0} />
          </Cell>
          {status.environment && (
            <Cell>
              <Icon name="environment" className="text-text-3" />
              <span data-tip="The active environment">{status.environment}</span>
            </Cell>
          )}
          {status.services > 0 && (
            <Cell>
              <MasterSwitch master={status.master} />
            </Cell>
          )}
        </>
      )}
    </header>
  )
}

function Cell({ first = false, children }: { first?: boolean; children: ReactNode }) {
  return (
    <div className="relative flex h-full min-w-0 items-center gap-2 px-3 whitespace-nowrap narrow:px-2">
      {!first && <span aria-hidden="true" className="absolute inset-y-3.5 left-0 w-px bg-line-strong" />}
      {children}
    </div>
  )
}

function Gateway({ url, exposed, serving }: { url: string; exposed: boolean; serving: boolean }) {
  const lost = useConnection((state) => state.state === 'lost')
  const state = lost ? 'Not connected' : serving ? 'Running' : 'Listening, no service yet'
  const lamp = lost ? 'bg-mark-5xx' : serving ? 'bg-mark-2xx' : 'inset-ring-[1.5px] inset-ring-text-3'
  return (
    <>
      <span aria-hidden="true" className={`size-2 flex-none rounded-full ${lamp}`} />
      <span className="data">{url}</span>
      <IconButton icon="copy" label="Copy the gateway URL" onClick={() => void copy(url, `${url} copied`)} />
      <span role="status" className={`narrow:hidden ${lost ? 'text-status-5xx' : 'text-text-3'}`}>
        {state}
      </span>
      {exposed && (
        <span
          className="inline-flex items-center gap-1 text-data text-status-4xx"
          data-tip="The gateway is bound to an address that other machines reach"
        >
          <Icon name="finding" size={14} />
          <span className="narrow:sr-only">reachable from other machines</span>
        </span>
      )}
    </>
  )
}
