import { ContextMenu as BaseContext } from '@base-ui/react/context-menu'
import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { Keys } from './keys.tsx'

/** An entry of a menu, or a line between two of them. */
export type MenuEntry =
  | { words: string; icon?: IconName; keys?: string; danger?: boolean; disabled?: boolean; checked?: boolean; run(): void }
  | 'line'

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement
  entries: readonly MenuEntry[]
  align?: 'start' | 'end'
}

export function Menu({ trigger, entries, align = 'end' }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-40">
          <Base.Popup className={popup}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

interface ContextMenuProps {
  entries: readonly MenuEntry[]
  onOpenChange?: (open: boolean) => void
  className?: string
  children: ReactNode
}

/** A menu at the pointer, for everything inside it. */
export function ContextMenu({ entries, onOpenChange, className, children }: ContextMenuProps) {
  return (
    <BaseContext.Root onOpenChange={onOpenChange}>
      <BaseContext.Trigger className={className}>{children}</BaseContext.Trigger>
      <BaseContext.Portal>
        <BaseContext.Positioner className="z-40">
          <BaseContext.Popup className={popup}>
            <Entries entries={entries} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  )
}

const popup = 'min-w-[180px] rounded-3 bg-surface-raised p-1 shadow-popover outline-none'

function Entries({ entries }: { entries: readonly MenuEntry[] }) {
  return entries.map((entry, at) =>
    entry === 'line' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
      <Base.Separator key={at} className="mx-2 my-1 h-px bg-line" />
    ) : (
      <Base.Item
        key={entry.words}
        disabled={entry.disabled}
        onClick={entry.run}
        className={`flex h-7 cursor-default items-center gap-2 rounded-2 px-2 text-data whitespace-nowrap outline-none select-none data-disabled:text-text-disabled data-highlighted:bg-surface-selected ${
          entry.danger ? 'text-status-5xx' : 'text-text-1'
        }`}
      >
        <span className="grid size-4 place-items-center text-text-2">
          {(entry.checked || entry.icon) && <Icon name={entry.checked ? 'check' : (entry.icon ?? 'check')} />}
        </span>
        <span className="flex-1 pr-4">{entry.words}</span>
        {entry.keys && <Keys keys={entry.keys} />}
      </Base.Item>
    ),
  )
}
