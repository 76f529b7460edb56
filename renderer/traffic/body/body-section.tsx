import type { ExchangeDetail } from '../../../proxy-core/model/exchange.ts'
import { IconButton } from '../../ui/button.tsx'
import { copy } from '../../ui/copy.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { Section } from '../section.tsx'
import type { BodyViewName } from './body-kind.ts'
import { bodyFacts, bodyLimits } from './body-notes.ts'
import { BodyView } from './body-view.tsx'
import { type LoadedBody, type Side, useBody } from './use-body.ts'

const words: Record<BodyViewName, string> = { tree: 'Tree', pretty: 'Pretty', raw: 'Raw', preview: 'Preview', hex: 'Hex' }

interface BodySectionProps {
  exchange: ExchangeDetail
  side: Side
  /** The view chosen last; another one is taken where it does not fit. */
  view: BodyViewName | null
  onView: (view: BodyViewName) => void
}

/** The body with its views, for the Request and the Response tab. */
export function BodySection({ exchange, side, view, onView }: BodySectionProps) {
  const body = useBody(exchange, side)
  const facts = exchange[side]?.body
  if (!facts || facts.bytes === 0) return <p className="px-3 py-2 text-text-3">No body.</p>
  if (body.error) return <p className="px-3 py-2 text-status-5xx">{body.error.message}</p>
  if (!body.data) return null
  const { views, text } = body.data.kind
  const chosen = view !== null && views.includes(view) ? view : (views[0] ?? 'hex')
  const label = `Body of the ${side}`
  return (
    <div className="flex min-h-[260px] flex-1 flex-col">
      <Tabs
        small
        label={`Views of the body of the ${side}`}
        tabs={views.map((value) => ({ value, words: words[value] }))}
        value={chosen}
        onChoose={onView}
        end={
          <>
            <Facts body={body.data} bytes={facts.bytes} />
            {text !== null && <IconButton icon="copy" label="Copy the body" onClick={() => void copy(text, 'Copied the body')} />}
          </>
        }
      >
        <Limits body={body.data} facts={facts} />
        <BodyView body={body.data} view={chosen} label={label} />
      </Tabs>
    </div>
  )
}

/** The body in its first view, for the Summary tab. */
export function BodySummary({ exchange, side }: { exchange: ExchangeDetail; side: Side }) {
  const body = useBody(exchange, side)
  const facts = exchange[side]?.body
  if (!facts || facts.bytes === 0) return null
  return (
    <Section
      title={side === 'response' ? 'Response body' : 'Request body'}
      end={body.data && <Facts body={body.data} bytes={facts.bytes} />}
    >
      {body.error && <p className="px-3 py-2 text-status-5xx">{body.error.message}</p>}
      {body.data && (
        <>
          <Limits body={body.data} facts={facts} />
          <BodyView body={body.data} view={body.data.kind.views[0] ?? 'hex'} label={`Body of the ${side}`} />
        </>
      )}
    </Section>
  )
}

function Facts({ body, bytes }: { body: LoadedBody; bytes: number }) {
  return (
    <span className="note flex min-w-0 gap-2 whitespace-nowrap last:pr-1">
      {bodyFacts(body, bytes).map((fact) => (
        <span key={fact} className="cut">
          {fact}
        </span>
      ))}
    </span>
  )
}

function Limits({ body, facts }: { body: LoadedBody; facts: { bytes: number; truncated: boolean; masked: boolean } }) {
  return bodyLimits(body, facts).map((sentence) => (
    <p key={sentence} className="border-b border-line bg-surface-frame px-3 py-1 text-label leading-4 text-text-2">
      {sentence}
    </p>
  ))
}
