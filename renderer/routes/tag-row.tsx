// biome-ignore-all lint/a11y/useSemanticElements: cells of the ARIA treegrid
// biome-ignore-all lint/a11y/useFocusableInteractive: the treegrid has the focus
import { Icon } from '../ui/icon.tsx'
import { countOf } from '../ui/quantities.ts'
import type { Row } from './grouping.ts'
import { fold } from './list-state.ts'
import { cursorLook, rowElementId, rowGrid } from './row-look.ts'

interface TagRowProps {
  row: Extract<Row, { kind: 'tag' }>
  index: number
  cursor: boolean
}

export function TagRow({ row, index, cursor }: TagRowProps) {
  const { tag, routes, open, key } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the row that the cursor is on, for the whole list
    <div
      id={rowElementId(key)}
      role="row"
      aria-level={2}
      aria-rowindex={index}
      aria-expanded={open}
      data-row={key}
      data-cursor={cursor || undefined}
      onClick={() => fold(key, open)}
      className={`h-7 hover:bg-surface-hover ${rowGrid} ${cursorLook}`}
    >
      <span role="gridcell" className="col-[2/-1] -ml-[18px] flex min-w-0 items-center gap-1.5">
        <Icon name={open ? 'down' : 'right'} size={12} className="text-text-3" />
        <span className="cut text-text-2">{tag || 'without a tag'}</span>
        <span className="note flex-none">{countOf(routes.length, 'route')}</span>
      </span>
    </div>
  )
}
