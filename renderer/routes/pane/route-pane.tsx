import { Link } from 'wouter'
import type { RouteDetail } from '../../../proxy-core/model/route.ts'
import { useRouteDetail } from '../../api/queries.ts'
import { said } from '../../api/request-failed.ts'
import { MethodWord, StatusMark } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { copy } from '../../ui/copy.ts'
import { Empty } from '../../ui/empty.tsx'
import { countText, durationText, timeText } from '../../ui/quantities.ts'
import { PathTemplate } from '../path-template.tsx'
import { Callbacks } from './callbacks.tsx'
import { DelayField } from './delay-field.tsx'
import { ModeHeader } from './mode-header.tsx'
import { Preview } from './preview.tsx'
import { ResponseChooser } from './response-chooser.tsx'
import { Section } from './section.tsx'

/** One route: what answers it, with what, and what it would answer now. */
export function RoutePane({ id, onClose }: { id: string; onClose(): void }) {
  const { data: detail, error } = useRouteDetail(id)
  if (error) {
    return (
      <Empty title="This route is not served" steps={<Button onClick={onClose}>Close</Button>}>
        {said(error)}
      </Empty>
    )
  }
  if (!detail) return null
  return (
    <aside aria-label={`Route ${detail.operationId ?? detail.path}`} className="flex min-h-0 flex-1 flex-col bg-surface-base">
      <header className="grid flex-none gap-2.5 border-b border-line px-3 py-2.5">
        <div className="flex min-w-0 items-center gap-2.5">
          <MethodWord method={detail.method} />
          <PathTemplate path={detail.path} className="flex-none max-w-[70%]" />
          <span className="cut text-text-3">{detail.operationId}</span>
          <span className="flex-1" />
          <span className="-my-0.5 flex">
            <IconButton
              icon="copy"
              label="Copy a call as cURL"
              onClick={() => void copy(curlOf(detail), 'Copied: paste it into a terminal')}
            />
            <IconButton icon="x" label="Close" keys="Escape" onClick={onClose} />
          </span>
        </div>
        <ModeHeader route={detail} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {detail.description && (
          <p className="max-h-[120px] overflow-auto border-b border-line px-3 py-2 whitespace-pre-line text-text-2">{detail.description}</p>
        )}
        <ResponseChooser route={detail} />
        <DelayField route={detail} />
        <Callbacks route={detail} />
        <Preview route={detail} />
        <LastFacts route={detail} />
      </div>
    </aside>
  )
}

function LastFacts({ route }: { route: RouteDetail }) {
  const traffic = `/traffic?filter=${encodeURIComponent(`route:"${route.id}"`)}`
  return (
    <Section title="Since Switchyard started" end={route.calls > 0 && <Link href={traffic}>Show in Traffic</Link>}>
      <dl className="grid grid-cols-[84px_minmax(0,1fr)_84px_minmax(0,1fr)] gap-x-2 px-3 pb-2 text-data">
        <dt className="text-text-3">Calls</dt>
        <dd>{route.calls === 0 ? <None /> : countText(route.calls)}</dd>
        <dt className="text-text-3">Last status</dt>
        <dd>{route.lastStatus === null ? <None /> : <StatusMark status={route.lastStatus} />}</dd>
        <dt className="text-text-3">Last call</dt>
        <dd className="data">{route.lastAt === null ? <None /> : timeText(route.lastAt)}</dd>
        <dt className="text-text-3">p50, p95</dt>
        <dd className="data">
          {route.p50Ms === null ? <None /> : `${durationText(route.p50Ms)}, ${durationText(route.p95Ms ?? route.p50Ms)}`}
        </dd>
        {route.findings > 0 && (
          <>
            <dt className="text-text-3">Findings</dt>
            <dd>{countText(route.findings)}</dd>
          </>
        )}
      </dl>
    </Section>
  )
}

const None = () => <span className="text-text-3">none</span>

function curlOf({ method, sampleUrl }: RouteDetail): string {
  return `curl ${method === 'GET' ? '' : `-X ${method} `}'${sampleUrl.replaceAll("'", "'\\''")}'`
}
