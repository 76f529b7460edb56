import type { IconName } from '../../ui/icon.tsx'

export const ROW_PX = 28
export const HEAD_PX = 28

/** The columns in their order; `px` is their width, null what is left over. The cells of a row follow in `exchange-row.tsx`. */
export const columns: readonly { name: string; px: number | null; end?: true; icon?: IconName; hidden?: true }[] = [
  { name: 'Time', px: 100 },
  { name: 'Method', px: 64 },
  { name: 'Status', px: 60 },
  { name: 'Service', px: 76 },
  { name: 'Path', px: null },
  { name: 'Marks', px: 20, hidden: true },
  { name: 'Source', px: 84 },
  { name: 'Duration', px: 62, end: true },
  { name: 'Waterfall', px: 70, hidden: true },
  { name: 'Size', px: 60, end: true },
  { name: 'Findings', px: 36, icon: 'finding' },
]

export const gridTemplate = columns.map(({ px }) => (px === null ? 'minmax(120px, 1fr)' : `${px}px`)).join(' ')
