import type { ReactNode } from 'react'

/** A part of the detail pane, with what belongs to its head at the right. */
export function Section({ title, note, end, children }: { title: string; note?: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex-none border-b border-line last:border-b-0">
      <h3 className="flex h-8 items-center gap-2 px-3 text-data font-strong">
        {title}
        {note && <span className="note font-regular">{note}</span>}
        {end && <span className="ml-auto flex items-center gap-2 font-regular">{end}</span>}
      </h3>
      {children}
    </section>
  )
}
