// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keys of the rows are the view's (use-traffic-keys.ts)
// biome-ignore-all lint/a11y/useSemanticElements: a table element can not be a virtual list of grids; the roles are those of the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row by aria-activedescendant
import { useVirtualizer } from '@tanstack/react-virtual'
import { type MouseEvent, type ReactNode, type RefObject, useEffect } from 'react'
import type { ExchangeSummary } from '../../../proxy-core/model/exchange.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { countText } from '../../ui/quantities.ts'
import type { ExchangeWindow } from '../exchange-store.ts'
import { type ColumnLayout, columns, HEAD_PX, ROW_PX } from './columns.ts'
import { ExchangeRow, rowElementId } from './exchange-row.tsx'
import { useColumnLayout } from './use-layout.ts'
import type { useScroll } from './use-scroll.ts'

/** The virtualizer measures all rows anew when their number changes; in steps it does so once in a thousand rows. */
const COUNT_STEP = 1_024
const OVERSCAN_ROWS = 8
/** Older rows are asked for when this many are left above. */
const LOAD_OLDER_BEFORE_ROWS = 60

interface ListProps {
  grid: RefObject<HTMLDivElement | null>
  box: RefObject<HTMLDivElement | null>
  window: ExchangeWindow
  scroll: ReturnType<typeof useScroll>
  selected: string | null
  /** Stands above the first row, so high. */
  note: ReactNode
  notePx: number
  empty: ReactNode
  onOpen: (id: string) => void
  /** Which row the menu is for. */
  onMenu: (id: string | null) => void
  onLoadOlder: () => void
}

/** All exchanges of the window, of which only those in view exist as elements. */
export function ExchangeList(props: ListProps) {
  const { box, window, scroll, selected, notePx, onLoadOlder } = props
  const { rows } = window
  const layout = useColumnLayout(box)
  const virtual = useVirtualizer({
    count: Math.ceil(rows.length / COUNT_STEP) * COUNT_STEP,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    paddingStart: HEAD_PX + notePx,
    overscan: OVERSCAN_ROWS,
  })
  const shown = virtual.getVirtualItems().filter((item) => item.index < rows.length)
  const first = shown[0]?.index ?? 0
  useEffect(() => {
    if (window.older === 'more' && rows.length > 0 && first < LOAD_OLDER_BEFORE_ROWS && !scroll.following) onLoadOlder()
  }, [window, rows, first, scroll.following, onLoadOlder])

  const openByMouse = (event: MouseEvent) => {
    const id = rowAt(event)
    if (id && getSelection()?.isCollapsed !== false) props.onOpen(id)
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={props.grid}
        role="grid"
        tabIndex={0}
        aria-label="Exchanges"
        aria-rowcount={window.older === 'end' ? rows.length + 1 : -1}
        aria-colcount={layout.shown.size}
        aria-activedescendant={
          selected !== null && shown.some(({ index }) => rows[index]?.id === selected) ? rowElementId(selected) : undefined
        }
        className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2"
        onClick={openByMouse}
        onContextMenu={(event) => props.onMenu(rowAt(event))}
      >
        <div
          ref={box}
          role="presentation"
          tabIndex={-1}
          className="relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto outline-none [overflow-anchor:none]"
          onScroll={scroll.place}
        >
          <Head layout={layout} />
          {rows.length === 0 ? (
            props.empty
          ) : (
            <div role="rowgroup" className="relative" style={{ height: notePx + rows.length * ROW_PX }}>
              {notePx > 0 && props.note}
              <div
                role="presentation"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${(shown[0]?.start ?? HEAD_PX) - HEAD_PX}px)` }}
              >
                {shown.map(({ index }) => {
                  const exchange = rows[index] as ExchangeSummary
                  return (
                    <ExchangeRow
                      key={exchange.id}
                      exchange={exchange}
                      rowIndex={index + 2}
                      selected={exchange.id === selected}
                      layout={layout}
                    />
                  )
                })}
              </div>
            </div>
          )}
        </div>
      </div>
      {scroll.fresh > 0 && (
        <Button
          small
          icon="follow"
          className="absolute bottom-2 left-1/2 -translate-x-1/2 bg-surface-raised shadow-popover"
          onClick={scroll.toEnd}
        >
          {countText(scroll.fresh)} new
        </Button>
      )}
    </div>
  )
}

function rowAt({ target }: MouseEvent): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-id]') : null
  return row?.dataset.id ?? null
}

function Head({ layout }: { layout: ColumnLayout }) {
  return (
    <div role="rowgroup" className="sticky top-0 z-1 border-b border-line bg-surface-frame">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-[27px] items-center pr-2 pl-3 text-label leading-4 text-text-3"
        style={{ gridTemplateColumns: layout.template }}
      >
        {columns
          .filter(({ name }) => layout.shown.has(name))
          .map(({ name, end, icon, wordless }) => (
            <span
              key={name}
              role="columnheader"
              aria-sort={name === 'Time' ? 'ascending' : undefined}
              className={`flex items-center gap-[3px] whitespace-nowrap ${end ? 'justify-end' : ''} ${icon ? 'pl-2' : ''} ${name === 'Time' ? 'text-text-1' : ''}`}
              data-tip={icon ? name : undefined}
            >
              <span className={wordless ? 'sr-only' : undefined}>{name}</span>
              {icon && <Icon name={icon} size={12} />}
              {name === 'Time' && <Icon name="up" size={10} />}
            </span>
          ))}
      </div>
    </div>
  )
}
