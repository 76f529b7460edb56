import type { ReactNode } from 'react'
import type { LogHealth, Status } from '../../proxy-core/model/status.ts'
import { useCountedStatus } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { countOf, countText, shareText, sizeText } from '../ui/quantities.ts'
import { StatusSlotPlace } from './status-slot.tsx'

/** What the view shows, then how the traffic and its log are. */
export function StatusLine() {
  const status = useCountedStatus()
  return (
    <footer className="col-span-2 flex items-center gap-4 overflow-hidden border-t border-line bg-surface-frame pr-3 pl-[60px] text-label leading-4 whitespace-nowrap text-text-2">
      <StatusSlotPlace at="start" />
      {status && (status.services === 0 ? <Nothing status={status} /> : <Traffic status={status} />)}
    </footer>
  )
}

function Nothing({ status }: { status: Status }) {
  return (
    <>
      <span>{status.workspace.name ?? 'No workspace'}</span>
      <span className="flex-1" />
      <span>{status.gateway.exposed ? 'Reachable from other machines' : 'Listening on this machine only'}</span>
    </>
  )
}

function Traffic({ status }: { status: Status }) {
  const { exchanges, log } = status
  return (
    <>
      <span>
        <Fact>{exchanges.ratePerSecond.toFixed(1)}</Fact>/s
      </span>
      <span>
        <Fact>{shareText(exchanges.errorShare)}</Fact> errors
      </span>
      <Writer log={log} />
      <span className="flex-1" />
      <Workspace workspace={status.workspace} />
      <span className="narrow:hidden">
        {countOf(status.services, 'service')}, {countOf(status.routes, 'route')}
      </span>
      {log.state !== 'memory' && (
        <span className="narrow:hidden">
          Log {sizeText(log.bytes)} of {sizeText(log.keepBytes)}
        </span>
      )}
      <StatusSlotPlace at="end" />
    </>
  )
}

const Fact = ({ children }: { children: ReactNode }) => <b className="font-regular text-text-1">{children}</b>

function Writer({ log }: { log: LogHealth }) {
  const words = {
    ok: `Log written, ${countText(log.queued)} waiting`,
    behind: `Log behind, ${countText(log.queued)} waiting`,
    failing: log.error ?? 'The log can not be written',
    memory: 'Nothing is kept: the folder can not be written',
  }[log.state]
  const shed = log.shedRecords + log.shedBodies
  return (
    <>
      <span className={`flex min-w-0 items-center gap-1.5 ${log.state === 'ok' ? '' : 'text-status-4xx'}`}>
        <Icon name={log.state === 'ok' ? 'log' : 'finding'} size={12} />
        <span className="cut">{words}</span>
      </span>
      {shed > 0 && (
        <span
          className="text-status-4xx"
          data-tip={`${countOf(log.shedBodies, 'body', 'bodies')} and ${countOf(log.shedRecords, 'record')} were not kept: traffic was faster than the disk`}
        >
          {countText(shed)} not kept
        </span>
      )}
    </>
  )
}

function Workspace({ workspace }: { workspace: Status['workspace'] }) {
  const wrong = workspace.error ?? workspace.warnings[0]
  if (wrong !== undefined) {
    return (
      <span className="flex min-w-0 items-center gap-1.5 text-status-4xx" data-tip={wrong}>
        <Icon name="finding" size={12} />
        <span className="cut">{wrong}</span>
      </span>
    )
  }
  return (
    <span className="cut narrow:hidden" data-tip={workspace.folder ?? undefined}>
      {workspace.kind === 'memory' ? `${workspace.name ?? 'Workspace'} kept in memory` : workspace.name}
    </span>
  )
}
