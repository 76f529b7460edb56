import { Link } from 'wouter'
import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'
import { MethodWord, SourceMark, StatusMark } from '../ui/badge.tsx'
import { durationText, timeText } from '../ui/quantities.ts'

/** The first exchanges, and what to try next. */
export function Arrivals({ exchanges, served }: { exchanges: ExchangeSummary[]; served: boolean }) {
  const newest = exchanges.at(-1)
  if (!newest) return <p className="flex h-8 items-center text-text-3">The first exchange appears here.</p>
  return (
    <>
      <ul aria-live="polite" aria-label="First exchanges" className="mt-2 border-y border-line">
        {exchanges.map((exchange) => (
          <Arrival key={exchange.id} exchange={exchange} />
        ))}
      </ul>
      <p className="pt-2.5 text-text-2">
        {!served ? (
          'Nothing is served yet, so the gateway answered itself.'
        ) : newest.source === 'live' ? (
          <>
            That one came from the <b className="font-medium text-text-1">real API</b>, at the same URL.
          </>
        ) : (
          <>
            Throw the switch to <b className="font-medium text-text-1">live</b> and call it again.
          </>
        )}{' '}
        <Link href="/traffic" className="ml-1">
          Open in Traffic
        </Link>
      </p>
    </>
  )
}

function Arrival({ exchange }: { exchange: ExchangeSummary }) {
  const time = timeText(exchange.startedAt)
  return (
    <li className="grid h-8 grid-cols-[104px_60px_72px_minmax(0,100px)_minmax(0,1fr)_100px_60px] items-center gap-x-1">
      <span className="data text-text-2">
        {time.slice(0, 8)}
        <span className="text-text-3">{time.slice(8)}</span>
      </span>
      <MethodWord method={exchange.method} />
      <StatusMark status={exchange.status} pending={exchange.state === 'pending'} broken={exchange.error ?? undefined} />
      <span className="cut text-text-2">{exchange.service}</span>
      <span className="data cut">
        {exchange.path}
        {exchange.query && <span className="text-text-3">?{exchange.query}</span>}
      </span>
      {exchange.source ? <SourceMark source={exchange.source} /> : <span />}
      <span className="data text-right text-text-2">{exchange.durationMs === null ? '' : durationText(exchange.durationMs)}</span>
    </li>
  )
}
