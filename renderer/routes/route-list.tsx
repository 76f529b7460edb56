// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys act on the row that the cursor is on, for the whole page
// biome-ignore-all lint/a11y/useSemanticElements: a table element can not be a virtual list of grids; the roles are those of the ARIA treegrid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the treegrid has the focus and names its active row by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, useCallback, useEffect, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import type { Grouped, Row } from './grouping.ts'
import { ListHead } from './list-head.tsx'
import { pick, setCursor, useListState } from './list-state.ts'
import { RouteRow } from './route-row.tsx'
import { listTemplate, rowElementId } from './row-look.ts'
import { ServiceRow } from './service-row.tsx'
import { TagRow } from './tag-row.tsx'
import { useListKeys } from './use-list-keys.ts'

const HEAD_PX = 28
const ROW_PX = 28
const SERVICE_ROW_PX = 32
/** So that the bar over the list never hides the last rows. */
const ROOM_BELOW_PX = 68

interface RouteListProps {
  grouped: Grouped
  hasServices: boolean
  filtered: boolean
  /** What is looked for: with another one the list begins at its top. */
  wanted: string
  /** Id of the route in the pane. */
  open: string | null
  onOpen(id: string | null): void
  onSearch(): void
  onEndSearch(): void
}

/** Services, tags and routes, of which only the rows in view exist as elements. */
export function RouteList({ grouped, hasServices, filtered, wanted, open, onOpen, onSearch, onEndSearch }: RouteListProps) {
  const { rows, routes } = grouped
  const box = useRef<HTMLDivElement>(null)
  const { picked, cursor } = useListState()
  const withFindings = routes.some((route) => route.findings > 0)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index]?.kind === 'service' ? SERVICE_ROW_PX : ROW_PX),
    getItemKey: (index) => rows[index]?.key ?? index,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    paddingEnd: ROOM_BELOW_PX,
    overscan: 8,
  })
  const reveal = useCallback((index: number) => virtual.scrollToIndex(index, { align: 'auto' }), [virtual])
  useListKeys({ grouped, filtered, open, reveal, onOpen, onSearch, onEndSearch })
  // Rows of another height take the places of old ones when the list is grouped anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are what calls for it
  useEffect(() => virtual.measure(), [rows, virtual])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wanted is what calls for it
  useEffect(() => {
    box.current?.scrollTo(0, 0)
  }, [wanted])
  const openRoute = useCallback((id: string) => onOpen(id), [onOpen])
  const items = virtual.getVirtualItems()
  if (rows.length === 0) return <NothingShown hasServices={hasServices} onEndSearch={onEndSearch} />
  const cursorShown = cursor !== null && items.some(({ index }) => rows[index]?.key === cursor)
  return (
    <div
      id="routes-grid"
      role="treegrid"
      aria-label="Routes"
      aria-multiselectable="true"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={cursorShown ? rowElementId(cursor) : undefined}
      tabIndex={0}
      onClick={followClick}
      className="group/list flex min-h-0 flex-1 flex-col outline-none"
      style={listTemplate(withFindings)}
    >
      <div ref={box} role="presentation" tabIndex={-1} className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto outline-none">
        <ListHead routes={routes} withFindings={withFindings} />
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <div
                key={item.key}
                role="presentation"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start - HEAD_PX}px)` }}
              >
                <RowOf
                  row={row}
                  index={item.index + 2}
                  cursor={row.key === cursor}
                  open={row.key === open}
                  picked={row.kind === 'route' && picked.has(row.key)}
                  withFindings={withFindings}
                  onOpen={openRoute}
                  routes={routes}
                />
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )

  function followClick(event: MouseEvent) {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null
    if (element?.dataset.row) setCursor(element.dataset.row)
  }
}

interface RowOfProps {
  row: Row
  index: number
  cursor: boolean
  open: boolean
  picked: boolean
  withFindings: boolean
  routes: Grouped['routes']
  onOpen(id: string): void
}

function RowOf({ row, index, cursor, open, picked, withFindings, routes, onOpen }: RowOfProps) {
  if (row.kind === 'service') return <ServiceRow row={row} index={index} cursor={cursor} />
  if (row.kind === 'tag') return <TagRow row={row} index={index} cursor={cursor} />
  return (
    <RouteRow
      route={row.route}
      index={index}
      cursor={cursor}
      open={open}
      picked={picked}
      withFindings={withFindings}
      onOpen={onOpen}
      onPick={(range) => pickRow(row.key, !picked, range, routes)}
    />
  )
}

/** One pick, or with Shift all from the last one to here. */
function pickRow(id: string, picked: boolean, range: boolean, routes: Grouped['routes']): void {
  const { anchor } = useListState.getState()
  const from = range && anchor ? routes.findIndex((route) => route.id === anchor) : -1
  const to = routes.findIndex((route) => route.id === id)
  const between = routes.slice(Math.min(from, to), Math.max(from, to) + 1).map((route) => route.id)
  pick(from < 0 ? [id] : between, picked)
}

function NothingShown({ hasServices, onEndSearch }: { hasServices: boolean; onEndSearch(): void }) {
  if (!hasServices) {
    return (
      <Empty title="No service yet">
        A service is an OpenAPI document: drop one anywhere in this window, or add one above. Each of its operations becomes a route with a
        switch.
      </Empty>
    )
  }
  return (
    <Empty title="No route matches" steps={<Button onClick={onEndSearch}>End the search</Button>}>
      Words are looked for in path, method, operation, summary, tag and service; each must occur.
    </Empty>
  )
}
