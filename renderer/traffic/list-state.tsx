import { useStatus } from '../api/queries.ts'
import { countOf, countText } from '../ui/quantities.ts'
import type { ExchangeWindow } from './exchange-store.ts'

/** `1,204 of 1,048,576 exchanges`, for the status line. */
export function ShownCount({ window: { rows } }: { window: ExchangeWindow }) {
  const total = useStatus()?.exchanges.total ?? 0
  return (
    <span>
      <b className="font-regular text-text-1">{countText(rows.length)}</b> of{' '}
      <b className="font-regular text-text-1">{countText(Math.max(total, rows.length))}</b> exchanges
    </span>
  )
}

/** Where the list stands, for the status line. */
export function ListState({ paused, held, following, fresh }: { paused: boolean; held: number; following: boolean; fresh: number }) {
  if (paused) return <span>Paused{held > 0 && `, ${countOf(held, 'change')} waiting`}</span>
  if (following) return <span>Following</span>
  return <span>{fresh > 0 ? `${countText(fresh)} new below` : 'Not following'}</span>
}
