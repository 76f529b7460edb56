import { type FormEvent, useEffect, useId, useState } from 'react'
import { said } from '../api/request-failed.ts'
import { TextInput } from '../ui/field.tsx'
import { toastDone } from '../ui/toast.tsx'
import type { Rule } from './setting-rules.ts'

interface SettingFieldProps<T> {
  label: string
  hint: string
  value: string
  rule: Rule<T>
  onSave(value: T): Promise<void>
}

/** One setting as text. Saved by Enter or when the field is left; Escape brings back what is kept. */
export function SettingField<T>({ label, hint, value, rule, onSave }: SettingFieldProps<T>) {
  const id = useId()
  const [text, setText] = useState(value)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => setText(value), [value])
  const save = async () => {
    if (text.trim() === value) return
    const read = rule(text)
    if ('expected' in read) return setError(read.expected)
    try {
      await onSave(read.value)
      setError(null)
      toastDone(`${label} saved`)
    } catch (failure) {
      setError(said(failure))
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-[140px_minmax(0,1fr)] items-start gap-x-3">
      <label htmlFor={id} className="leading-[26px] text-text-2">
        {label}
      </label>
      <div className="grid gap-1">
        <TextInput
          id={id}
          value={text}
          error={error !== null}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setText(event.target.value)
            setError(null)
          }}
          onBlur={() => void save()}
          onKeyDown={(event) => event.key === 'Escape' && setText(value)}
        />
        <p id={`${id}-hint`} role={error ? 'alert' : undefined} className={error ? 'text-data text-status-5xx' : 'note'}>
          {error ?? hint}
        </p>
      </div>
    </form>
  )
}
