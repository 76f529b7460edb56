import { useLayoutEffect, useRef, useState } from 'react'
import { hexRow } from './hex.ts'
import { VirtualLines } from './virtual-lines.tsx'

/** A pane this wide holds sixteen bytes a row. */
const WIDE_PX = 560

/** Bytes as they are. */
export function HexLines({ data, label }: { data: Uint8Array; label: string }) {
  const box = useRef<HTMLElement>(null)
  const [width, setWidth] = useState(8)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth >= WIDE_PX ? 16 : 8))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    <section ref={box} aria-label={label} className="data overflow-x-clip bg-surface-sunken py-1">
      <VirtualLines
        count={Math.ceil(data.byteLength / width)}
        line={(row) => {
          const { offset, bytes, text } = hexRow(data, row, width)
          return (
            <div key={row} className="flex h-5 gap-4 px-3 whitespace-pre">
              <span aria-hidden="true" className="text-text-3 select-none">
                {offset}
              </span>
              <span className="text-text-1">{bytes}</span>
              <bdi dir="ltr" className="text-data-string">
                {text}
              </bdi>
            </div>
          )
        }}
      />
    </section>
  )
}
