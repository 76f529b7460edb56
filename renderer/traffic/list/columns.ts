import type { IconName } from '../../ui/icon.tsx'

export const ROW_PX = 28
export const HEAD_PX = 28

const PATH_PX = { min: 72, forError: 240 }
const EDGES_PX = 20

export type ColumnName =
  | 'Time'
  | 'Method'
  | 'Status'
  | 'Service'
  | 'Path'
  | 'Marks'
  | 'Source'
  | 'Duration'
  | 'Waterfall'
  | 'Size'
  | 'Findings'

interface Column {
  name: ColumnName
  /** Width; null takes what is left over. */
  px: number | null
  end?: true
  icon?: IconName
  /** Its name is only said, not shown. */
  wordless?: true
  /** The columns that leave first when the list is narrow have the lowest number; those without one stay. */
  leaves?: number
}

/** The columns in their order. The cells of a row are in `exchange-row.tsx`. */
export const columns: readonly Column[] = [
  { name: 'Time', px: 100 },
  { name: 'Method', px: 64 },
  { name: 'Status', px: 60 },
  { name: 'Service', px: 76, leaves: 2 },
  { name: 'Path', px: null },
  { name: 'Marks', px: 20, wordless: true },
  { name: 'Source', px: 84 },
  { name: 'Duration', px: 62, end: true, leaves: 5 },
  { name: 'Waterfall', px: 70, wordless: true, leaves: 1 },
  { name: 'Size', px: 60, end: true, leaves: 4 },
  { name: 'Findings', px: 36, icon: 'finding', wordless: true, leaves: 3 },
]

/** Which columns a list shows, and how they are laid out. */
export interface ColumnLayout {
  shown: ReadonlySet<ColumnName>
  template: string
  /** There is room for the error behind the path. */
  withError: boolean
}

const PATH_PX_BEFORE_LEAVING = 120

/** The layout for a list of that width; the same object for the same columns, so that rows are not drawn again. */
export function layoutFor(width: number): ColumnLayout {
  const leaving = columns.filter(({ leaves }) => leaves !== undefined).sort((a, b) => (a.leaves ?? 0) - (b.leaves ?? 0))
  const gone = new Set<ColumnName>()
  const pathPx = () => width - EDGES_PX - columns.reduce((sum, { name, px }) => sum + (gone.has(name) ? 0 : (px ?? 0)), 0)
  for (const { name } of leaving) {
    if (pathPx() >= PATH_PX_BEFORE_LEAVING) break
    gone.add(name)
  }
  return layoutOf(gone, pathPx() >= PATH_PX.forError)
}

const layouts = new Map<string, ColumnLayout>()

function layoutOf(gone: ReadonlySet<ColumnName>, withError: boolean): ColumnLayout {
  const key = `${[...gone]} ${withError}`
  const known = layouts.get(key)
  if (known) return known
  const left = columns.filter(({ name }) => !gone.has(name))
  const template = left.map(({ px }) => (px === null ? `minmax(${PATH_PX.min}px, 1fr)` : `${px}px`)).join(' ')
  const layout = { shown: new Set(left.map(({ name }) => name)), template, withError }
  layouts.set(key, layout)
  return layout
}
