import { type RefObject, useLayoutEffect, useState } from 'react'
import { type ColumnLayout, layoutFor } from './columns.ts'

const WIDE_PX = 1_200

/** The columns that fit the list, whatever pane stands beside it. */
export function useColumnLayout(box: RefObject<HTMLElement | null>): ColumnLayout {
  const [layout, setLayout] = useState(() => layoutFor(WIDE_PX))
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setLayout(layoutFor(element.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return layout
}
