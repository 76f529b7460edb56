import { useCallback, useMemo, useRef, useState } from 'react'
import { isNumber, usePreference } from '../api/preferences.ts'
import { StatusSlot } from '../frame/status-slot.tsx'
import { ContextMenu } from '../ui/menu.tsx'
import { SplitPane } from '../ui/split-pane.tsx'
import { DetailPane } from './detail/detail-pane.tsx'
import { EmptyTraffic } from './empty-traffic.tsx'
import { HEAD_PX, ROW_PX } from './list/columns.ts'
import { ExchangeList } from './list/exchange-list.tsx'
import { useScroll } from './list/use-scroll.ts'
import { ListState, ShownCount } from './list-state.tsx'
import { OlderNote } from './older-note.tsx'
import { rowMenu } from './row-menu.ts'
import { StatsStrip } from './stats-strip.tsx'
import { TrafficBar } from './traffic-bar.tsx'
import { useActs } from './use-acts.ts'
import { useOldest } from './use-oldest.ts'
import { useSelection } from './use-selection.ts'
import { useStats } from './use-stats.ts'
import { useTraffic } from './use-traffic.ts'
import { useTrafficKeys } from './use-traffic-keys.ts'
import { useViewUrl } from './use-view-url.ts'

const DETAIL_WIDTH_PX = 468
const DETAIL_HEIGHT_PX = 372

/** Every exchange as it happens: the filter, the charts, the list, and one exchange in full. */
export function TrafficView() {
  const { filter, setFilter, open, setOpen } = useViewUrl()
  const { store, feed, window, state } = useTraffic(filter)
  const stats = useStats(filter)
  const acts = useActs(store, feed)
  const box = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const notePx = window.older === 'end' ? 0 : ROW_PX
  const scroll = useScroll({ box, rows: window.rows, version: window, above: HEAD_PX + notePx, open })
  const selection = useSelection({ rows: window.rows, open, setOpen, toRow: scroll.toRow })
  const oldest = useOldest({ older: window.older, loadOlder: feed.loadOlder, arrive: () => selection.goTo(0) })
  const remove = async (id: string) => {
    if (await acts.remove(id)) selection.selectBeside(id)
  }
  const exchange = selection.selected === null ? undefined : store.find(selection.selected)
  useTrafficKeys({ rows: window.rows, selection, scroll, oldest, acts, remove, exchange, isOpen: open !== null, box, field })
  const [menuFor, setMenuFor] = useState<string | null>(null)
  const [width, setWidth] = usePreference('traffic.detail.width', DETAIL_WIDTH_PX, isNumber)
  const [height, setHeight] = usePreference('traffic.detail.height', DETAIL_HEIGHT_PX, isNumber)
  const clearFilter = useCallback(() => setFilter(''), [setFilter])
  const menu = rowMenu({
    exchange: menuFor === null ? undefined : store.find(menuFor),
    acts,
    filter,
    onFilter: setFilter,
    onOpen: selection.open,
    onRemove: (id) => void remove(id),
  })
  const empty = useMemo(
    () =>
      state.phase === 'loading' ? null : (
        <EmptyTraffic filter={filter} failure={state.failure} onClear={clearFilter} onRetry={() => feed.show(filter)} />
      ),
    [state.phase, state.failure, filter, clearFilter, feed],
  )
  return (
    <>
      <TrafficBar
        field={field}
        filter={filter}
        onFilter={setFilter}
        onLeaveField={() => grid.current?.focus({ preventScroll: true })}
        errors={window.errors}
        pending={window.pending}
        following={scroll.following}
        onFollow={scroll.toEnd}
        paused={state.paused}
        onPause={state.paused ? feed.resume : feed.pause}
        onClear={() => void acts.clear()}
      />
      <SplitPane
        width={width}
        height={height}
        onResize={(size) => ('width' in size ? setWidth(size.width) : setHeight(size.height))}
        main={
          <>
            <StatsStrip stats={stats} />
            <ContextMenu className="flex min-h-0 flex-1 flex-col" entries={menu}>
              <ExchangeList
                grid={grid}
                box={box}
                window={window}
                scroll={scroll}
                selected={selection.selected}
                notePx={notePx}
                note={
                  <OlderNote
                    older={window.older}
                    loaded={window.rows.length}
                    toOldest={oldest.going}
                    onStop={oldest.stop}
                    onRetry={() => store.setOlder('more')}
                  />
                }
                empty={empty}
                onOpen={selection.open}
                onMenu={setMenuFor}
                onLoadOlder={feed.loadOlder}
              />
            </ContextMenu>
          </>
        }
        side={open === null ? null : <DetailPane id={open} summary={store.find(open)} acts={acts} onClose={selection.close} />}
      />
      <StatusSlot at="start">
        <ShownCount window={window} />
      </StatusSlot>
      <StatusSlot at="end">
        <ListState paused={state.paused} held={state.held} following={scroll.following} fresh={scroll.fresh} />
      </StatusSlot>
    </>
  )
}
