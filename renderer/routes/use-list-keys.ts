import { workingModes } from '../../proxy-core/model/mode.ts'
import { useRoutes } from '../api/queries.ts'
import { type Shortcut, useShortcuts } from '../ui/shortcuts.ts'
import { throwRoutes } from './acts.ts'
import { type Grouped, type Row, routesOf } from './grouping.ts'
import { fold, pick, setCursor, unpickAll, useListState } from './list-state.ts'
import { rowElementId } from './row-look.ts'

interface ListKeys {
  grouped: Grouped
  filtered: boolean
  open: string | null
  reveal(index: number): void
  onOpen(id: string | null): void
  onSearch(): void
  onEndSearch(): void
}

const PAGE_ROWS = 20

/** The keys of the list: they act on the row under the cursor, or on what is picked. */
export function useListKeys({ grouped, filtered, open, reveal, onOpen, onSearch, onEndSearch }: ListKeys): void {
  const { data: all } = useRoutes()
  const { rows } = grouped
  const at = () => rows.findIndex((row) => row.key === useListState.getState().cursor)
  const current = (): Row | undefined => rows[at()]
  const move = (step: number) => {
    const from = at()
    const next = Math.max(0, Math.min(rows.length - 1, from < 0 ? 0 : from + step))
    const row = rows[next]
    if (!row) return
    setCursor(row.key)
    reveal(next)
    document.getElementById('routes-grid')?.focus({ preventScroll: true })
    if (open !== null && row.kind === 'route') onOpen(row.route.id)
  }
  const meant = () => {
    const { picked } = useListState.getState()
    if (picked.size > 0) return (all ?? []).filter((route) => picked.has(route.id))
    const row = current()
    return row ? routesOf(row) : []
  }
  const enter = () => {
    const row = current()
    if (row?.kind === 'route') onOpen(row.route.id)
    else if (row) fold(row.key, row.open)
  }
  const setFolded = (folded: boolean) => {
    const row = current()
    if (row && row.kind !== 'route') fold(row.key, folded)
  }
  const toggle = () => {
    const row = current()
    if (!row) return
    const ids = routesOf(row).map(({ id }) => id)
    const { picked } = useListState.getState()
    pick(ids, !ids.every((id) => picked.has(id)))
  }
  const openMenu = () => {
    const row = current()
    if (row?.kind === 'service') document.getElementById(rowElementId(row.key))?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click()
  }
  const leave = () => {
    if (useListState.getState().picked.size > 0) unpickAll()
    else if (open !== null) onOpen(null)
    else if (filtered) onEndSearch()
  }
  const modes = workingModes.map(
    (mode, stop): Shortcut => ({ keys: String(stop + 1), words: `Throw to ${mode}`, run: () => void throwRoutes(meant(), mode) }),
  )
  useShortcuts('Routes', [
    { keys: 'ArrowDown|j', words: 'Next row', run: () => move(1) },
    { keys: 'ArrowUp|k', words: 'Row before', run: () => move(-1) },
    { keys: 'PageDown', words: 'Some rows on', run: () => move(PAGE_ROWS) },
    { keys: 'PageUp', words: 'Some rows back', run: () => move(-PAGE_ROWS) },
    { keys: 'Home', words: 'First row', run: () => move(-rows.length) },
    { keys: 'End', words: 'Last row', run: () => move(rows.length) },
    { keys: 'ArrowRight', words: 'Unfold', run: () => setFolded(false) },
    { keys: 'ArrowLeft', words: 'Fold', run: () => setFolded(true) },
    { keys: 'Enter', words: 'Open the route', run: enter },
    ...modes,
    { keys: '0', words: 'Follow the service', run: () => void throwRoutes(meant(), null) },
    { keys: 'Space', words: 'Pick', run: toggle },
    {
      keys: 'Mod+a',
      words: 'Pick every route shown',
      run: () =>
        pick(
          grouped.routes.map(({ id }) => id),
          true,
        ),
    },
    { keys: 'Shift+F10|ContextMenu', words: 'Menu of the service', run: openMenu },
    { keys: '/', words: 'Search', run: onSearch },
    { keys: 'Escape', words: 'Unpick, close, end the search', run: leave },
  ])
}
