import type { ReactNode } from 'react'

/** An empty view: what would fill it, and the step that does. */
export function Empty({ title, children, steps }: { title: string; children?: ReactNode; steps?: ReactNode }) {
  return (
    <div className="grid max-w-[520px] content-start justify-items-start gap-2.5 p-6">
      <div>
        <p className="font-medium">{title}</p>
        {children && <div className="text-text-2">{children}</div>}
      </div>
      {steps && <div className="flex flex-wrap gap-2">{steps}</div>}
    </div>
  )
}
