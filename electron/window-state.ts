import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Rectangle } from 'electron'

export interface WindowState {
  bounds: Rectangle | null
  maximized: boolean
}

/** How much of a remembered window must lie on a screen for it to come back there, in pixels each way. */
const MIN_VISIBLE_PIXELS = 100

/** The window's place at its last close; without it, or when no screen is there any more, none. */
export function readWindowState(file: string, screens: Rectangle[]): WindowState {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(file, 'utf8'))
    const placed = isRectangle(bounds) && screens.some((screen) => overlaps(bounds, screen))
    return { bounds: placed ? bounds : null, maximized: maximized === true }
  } catch {
    return { bounds: null, maximized: false }
  }
}

/** Writes by temporary file and rename; a place that can't be written is no reason not to close. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(state))
    renameSync(`${file}.new`, file)
  } catch (error) {
    console.error(`The window's place was not kept: ${(error as Error).message}`)
  }
}

function isRectangle(value: unknown): value is Rectangle {
  const box = value as Partial<Rectangle> | null
  return [box?.x, box?.y, box?.width, box?.height].every((each) => Number.isInteger(each)) && Number(box?.width) > 0
}

function overlaps(box: Rectangle, screen: Rectangle): boolean {
  const across = Math.min(box.x + box.width, screen.x + screen.width) - Math.max(box.x, screen.x)
  const down = Math.min(box.y + box.height, screen.y + screen.height) - Math.max(box.y, screen.y)
  return across >= MIN_VISIBLE_PIXELS && down >= MIN_VISIBLE_PIXELS
}
