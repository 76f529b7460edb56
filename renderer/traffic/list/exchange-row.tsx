// biome-ignore-all lint/a11y/useSemanticElements: a table element can not be a virtual list of grids; the roles are those of the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row by aria-activedescendant
import { memo } from 'react'
import type { ExchangeSummary } from '../../../proxy-core/model/exchange.ts'
import { FindingCount, MethodWord, SourceMark, StatusMark } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { durationText, sizeText } from '../../ui/quantities.ts'
import { barWidth, dateTimeText, SLOW_MS, timeParts } from '../format.ts'
import { inert } from '../inert.ts'
import { useSince } from '../since.ts'
import type { ColumnLayout } from './columns.ts'

interface RowProps {
  exchange: ExchangeSummary
  /** Place among all rows, from 1 for the header. */
  rowIndex: number
  selected: boolean
  layout: ColumnLayout
}

/** One exchange. Drawn again only when its own summary or its place changes. */
export const ExchangeRow = memo(function ExchangeRow({ exchange, rowIndex, selected, layout }: RowProps) {
  const { shown } = layout
  const { clock, fraction } = timeParts(exchange.startedAt)
  const pending = exchange.state === 'pending'
  return (
    <div
      role="row"
      id={rowElementId(exchange.id)}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      data-id={exchange.id}
      className="group relative grid h-7 items-center pr-2 pl-3 hover:bg-surface-hover aria-selected:bg-surface-selected"
      style={{ gridTemplateColumns: layout.template }}
    >
      {selected && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
      <span role="gridcell" className="data text-text-2" title={dateTimeText(exchange.startedAt)}>
        {clock}
        <span className="text-text-3">{fraction}</span>
      </span>
      <span role="gridcell" className="cut pr-1.5">
        <MethodWord method={exchange.method} />
      </span>
      <span role="gridcell" className="flex items-center">
        <ExchangeStatus exchange={exchange} />
      </span>
      {shown.has('Service') && (
        <span role="gridcell" className="cut pr-2 text-text-2" title={exchange.service ?? undefined}>
          {exchange.service ?? <span className="text-text-3">none</span>}
        </span>
      )}
      <PathCell exchange={exchange} withError={layout.withError} />
      <span role="gridcell" className="flex items-center text-text-3">
        {exchange.pinned && <Icon name="pin" size={14} />}
        {exchange.pinned && <span className="sr-only">pinned</span>}
      </span>
      <span role="gridcell" className="flex min-w-0 items-center">
        {exchange.source ? <SourceMark source={exchange.source} /> : pending && <span className="text-data text-text-3">pending</span>}
      </span>
      {pending ? <PendingTime startedAt={exchange.startedAt} layout={layout} /> : <Time ms={exchange.durationMs} layout={layout} />}
      {shown.has('Size') && (
        <span role="gridcell" className="data text-right text-text-2">
          {(!pending || exchange.responseBytes > 0) && sizeText(exchange.responseBytes)}
        </span>
      )}
      {shown.has('Findings') && (
        <span role="gridcell" className="flex items-center pl-2">
          <FindingCount count={exchange.findings} />
        </span>
      )}
    </div>
  )
})

export function rowElementId(id: string): string {
  return `exchange-${id}`
}

/** The status, or its cross when the exchange did not come to a whole answer. */
export function ExchangeStatus({ exchange }: { exchange: Pick<ExchangeSummary, 'status' | 'state' | 'error'> }) {
  const { status, state, error } = exchange
  const broken = state === 'failed' || state === 'aborted'
  if (!broken || (status !== null && status >= 500)) return <StatusMark status={status} pending={state === 'pending' && status === null} />
  return <StatusMark status={null} broken={status === null ? (error === 'ECONNRESET' ? 'reset' : 'none') : String(status)} />
}

/** What the error is called at the end of the path: its code, or that the client went away. */
export function errorWords({ error, state }: Pick<ExchangeSummary, 'error' | 'state'>): string | null {
  return error ?? (state === 'aborted' ? 'client left' : state === 'failed' ? 'failed' : null)
}

function PathCell({ exchange, withError }: { exchange: ExchangeSummary; withError: boolean }) {
  const { path, query } = exchange
  const error = withError ? errorWords(exchange) : null
  return (
    <span role="gridcell" className="flex min-w-0 items-center gap-2 pr-2" title={query === '' ? path : `${path}?${query}`}>
      <bdi dir="ltr" className="data cut text-text-1">
        {inert(path)}
        {query !== '' && <span className="text-text-3">?{inert(query)}</span>}
      </bdi>
      {error !== null && <bdi className="cut shrink-1000 text-label text-status-5xx">{error}</bdi>}
    </span>
  )
}

/** Counts on while it runs. */
function PendingTime({ startedAt, layout }: { startedAt: string; layout: ColumnLayout }) {
  return <Time ms={useSince(startedAt)} layout={layout} running />
}

/** A duration and its bar, which is broken while it still grows. */
function Time({ ms, layout: { shown }, running = false }: { ms: number | null; layout: ColumnLayout; running?: boolean }) {
  const tone = ms !== null && ms >= SLOW_MS ? 'text-text-1' : 'text-text-2'
  const bar = running ? 'bg-[repeating-linear-gradient(90deg,var(--text-3)_0_3px,transparent_3px_6px)]' : 'bg-line-control'
  return (
    <>
      {shown.has('Duration') && (
        <span role="gridcell" className={`data text-right ${tone}`}>
          {ms === null ? '' : durationText(ms)}
        </span>
      )}
      {shown.has('Waterfall') && (
        <span role="gridcell" className="flex items-center pl-2.5">
          {ms !== null && <span className={`h-1.5 ${bar}`} style={{ width: barWidth(ms) }} />}
        </span>
      )}
    </>
  )
}
