import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** A term of the filter: `status:5xx`, with its sign and a cross to remove it. */
export function Chip({
  term,
  value,
  negated = false,
  bad = false,
  onRemove,
}: {
  term: string
  value: string
  negated?: boolean
  bad?: boolean
  onRemove(): void
}) {
  return (
    <span
      className={`data inline-flex h-[22px] flex-none items-center rounded-1 bg-surface-base leading-[22px] whitespace-nowrap inset-ring ${bad ? 'inset-ring-status-5xx' : 'inset-ring-line-strong'}`}
    >
      <span className="max-w-[320px] cut pl-[5px]">
        {negated && <span className="text-status-5xx">−</span>}
        <span className="text-text-3">{term}</span>
        {value}
      </span>
      <button
        type="button"
        aria-label={`Remove ${term}${value}`}
        className="grid h-[22px] w-5 place-items-center text-text-3 hover:text-text-1"
        onClick={onRemove}
      >
        <Icon name="x" size={10} className="stroke-[1.75]" />
      </button>
    </span>
  )
}

/** A common filter with its count, pressed or not. */
export function FilterChip({
  pressed,
  icon,
  count,
  onPress,
  children,
}: {
  pressed: boolean
  icon?: IconName
  count?: number
  onPress(): void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      className="inline-flex h-6 flex-none items-center gap-[5px] rounded-2 px-2 text-data whitespace-nowrap text-text-2 hover:bg-surface-hover hover:text-text-1 aria-pressed:bg-accent-soft aria-pressed:text-text-1"
    >
      {icon && <Icon name={icon} />}
      {children}
      {count !== undefined && <b className="data font-medium text-text-1">{count.toLocaleString('en')}</b>}
    </button>
  )
}
