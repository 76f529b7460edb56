import type { ComponentProps } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { tip } from './tip.tsx'

type Kind = 'plain' | 'primary' | 'quiet' | 'danger'

const looks: Record<Kind, string> = {
  plain: 'text-text-1 inset-ring inset-ring-line-strong not-disabled:hover:bg-surface-hover not-disabled:hover:inset-ring-line-control',
  primary: 'bg-accent-fill font-medium text-text-on-accent not-disabled:hover:bg-accent-fill-hover',
  quiet: 'text-text-2 not-disabled:hover:bg-surface-hover not-disabled:hover:text-text-1',
  danger:
    'text-status-5xx inset-ring inset-ring-line-strong not-disabled:hover:bg-surface-hover not-disabled:hover:inset-ring-line-control',
}
const iconLooks: Record<Kind, string> = { plain: 'text-text-2', primary: '', quiet: 'text-text-2', danger: '' }

interface ButtonProps extends ComponentProps<'button'> {
  kind?: Kind
  small?: boolean
  icon?: IconName
}

export function Button({ kind = 'plain', small = false, icon, className = '', children, ...rest }: ButtonProps) {
  const size = small ? 'h-6 px-2 text-data leading-4' : 'h-7 px-2.5 text-ui'
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex flex-none items-center justify-center gap-1.5 rounded-2 font-ui whitespace-nowrap transition-colors duration-(--motion-fast) disabled:bg-transparent disabled:text-text-disabled disabled:inset-ring disabled:inset-ring-line ${size} ${looks[kind]} ${className}`}
    >
      {icon && <Icon name={icon} className={`-ml-0.5 ${rest.disabled ? '' : iconLooks[kind]}`} />}
      {children}
    </button>
  )
}

interface IconButtonProps extends ComponentProps<'button'> {
  icon: IconName
  /** What it does: its name and its tooltip. */
  label: string
  keys?: string
}

/** An icon without a word has a tooltip with its key. `aria-pressed` makes it a toggle. */
export function IconButton({ icon, label, keys, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      {...tip(label, keys)}
      {...rest}
      className={`inline-grid size-[26px] flex-none place-items-center rounded-2 text-text-2 not-disabled:hover:bg-surface-hover not-disabled:hover:text-text-1 disabled:text-text-disabled aria-pressed:bg-accent-soft aria-pressed:text-accent ${className}`}
    >
      <Icon name={icon} />
    </button>
  )
}
