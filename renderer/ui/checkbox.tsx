import { Icon } from './icon.tsx'

interface CheckboxProps {
  label: string
  checked: boolean | 'mixed'
  tabbable?: boolean
  onToggle(event: React.MouseEvent): void
}

export function Checkbox({ label, checked, tabbable = true, onToggle }: CheckboxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a checkbox input has no third state in markup; role and state are those of one
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      tabIndex={tabbable ? 0 : -1}
      onClick={onToggle}
      className={`grid size-3.5 flex-none place-items-center rounded-1 ${checked ? 'bg-accent-fill text-text-on-accent' : 'inset-ring inset-ring-line-control'}`}
    >
      {checked === true && <Icon name="check" size={12} className="stroke-[1.75]" />}
      {checked === 'mixed' && <span className="h-[1.5px] w-2 bg-current" />}
    </button>
  )
}
