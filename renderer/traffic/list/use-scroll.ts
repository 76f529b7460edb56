import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ExchangeSummary } from '../../../proxy-core/model/exchange.ts'
import { indexOfId } from '../exchange-store.ts'
import { HEAD_PX, ROW_PX } from './columns.ts'

interface ScrollParts {
  box: RefObject<HTMLDivElement | null>
  rows: readonly ExchangeSummary[]
  /** Changes with every change of the rows. */
  version: unknown
  /** Pixels above the first row; the head covers the first of them wherever the list stands. */
  above: number
  /** Id of the exchange in the pane. */
  open: string | null
}

const AT_END_PX = 4

/**
 * Where the list stands: at the end it follows, elsewhere the row on top stays where it is, whatever comes before or after it.
 * `fresh` is the number of rows that came since the end was left.
 */
export function useScroll({ box, rows, version, above, open }: ScrollParts) {
  const [following, setFollowing] = useState(true)
  const [lastSeen, setLastSeen] = useState<string | null>(null)
  const anchor = useRef<{ id: string; offset: number } | null>(null)

  const place = useCallback(() => {
    const element = box.current
    if (!element) return
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= AT_END_PX
    const index = Math.max(0, Math.floor((element.scrollTop - above) / ROW_PX))
    const top = rows[index]
    anchor.current = top ? { id: top.id, offset: element.scrollTop - above - index * ROW_PX } : null
    setFollowing(atEnd)
    setLastSeen((seen) => (atEnd ? null : (seen ?? rows.at(-1)?.id ?? null)))
  }, [box, rows, above])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows change in place, their version says when
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    if (following) {
      element.scrollTop = element.scrollHeight
      return
    }
    if (!anchor.current) return
    const found = indexOfId(rows, anchor.current.id)
    const top = above + (found < 0 ? ~found : found) * ROW_PX + anchor.current.offset
    if (Math.abs(element.scrollTop - top) >= 1) element.scrollTop = top
  }, [version, above])

  const toEnd = useCallback(() => {
    setFollowing(true)
    setLastSeen(null)
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [box])

  const toRow = useCallback(
    (index: number) => {
      const element = box.current
      if (!element) return
      const top = above + index * ROW_PX
      if (top - HEAD_PX < element.scrollTop) element.scrollTop = index === 0 ? 0 : top - HEAD_PX
      else if (top + ROW_PX > element.scrollTop + element.clientHeight) element.scrollTop = top + ROW_PX - element.clientHeight
    },
    [box, above],
  )

  const latest = useRef({ following, open, rows, above, toRow })
  latest.current = { following, open, rows, above, toRow }
  useEffect(() => {
    const element = box.current
    if (!element) return
    let height = element.clientHeight
    // A pane that opens takes room from the list, not the end from the sight of who follows it; but the row it was opened from stays.
    const observer = new ResizeObserver(() => {
      const { following, open, rows, above, toRow } = latest.current
      const [from, to] = [element.scrollTop, element.scrollTop + height]
      height = element.clientHeight
      if (!following) return
      element.scrollTop = element.scrollHeight
      const index = open === null ? -1 : indexOfId(rows, open)
      const top = above + index * ROW_PX
      if (index >= 0 && top >= from && top + ROW_PX <= to) toRow(index)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])

  return { following, fresh: following || lastSeen === null ? 0 : freshRows(rows, lastSeen), place, toEnd, toRow }
}

function freshRows(rows: readonly ExchangeSummary[], lastSeen: string): number {
  const index = indexOfId(rows, lastSeen)
  return rows.length - (index < 0 ? ~index : index + 1)
}
