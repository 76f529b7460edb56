import { type KeyboardEvent, useState } from 'react'
import type { ExchangeDetail, ExchangeSummary } from '../../../proxy-core/model/exchange.ts'
import { MethodWord } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Keys } from '../../ui/keys.tsx'
import { durationText } from '../../ui/quantities.ts'
import { Tabs } from '../../ui/tabs.tsx'
import type { BodyViewName } from '../body/body-kind.ts'
import { BodySection } from '../body/body-section.tsx'
import { inert } from '../inert.ts'
import { ExchangeStatus } from '../list/exchange-row.tsx'
import { Section } from '../section.tsx'
import { useSince } from '../since.ts'
import type { ExchangeActs } from '../use-acts.ts'
import { Findings } from './findings.tsx'
import { HeaderList } from './header-list.tsx'
import { QueryList } from './query-list.tsx'
import { Summary } from './summary.tsx'
import { TimingTab } from './timing-tab.tsx'
import { useExchange } from './use-exchange.ts'

export type DetailTab = 'summary' | 'request' | 'response' | 'timing' | 'findings'

interface DetailPaneProps {
  id: string
  /** As the list has it; undefined when it is not loaded there. */
  summary: ExchangeSummary | undefined
  acts: ExchangeActs
  onClose: () => void
}

/** One exchange in full. */
export function DetailPane({ id, summary, acts, onClose }: DetailPaneProps) {
  const { data: record, error } = useExchange(id, summary)
  const [tab, setTab] = useState<DetailTab>('summary')
  const [view, setView] = useState<BodyViewName | null>(null)
  const head = summary ?? record
  return (
    <aside aria-label={`Exchange ${id}`} className="flex min-h-0 flex-1 flex-col bg-surface-base" onKeyDown={keepScrollKeys}>
      {head && <Head exchange={head} />}
      <Actions id={id} exchange={head} acts={acts} onClose={onClose} />
      {!record || head?.state === 'pending' ? (
        <p className="p-3 text-text-2">{waitingWords(head, error)}</p>
      ) : (
        <Tabs<DetailTab> label="Exchange" tabs={tabsOf(record)} value={tab} onChoose={setTab}>
          {tab === 'summary' && <Summary exchange={record} key={id} />}
          {tab === 'request' && <RequestTab exchange={record} view={view} onView={setView} key={id} />}
          {tab === 'response' && <ResponseTab exchange={record} view={view} onView={setView} key={id} />}
          {tab === 'timing' && <TimingTab exchange={record} />}
          {tab === 'findings' && <Findings exchange={record} />}
        </Tabs>
      )}
    </aside>
  )
}

function tabsOf({ findingList }: ExchangeDetail): { value: DetailTab; words: string; count?: number; warn?: boolean }[] {
  const count = findingList.length
  return [
    { value: 'summary', words: 'Summary' },
    { value: 'request', words: 'Request' },
    { value: 'response', words: 'Response' },
    { value: 'timing', words: 'Timing' },
    { value: 'findings', words: 'Findings', ...(count > 0 && { count, warn: true }) },
  ]
}

/** Keys that scroll what has the focus must not move the selection of the list as well. */
function keepScrollKeys(event: KeyboardEvent) {
  if (['ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) event.stopPropagation()
}

function waitingWords(head: ExchangeSummary | undefined, error: Error | null): string {
  if (head?.state === 'pending') return 'Under way. Headers, bodies and the trace are here as soon as it has ended.'
  return error ? error.message : ''
}

function Head({ exchange }: { exchange: ExchangeSummary }) {
  return (
    <div className="flex min-h-6 flex-none items-center gap-2.5 pt-2 pr-3 pl-3">
      <MethodWord method={exchange.method} />
      <bdi
        dir="ltr"
        className="data min-w-0 flex-1 cut"
        title={exchange.query === '' ? exchange.path : `${exchange.path}?${exchange.query}`}
      >
        {inert(exchange.path)}
        {exchange.query !== '' && <span className="text-text-3">?{inert(exchange.query)}</span>}
      </bdi>
      <ExchangeStatus exchange={exchange} />
      <span className="data text-text-2">
        {exchange.durationMs === null ? <Running since={exchange.startedAt} /> : durationText(exchange.durationMs)}
      </span>
    </div>
  )
}

function Running({ since }: { since: string }) {
  return durationText(useSince(since))
}

function Actions({
  id,
  exchange,
  acts,
  onClose,
}: {
  id: string
  exchange: ExchangeSummary | undefined
  acts: ExchangeActs
  onClose: () => void
}) {
  const ended = exchange !== undefined && exchange.state !== 'pending'
  return (
    <div className="flex flex-none items-center gap-0.5 border-b border-line py-2 pr-2 pl-3">
      <Button small icon="copy" disabled={!ended} onClick={() => void acts.copyCurl(id)}>
        Copy as cURL
        {ended && <Keys keys="c" />}
      </Button>
      <Button small kind="quiet" disabled={!exchange} onClick={() => void acts.copyUrl(id)}>
        Copy URL
      </Button>
      <span className="flex-1" />
      <IconButton
        icon="pin"
        label={exchange?.pinned ? 'Unpin' : 'Pin: keep it when the list is cleared'}
        keys="p"
        aria-pressed={exchange?.pinned ?? false}
        disabled={!ended}
        onClick={() => void acts.pin(id)}
      />
      <IconButton icon="clear" label="Delete" keys="x" disabled={!ended} onClick={() => void acts.remove(id)} />
      <IconButton icon="x" label="Close" keys="Escape" onClick={onClose} />
    </div>
  )
}

interface SideTabProps {
  exchange: ExchangeDetail
  view: BodyViewName | null
  onView: (view: BodyViewName) => void
}

function RequestTab({ exchange, view, onView }: SideTabProps) {
  const { headers } = exchange.request
  return (
    <>
      {exchange.query !== '' && <QueryList query={exchange.query} />}
      <Section title="Headers" note={`${headers.length}, in the order sent`}>
        <HeaderList pairs={headers} />
      </Section>
      <BodySection exchange={exchange} side="request" view={view} onView={onView} />
    </>
  )
}

function ResponseTab({ exchange, view, onView }: SideTabProps) {
  if (!exchange.response) return <p className="p-3 text-text-2">No response was sent.</p>
  const { headers } = exchange.response
  return (
    <>
      <Section title="Headers" note={`${headers.length}, in the order sent`}>
        <HeaderList pairs={headers} />
      </Section>
      <BodySection exchange={exchange} side="response" view={view} onView={onView} />
    </>
  )
}
