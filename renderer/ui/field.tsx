import { type ComponentProps, useId } from 'react'

interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: string
  /** Shown beside or beneath; a reason why the value is refused goes to `error`. */
  hint?: string
  error?: string | null | undefined
}

/** A labelled text field whose error stands under it. */
export function Field({ label, hint, error, className = '', ...rest }: FieldProps) {
  const id = useId()
  return (
    <div className={`grid gap-1 ${className}`}>
      <label htmlFor={id} className="text-data text-text-2">
        {label}
      </label>
      <TextInput id={id} error={error !== null && error !== undefined} aria-describedby={`${id}-hint`} {...rest} />
      <p id={`${id}-hint`} role={error ? 'alert' : undefined} className={error ? 'text-data text-status-5xx' : 'note'}>
        {error ?? hint}
      </p>
    </div>
  )
}

export function TextInput({ error = false, className = '', ...rest }: ComponentProps<'input'> & { error?: boolean }) {
  return (
    <input
      spellCheck={false}
      autoComplete="off"
      aria-invalid={error || undefined}
      {...rest}
      className={`data h-[26px] min-w-0 rounded-2 bg-surface-sunken px-2 inset-ring outline-offset-1 ${error ? 'inset-ring-status-5xx' : 'inset-ring-line-strong'} ${className}`}
    />
  )
}
