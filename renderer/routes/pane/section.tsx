import type { ReactNode } from 'react'

/** One concern of the pane, under its heading. */
export function Section({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-b border-line">
      <h3 className="flex h-8 items-center gap-2 px-3 text-data font-strong">
        {title}
        <span className="ml-auto flex min-w-0 items-center font-regular">{end}</span>
      </h3>
      {children}
    </section>
  )
}
