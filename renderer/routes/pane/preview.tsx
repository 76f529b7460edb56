import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { PreviewAnswer, RouteDetail } from '../../../proxy-core/model/route.ts'
import { call } from '../../api/call.ts'
import { said } from '../../api/request-failed.ts'
import { MethodWord } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { TextInput } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PreviewOutcome } from './preview-outcome.tsx'
import { Section } from './section.tsx'

type Outcome = { kind: 'none' } | { kind: 'asking' } | { kind: 'answer'; answer: PreviewAnswer } | { kind: 'failed'; text: string }

/** What the route would answer now. The mock is asked by itself; an upstream only when the person says so. */
export function Preview({ route }: { route: RouteDetail }) {
  const [path, setPath] = useState(() => pathOf(route.sampleUrl))
  const [body, setBody] = useState('')
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' })
  const takesBody = !['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'].includes(route.method)
  const send = useCallback(
    async (signal?: AbortSignal) => {
      setOutcome((before) => (before.kind === 'answer' ? before : { kind: 'asking' }))
      const request =
        takesBody && body !== '' ? { path, body, headers: [['content-type', 'application/json'] as [string, string]] } : { path }
      try {
        const answer = await call('previewRoute', { params: { route: route.id }, body: request }, { signal })
        setOutcome({ kind: 'answer', answer })
      } catch (error) {
        if (!signal?.aborted) setOutcome({ kind: 'failed', text: said(error) })
      }
    },
    [route.id, path, body, takesBody],
  )
  const isMock = route.mode === 'mock'
  const shape = JSON.stringify([route.mode, route.response])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when the route is set otherwise, not at every letter typed
  useEffect(() => {
    setOutcome({ kind: 'none' })
    if (!isMock) return
    const stop = new AbortController()
    void send(stop.signal)
    return () => stop.abort()
  }, [isMock, shape])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send()
  }
  return (
    <Section title="What it would answer now" end={<span className="note">nothing is logged</span>}>
      <form onSubmit={submit} className="grid gap-2 px-3 pb-2">
        <div className="flex items-center gap-2">
          <span className="relative flex min-w-0 flex-1 items-center">
            <MethodWord method={route.method} className="pointer-events-none absolute left-2" />
            <TextInput
              aria-label="Path and query"
              value={path}
              onChange={(event) => setPath(event.target.value)}
              className="flex-1"
              style={{ paddingLeft: `calc(${route.method.length}ch + 20px)` }}
            />
          </span>
          <Button kind="primary" type="submit" icon="send" className="h-[26px]!">
            Send
          </Button>
        </div>
        {takesBody && (
          <textarea
            aria-label="Request body, JSON"
            placeholder="Request body, JSON"
            spellCheck={false}
            rows={3}
            value={body}
            onChange={(event) => setBody(event.target.value)}
            className="data min-h-[52px] resize-y rounded-2 bg-surface-sunken px-2 py-[3px] inset-ring inset-ring-line-strong"
          />
        )}
        {outcome.kind === 'none' && !isMock && <p className="note">Send asks the real API. It sees the request.</p>}
        {outcome.kind === 'asking' && <p className="note">Asking…</p>}
        {outcome.kind === 'answer' && <PreviewOutcome answer={outcome.answer} />}
        {outcome.kind === 'failed' && (
          <p role="alert" className="flex gap-2 text-status-5xx">
            <Icon name="error" className="mt-0.5" />
            {outcome.text}
          </p>
        )}
      </form>
    </Section>
  )
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}
