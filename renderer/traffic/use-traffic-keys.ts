import { useQueryClient } from '@tanstack/react-query'
import type { RefObject } from 'react'
import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'
import { workingModes } from '../../proxy-core/model/mode.ts'
import { type Shortcut, useShortcuts } from '../ui/shortcuts.ts'
import { switchRoute } from './detail/switch-route.ts'
import { ROW_PX } from './list/columns.ts'
import type { useScroll } from './list/use-scroll.ts'
import type { ExchangeActs } from './use-acts.ts'
import type { useOldest } from './use-oldest.ts'
import type { useSelection } from './use-selection.ts'

interface KeyParts {
  rows: readonly ExchangeSummary[]
  selection: ReturnType<typeof useSelection>
  scroll: ReturnType<typeof useScroll>
  oldest: ReturnType<typeof useOldest>
  acts: ExchangeActs
  remove: (id: string) => void
  /** The row that the keys are about. */
  exchange: ExchangeSummary | undefined
  isOpen: boolean
  box: RefObject<HTMLDivElement | null>
  field: RefObject<HTMLInputElement | null>
}

/** The keys of the list and of the exchange selected in it. */
export function useTrafficKeys({ rows, selection, scroll, oldest, acts, remove, exchange, isOpen, box, field }: KeyParts) {
  const client = useQueryClient()
  const move = (by: number) => {
    oldest.stop()
    selection.move(by)
  }
  const pageRows = () => Math.max(1, Math.floor((box.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1)
  const ended = (use: (id: string) => unknown) => () => {
    if (exchange && exchange.state !== 'pending') void use(exchange.id)
  }
  const keys: Shortcut[] = [
    { keys: 'j|ArrowDown', words: 'Next exchange', run: () => move(1) },
    { keys: 'k|ArrowUp', words: 'Previous exchange', run: () => move(-1) },
    { keys: 'PageDown', words: 'A page down', run: () => move(pageRows()) },
    { keys: 'PageUp', words: 'A page up', run: () => move(-pageRows()) },
    { keys: 'Home', words: 'The oldest exchange', run: oldest.start },
    {
      keys: 'End',
      words: 'The newest, and follow',
      run: () => {
        oldest.stop()
        selection.goTo(rows.length - 1)
        scroll.toEnd()
      },
    },
    { keys: 'Enter', words: 'Open', run: () => exchange && selection.open(exchange.id) },
    {
      keys: 'Escape',
      words: 'Close',
      run: () => {
        if (oldest.going) oldest.stop()
        else if (isOpen) selection.close()
      },
    },
    { keys: '/', words: 'Filter', run: () => field.current?.focus() },
    { keys: 'c', words: 'Copy as cURL', run: ended(acts.copyCurl) },
    { keys: 'p', words: 'Pin, unpin', run: ended(acts.pin) },
    { keys: 'x', words: 'Delete', run: ended(remove) },
    ...workingModes.map((mode, at) => ({
      keys: String(at + 1),
      words: `Its route to ${mode}`,
      run: () => {
        if (exchange?.route) void switchRoute(client, exchange.route, mode)
      },
    })),
  ]
  useShortcuts('Traffic', keys)
}
