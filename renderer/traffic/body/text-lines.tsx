import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Span, TextLine, Tone } from './json-lines.ts'
import { VirtualLines } from './virtual-lines.tsx'
import { wrapLines } from './wrapping.ts'

/** A character of the data font at 12 px, until it is measured. */
const CHAR_PX = 7.23
const GUTTER_PX = 58
const FIRST_COLUMNS = 56

/** Characters that may take two columns, so that a row holds half as many: CJK, emoji. */
const WIDE = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\ud800-\udbff\uf900-\ufaff\uff01-\uff60]/
export function isWide(text: string): boolean {
  return WIDE.test(text)
}

const tones: Record<Tone, string> = {
  plain: 'text-text-1',
  key: 'text-data-key',
  string: 'text-data-string',
  number: 'text-data-number',
  keyword: 'text-data-keyword',
  punct: 'text-data-punct',
}

/** Text with line numbers, wrapped to the width of the pane; a line of a megabyte costs no more than one of ten characters. */
export function TextLines({ lines, wide, label }: { lines: readonly TextLine[]; wide: boolean; label: string }) {
  const box = useRef<HTMLDivElement>(null)
  const columns = useColumns(box) / (wide ? 2 : 1)
  const lengths = useMemo(() => lines.map((line) => line.reduce((sum, span) => sum + span.text.length, 0)), [lines])
  const wrapping = useMemo(() => wrapLines(lengths, columns), [lengths, columns])
  return (
    <section ref={box} aria-label={label} className="data overflow-x-clip bg-surface-sunken py-1">
      <VirtualLines
        count={wrapping.rows}
        line={(row) => {
          const { line, from, to } = wrapping.at(row)
          return (
            <div key={row} className="grid h-5 grid-cols-[36px_minmax(0,1fr)]">
              <span aria-hidden="true" className="pr-2.5 text-right text-text-3 opacity-80 select-none">
                {from === 0 ? line + 1 : ''}
              </span>
              <bdi dir="ltr" className="whitespace-pre">
                {pieces(lines[line] ?? [], from, to).map(({ text, tone }, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the row
                  <span key={at} className={tones[tone]}>
                    {text}
                  </span>
                ))}
              </bdi>
            </div>
          )
        }}
      />
    </section>
  )
}

/** The spans of a line between two columns. */
function pieces(line: TextLine, from: number, to: number): Span[] {
  const found: Span[] = []
  let start = 0
  for (const { text, tone } of line) {
    const end = start + text.length
    if (end > from && start < to) found.push({ text: text.slice(Math.max(0, from - start), to - start), tone })
    start = end
  }
  return found
}

function useColumns(box: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(FIRST_COLUMNS)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setColumns(Math.max(20, Math.floor((element.clientWidth - GUTTER_PX) / CHAR_PX)))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box])
  return columns
}
