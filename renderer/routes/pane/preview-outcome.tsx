import type { Source } from '../../../proxy-core/model/mode.ts'
import type { PreviewAnswer } from '../../../proxy-core/model/route.ts'
import { SourceMark, StatusMark } from '../../ui/badge.tsx'
import { durationText, sizeText } from '../../ui/quantities.ts'

const barTones: Record<Source, string> = {
  mock: 'border-source-mock',
  live: 'border-source-live',
  fallback: 'border-source-fallback',
  recorded: 'border-source-recorded',
  cache: 'border-source-cache',
  gateway: 'border-line-control',
  callback: 'border-line-control',
  webhook: 'border-line-control',
}
/** More of a body than this is looked at in Traffic. */
const SHOWN_CHARACTERS = 20_000

export function PreviewOutcome({ answer }: { answer: PreviewAnswer }) {
  const reasons = answer.trace.filter(
    ({ step, outcome }) => step !== 'route' && step !== 'mode' && !(step === 'contract' && outcome === 'passed'),
  )
  const contentType = answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return (
    <div aria-live="polite" className={`grid gap-0.5 border-l-2 py-0.5 pl-2.5 ${barTones[answer.source]}`}>
      <div className="flex items-center gap-3">
        <StatusMark status={answer.status} />
        <SourceMark source={answer.source} />
        <span className="data text-text-2">{durationText(answer.durationMs)}</span>
        <span className="note cut">{contentType}</span>
      </div>
      <ol aria-label="Why this answer">
        {reasons.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the trace
          <li key={at} className="note break-words">
            <bdi dir="ltr">{step.text}</bdi>
          </li>
        ))}
      </ol>
      <Body answer={answer} json={contentType?.includes('json') ?? false} />
    </div>
  )
}

function Body({ answer, json }: { answer: PreviewAnswer; json: boolean }) {
  if (answer.body === '') return <p className="note">without a body</p>
  if (answer.bodyEncoding === 'base64') return <p className="note">{sizeText(Math.floor((answer.body.length * 3) / 4))} of binary data</p>
  const text = json ? indented(answer.body) : answer.body
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="data mt-1 max-h-[320px] overflow-auto rounded-2 bg-surface-sunken px-2 py-1 break-words whitespace-pre-wrap"
    >
      {text.slice(0, SHOWN_CHARACTERS)}
      {text.length > SHOWN_CHARACTERS && <span className="note block">and {sizeText(text.length - SHOWN_CHARACTERS)} more</span>}
    </pre>
  )
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
