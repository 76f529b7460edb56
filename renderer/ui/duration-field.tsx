import { type FormEvent, useEffect, useId, useState } from 'react'
import { parseDuration } from '../../proxy-core/model/quantities.ts'
import { said } from '../api/request-failed.ts'
import { Button } from './button.tsx'
import { TextInput } from './field.tsx'

interface DurationFieldProps {
  label: string
  /** What it is the time of, beside the field. */
  note: string
  /** On the button that takes it away. */
  none: string
  /** Milliseconds; null for none. */
  value: number | null
  /** Gets the text as it was written. Throws what the host says against it. */
  onSave(text: string | null): Promise<void>
  className?: string
}

/** A time, or none. Saved by Enter or when the field is left. */
export function DurationField({ label, note, none, value, onSave, className = '' }: DurationFieldProps) {
  const id = useId()
  const kept = value === null ? '' : `${value} ms`
  const [text, setText] = useState(kept)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    setText(kept)
    setError(null)
  }, [kept])
  const save = async (wanted: string) => {
    if (wanted.trim() === kept) return
    if (wanted.trim() !== '' && parseDuration(wanted) === null) return setError('A time, such as 300ms or 2s')
    try {
      await onSave(wanted.trim() === '' ? null : wanted.trim())
      setError(null)
    } catch (failure) {
      setError(said(failure))
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(text)
  }
  return (
    <form onSubmit={submit} className={`flex items-center gap-2 px-3 py-2 text-data ${className}`}>
      <label htmlFor={id} className="w-[52px] text-text-3">
        {label}
      </label>
      <TextInput
        id={id}
        value={text}
        placeholder="none"
        error={error !== null}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          setText(event.target.value)
          setError(null)
        }}
        onBlur={() => void save(text)}
        className="w-[96px]"
      />
      <span id={`${id}-note`} role={error ? 'alert' : undefined} className={error ? 'text-status-5xx' : 'note'}>
        {error ?? note}
      </span>
      {kept !== '' && (
        <Button kind="quiet" small className="ml-auto" onClick={() => void save('')}>
          {none}
        </Button>
      )}
    </form>
  )
}
