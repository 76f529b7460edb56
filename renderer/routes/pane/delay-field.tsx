import { type FormEvent, useEffect, useState } from 'react'
import { parseDuration } from '../../../proxy-core/model/quantities.ts'
import type { RouteDetail } from '../../../proxy-core/model/route.ts'
import { said } from '../../api/request-failed.ts'
import { Button } from '../../ui/button.tsx'
import { TextInput } from '../../ui/field.tsx'
import { changeRoute } from '../acts.ts'

/** How long the mock waits before it answers. Saved by Enter or when the field is left. */
export function DelayField({ route }: { route: RouteDetail }) {
  const kept = route.delayMs === null ? '' : `${route.delayMs} ms`
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
      await changeRoute(route.id, { delay: wanted.trim() === '' ? null : wanted.trim() })
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
    <form onSubmit={submit} className="flex items-center gap-2 border-b border-line px-3 py-2 text-data">
      <label htmlFor="route-delay" className="w-[52px] text-text-3">
        Delay
      </label>
      <TextInput
        id="route-delay"
        value={text}
        placeholder="none"
        error={error !== null}
        aria-describedby="route-delay-note"
        onChange={(event) => {
          setText(event.target.value)
          setError(null)
        }}
        onBlur={() => void save(text)}
        className="w-[96px]"
      />
      <span id="route-delay-note" role={error ? 'alert' : undefined} className={error ? 'text-status-5xx' : 'note'}>
        {error ?? 'before the mock answers'}
      </span>
      {kept !== '' && (
        <Button kind="quiet" small className="ml-auto" onClick={() => void save('')}>
          No delay
        </Button>
      )}
    </form>
  )
}
