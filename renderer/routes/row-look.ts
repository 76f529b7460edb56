import type { CSSProperties } from 'react'
import { workingModes } from '../../proxy-core/model/mode.ts'

const STOP_PX = 26

/** The columns of head and rows alike. */
export function listTemplate(withFindings: boolean): CSSProperties {
  const switchPx = STOP_PX * workingModes.length + 12
  const columns = `28px 64px minmax(120px, 1fr) ${switchPx}px 92px 60px 56px 52px 56px ${withFindings ? '40px' : ''}`
  return { '--columns': columns } as CSSProperties
}

export const rowGrid = 'grid grid-cols-(--columns) items-center pr-2 pl-3'

/** The row that keys act on, seen while the list has the focus. */
export const cursorLook =
  'data-cursor:group-focus/list:outline-2 data-cursor:group-focus/list:-outline-offset-2 data-cursor:group-focus/list:outline-focus'

export function rowElementId(key: string): string {
  return `row-${key}`
}
