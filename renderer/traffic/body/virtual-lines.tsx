import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react'

export const LINE_PX = 20
const OVERSCAN_LINES = 20

interface VirtualLinesProps {
  count: number
  line: (index: number) => ReactNode
  /** Scrolls to this line when it changes. */
  focus?: number | undefined
}

/** Lines of equal height inside whatever scrolls around them; only those in view exist. */
export function VirtualLines({ count, line, focus }: VirtualLinesProps) {
  const box = useRef<HTMLDivElement>(null)
  const { scroller, margin } = useScroller(box)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => LINE_PX,
    scrollMargin: margin,
    overscan: OVERSCAN_LINES,
  })
  useLayoutEffect(() => {
    if (focus !== undefined) virtual.scrollToIndex(focus, { align: 'auto' })
  }, [focus, virtual])
  const shown = virtual.getVirtualItems()
  return (
    <div ref={box} className="relative" style={{ height: count * LINE_PX }} role="presentation">
      <div
        role="presentation"
        className="absolute inset-x-0 top-0"
        style={{ transform: `translateY(${(shown[0]?.start ?? margin) - margin}px)` }}
      >
        {shown.map(({ index }) => line(index))}
      </div>
    </div>
  )
}

/** What scrolls around an element, and how far down in it the element begins. */
function useScroller(box: RefObject<HTMLDivElement | null>): { scroller: HTMLElement | null; margin: number } {
  const [found, setFound] = useState<{ scroller: HTMLElement | null; margin: number }>({ scroller: null, margin: 0 })
  useLayoutEffect(() => {
    const element = box.current
    const scroller = element && scrollerOf(element)
    if (!element || !scroller) return
    const measure = () => {
      const margin = Math.round(element.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop)
      setFound((before) => (before.scroller === scroller && before.margin === margin ? before : { scroller, margin }))
    }
    measure()
    // What stands above the lines may grow: its size is part of the size of what is scrolled.
    const observer = new ResizeObserver(measure)
    observer.observe(scroller)
    for (const child of scroller.children) observer.observe(child)
    return () => observer.disconnect()
  }, [box])
  return found
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  }
  return null
}
