import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

interface Tab<T extends string> {
  value: T
  words: string
  count?: number | undefined
  /** The count tells of something wrong. */
  warn?: boolean
}

interface TabsProps<T extends string> {
  label: string
  tabs: readonly Tab<T>[]
  value: T
  onChoose(value: T): void
  /** Lower, in smaller type, for tabs within a tab. */
  small?: boolean
  /** At the right end of the bar. */
  end?: ReactNode
  children: ReactNode
}

/** A bar of tabs and the panel of the chosen one, which scrolls. */
export function Tabs<T extends string>({ label, tabs, value, onChoose, small = false, end, children }: TabsProps<T>) {
  return (
    <Base.Root value={value} onValueChange={(next: T) => onChoose(next)} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className={`flex flex-none items-stretch overflow-hidden border-b border-line pr-1 pl-1 ${small ? 'h-7' : 'h-9'}`}>
        <Base.List aria-label={label} className="flex items-stretch gap-0.5">
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.value}
              value={tab.value}
              className={`group relative inline-flex items-center gap-[5px] px-2 whitespace-nowrap text-text-2 hover:text-text-1 focus-visible:-outline-offset-2 data-active:font-medium data-active:text-text-1 ${small ? 'text-data' : 'text-ui'}`}
            >
              {tab.words}
              {tab.count !== undefined && (
                <span className={`data text-label ${tab.warn ? 'text-status-4xx' : 'text-text-3'}`}>{tab.count}</span>
              )}
              <span aria-hidden="true" className="absolute inset-x-2 bottom-0 h-0.5 group-data-active:bg-accent" />
            </Base.Tab>
          ))}
        </Base.List>
        {end && <div className="ml-auto flex min-w-0 items-center gap-2 pl-2">{end}</div>}
      </div>
      <Base.Panel value={value} className="flex min-h-0 flex-1 flex-col overflow-auto focus-visible:-outline-offset-2">
        {children}
      </Base.Panel>
    </Base.Root>
  )
}
