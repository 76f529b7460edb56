import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ExchangeCallback, Fired } from '../../../proxy-core/model/callback.ts'
import { call } from '../../api/call.ts'
import { useRouteDetail } from '../../api/queries.ts'
import { said } from '../../api/request-failed.ts'
import { MethodWord } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { TextInput } from '../../ui/field.tsx'
import { FiredOutcome } from '../../ui/fired-outcome.tsx'
import { Section } from '../section.tsx'
import { useViewUrl } from '../use-view-url.ts'

/** The callbacks that the operation of an exchange declares, each ready to be sent. */
export function ExchangeCallbacks({ id, route }: { id: string; route: string }) {
  const { data: detail } = useRouteDetail(route)
  const declared = detail !== undefined && detail.callbackList.length > 0
  const { data: callbacks } = useQuery({
    queryKey: ['callbacks', id, detail?.callbackList],
    queryFn: async ({ signal }) => (await call('listCallbacks', { params: { id } }, { signal })).items,
    enabled: declared,
    retry: false,
  })
  if (!declared || callbacks === undefined || callbacks.length === 0) return null
  return (
    <Section title="Callbacks" note={detail.callbacks === null ? 'sent on request' : 'sent by themselves'}>
      <ul className="grid gap-2 pb-2">
        {callbacks.map((callback) => (
          <CallbackForm key={`${callback.name} ${callback.expression} ${callback.method}`} id={id} callback={callback} />
        ))}
      </ul>
    </Section>
  )
}

/** The URL is the exchange's own until another is written; one that a person wrote may go anywhere. */
function CallbackForm({ id, callback }: { id: string; callback: ExchangeCallback }) {
  const { setOpen } = useViewUrl()
  const [url, setUrl] = useState(callback.url ?? '')
  const [fired, setFired] = useState<Fired | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const { name, method, summary, problem } = callback
  const unchanged = url === (callback.url ?? '')
  const fire = async (event: FormEvent) => {
    event.preventDefault()
    if (sending) return
    setSending(true)
    setError(null)
    try {
      const own = unchanged && problem === null
      const body = { name, method, ...(own ? {} : { url: url.trim() }) }
      setFired((await call('fireCallbacks', { params: { id }, body })).items[0] ?? null)
    } catch (failure) {
      setError(said(failure))
    }
    setSending(false)
  }
  const remark = error ?? (fired === null && unchanged ? problem : null)
  return (
    <li className="px-3">
      <form onSubmit={(event) => void fire(event)} className="grid gap-1">
        <span className="flex min-w-0 items-baseline gap-2 text-data">
          <MethodWord method={method} />
          <span className="data flex-none">{name}</span>
          <span className="note cut">{summary}</span>
        </span>
        <span className="flex items-center gap-2">
          <TextInput
            aria-label={`URL of the callback ${name}`}
            value={url}
            placeholder={callback.expression}
            error={error !== null}
            onChange={(event) => {
              setUrl(event.target.value)
              setError(null)
            }}
            className="flex-1"
          />
          <Button type="submit" icon="callback" disabled={sending || url.trim() === ''}>
            Send
          </Button>
        </span>
        {remark && (
          <p role={error ? 'alert' : undefined} className={error ? 'text-data text-status-5xx' : 'note'}>
            {remark}
          </p>
        )}
        {fired && <FiredOutcome fired={fired} onOpen={() => setOpen(fired.exchange)} />}
      </form>
    </li>
  )
}
