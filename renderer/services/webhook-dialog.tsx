import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import type { Fired, Webhook } from '../../proxy-core/model/callback.ts'
import { call } from '../api/call.ts'
import { usePreference } from '../api/preferences.ts'
import { said } from '../api/request-failed.ts'
import { MethodWord } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FiredOutcome } from '../ui/fired-outcome.tsx'
import { Segments } from '../ui/segments.tsx'

/** Sends webhooks of a service. null as the service keeps it closed. */
export function WebhookDialog({ service, onClose }: { service: string | null; onClose(): void }) {
  const { data: webhooks } = useQuery({
    queryKey: ['webhooks', service],
    queryFn: async ({ signal }) => (await call('listWebhooks', { params: { service: service ?? '' } }, { signal })).items,
    enabled: service !== null,
    staleTime: 0,
  })
  return (
    <Dialog
      open={service !== null}
      onClose={onClose}
      title={`Send a webhook of ${service ?? ''}`}
      text="The body is the document's example, else generated. It is logged as an exchange."
    >
      {service !== null && webhooks && <WebhookForm service={service} webhooks={webhooks} onClose={onClose} />}
    </Dialog>
  )
}

const isText = (value: unknown): value is string => typeof value === 'string'
const keyOf = ({ name, method }: Webhook) => `${method} ${name}`

function WebhookForm({ service, webhooks, onClose }: { service: string; webhooks: Webhook[]; onClose(): void }) {
  const [, navigate] = useLocation()
  const [key, setKey] = useState(() => (webhooks[0] ? keyOf(webhooks[0]) : ''))
  const [example, setExample] = useState<string | null>(null)
  const [kept, keep] = usePreference('webhook.url', '', isText)
  const [url, setUrl] = useState(kept)
  const [outcome, setOutcome] = useState<{ kind: 'sending' } | { kind: 'fired'; fired: Fired } | { kind: 'refused'; why: string } | null>(
    null,
  )
  const webhook = webhooks.find((each) => keyOf(each) === key) ?? webhooks[0]
  if (!webhook) return <p className="pt-3 text-text-2">The document has no webhooks.</p>
  const { name, method, examples } = webhook
  const fire = async (event: FormEvent) => {
    event.preventDefault()
    if (outcome?.kind === 'sending') return
    setOutcome({ kind: 'sending' })
    try {
      const body = { url: url.trim(), method, ...(example === null ? {} : { example }) }
      setOutcome({ kind: 'fired', fired: await call('fireWebhook', { params: { service, name }, body }) })
      keep(url.trim())
    } catch (failure) {
      setOutcome({ kind: 'refused', why: said(failure) })
    }
  }
  const choose = (chosen: Webhook) => {
    setKey(keyOf(chosen))
    setExample(null)
    setOutcome(null)
  }
  const show = (fired: Fired) => {
    onClose()
    navigate(`/traffic?exchange=${fired.exchange}`)
  }
  return (
    <form onSubmit={(event) => void fire(event)} className="grid gap-4 pt-3">
      <div role="radiogroup" aria-label="Webhook" className="-mx-1 grid max-h-[30vh] overflow-auto">
        {webhooks.map((each) => (
          <Choice key={keyOf(each)} webhook={each} on={each === webhook} onChoose={() => choose(each)} />
        ))}
      </div>
      {examples.length > 1 && (
        <div className="overflow-x-auto">
          <Segments
            label="Example"
            value={example ?? examples[0] ?? null}
            options={examples.map((value) => ({ value, words: value }))}
            onChoose={setExample}
          />
        </div>
      )}
      <Field
        label="URL"
        placeholder="http://localhost:3000/webhooks"
        autoFocus
        value={url}
        error={outcome?.kind === 'refused' ? outcome.why : null}
        hint="Where your app takes it."
        onChange={(event) => {
          setUrl(event.target.value)
          setOutcome(null)
        }}
      />
      {outcome?.kind === 'fired' && <FiredOutcome fired={outcome.fired} onOpen={() => show(outcome.fired)} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button kind="primary" type="submit" disabled={url.trim() === '' || outcome?.kind === 'sending'}>
          {outcome?.kind === 'fired' ? 'Send again' : 'Send'}
        </Button>
      </div>
    </form>
  )
}

function Choice({ webhook: { name, method, summary }, on, onChoose }: { webhook: Webhook; on: boolean; onChoose(): void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row with a note; role and state are those of a radio input
    <button
      type="button"
      role="radio"
      aria-checked={on}
      onClick={onChoose}
      className={`grid h-[26px] grid-cols-[14px_auto_auto_minmax(0,1fr)] items-center gap-2 rounded-2 px-1 text-left focus-visible:-outline-offset-2 ${on ? 'bg-surface-selected' : 'hover:bg-surface-hover'}`}
    >
      <span
        aria-hidden="true"
        className={`size-3 rounded-full inset-ring ${on ? 'inset-ring-[3.5px] inset-ring-accent' : 'inset-ring-line-control'}`}
      />
      <MethodWord method={method} />
      <span className="data">{name}</span>
      <span className="note cut">{summary}</span>
    </button>
  )
}
