import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useSyncExternalStore } from 'react'

interface SplitPaneProps {
  main: ReactNode
  /** The pane at the right, below when the window is narrow; null leaves all room to `main`. */
  side: ReactNode | null
  /** Size of the side pane in pixels: its width, or its height when below. */
  width: number
  height: number
  onResize(size: { width: number } | { height: number }): void
}

const narrowQuery = '(max-width: 1099.98px)'
const MIN_SIDE_WIDTH = 340
const MIN_SIDE_HEIGHT = 180
const MIN_MAIN_WIDTH = 420
const MIN_MAIN_HEIGHT = 180
const KEY_STEP = 24

/** A list and what is opened from it. The grip is dragged, or moved by arrows. */
export function SplitPane({ main, side, width, height, onResize }: SplitPaneProps) {
  const below = useNarrow()
  const box = useRef<HTMLDivElement>(null)
  const size = below ? height : width
  const resize = (next: number) => {
    const bounds = box.current?.getBoundingClientRect()
    if (bounds) onResize(below ? { height: clampHeight(next, bounds) } : { width: clampWidth(next, bounds) })
  }
  const template = below
    ? { gridTemplateRows: `minmax(min(${MIN_MAIN_HEIGHT}px, 40%), 1fr) 1px min(${size}px, max(60%, 100% - ${MIN_MAIN_HEIGHT + 1}px))` }
    : { gridTemplateColumns: `minmax(${MIN_MAIN_WIDTH}px, 1fr) 1px min(${size}px, calc(100% - ${MIN_MAIN_WIDTH}px))` }
  // `main` stays in its place whether there is a side or not, so that it keeps its scroll position and focus.
  return (
    <div
      ref={box}
      className="grid min-h-0 min-w-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)]"
      style={side === null ? {} : template}
    >
      <div className="flex min-h-0 min-w-0 flex-col">{main}</div>
      {side !== null && <Grip below={below} size={size} onMove={resize} />}
      {side !== null && <div className="flex min-h-0 min-w-0 flex-col">{side}</div>}
    </div>
  )
}

function Grip({ below, size, onMove }: { below: boolean; size: number; onMove(size: number): void }) {
  const start = useRef<{ at: number; size: number } | null>(null)
  const press = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { at: below ? event.clientY : event.clientX, size }
  }
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (start.current) onMove(start.current.size + start.current.at - (below ? event.clientY : event.clientX))
  }
  const release = () => {
    start.current = null
  }
  const key = (event: KeyboardEvent) => {
    const step = { ArrowLeft: KEY_STEP, ArrowUp: KEY_STEP, ArrowRight: -KEY_STEP, ArrowDown: -KEY_STEP }[event.key]
    if (step === undefined) return
    event.preventDefault()
    onMove(size + step)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule can not be focused and moved; this is the window splitter of the ARIA practices
    <div
      role="separator"
      aria-label="Resize the pane"
      aria-orientation={below ? 'horizontal' : 'vertical'}
      aria-valuenow={Math.round(size)}
      aria-valuemin={below ? MIN_SIDE_HEIGHT : MIN_SIDE_WIDTH}
      tabIndex={0}
      className={`group relative z-2 bg-line touch-none select-none focus-visible:bg-focus focus-visible:outline-none ${below ? 'cursor-row-resize' : 'cursor-col-resize'}`}
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={key}
    >
      <span className={`absolute ${below ? 'inset-x-0 -inset-y-1' : '-inset-x-1 inset-y-0'}`} />
      <span
        className={`absolute rounded-1 bg-surface-base inset-ring inset-ring-line-strong group-hover:inset-ring-line-control group-focus-visible:inset-ring-focus ${
          below ? 'left-1/2 -top-0.5 h-[5px] w-7 -translate-x-1/2' : 'top-1/2 -left-0.5 h-7 w-[5px] -translate-y-1/2'
        }`}
      />
    </div>
  )
}

const clampWidth = (size: number, box: DOMRect) => Math.round(Math.max(MIN_SIDE_WIDTH, Math.min(size, box.width - MIN_MAIN_WIDTH)))
const clampHeight = (size: number, box: DOMRect) => Math.round(Math.max(MIN_SIDE_HEIGHT, Math.min(size, box.height - MIN_MAIN_HEIGHT)))

/** Whether the window is narrow, so that panes go below one another. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watchNarrow, () => matchMedia(narrowQuery).matches)
}

function watchNarrow(changed: () => void): () => void {
  const query = matchMedia(narrowQuery)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}
