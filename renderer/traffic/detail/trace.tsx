import type { TraceStep } from '../../../proxy-core/model/exchange.ts'
import { type Mode, type Source, source as sources } from '../../../proxy-core/model/mode.ts'
import { sourceTones } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { stepText } from '../format.ts'
import { inert } from '../inert.ts'
import { maskedPieces } from '../masked.ts'

const names: Record<string, string> = {
  route: 'Route',
  mode: 'Mode',
  mock: 'Mock',
  live: 'Live',
  gateway: 'Gateway',
  contract: 'Contract',
  callback: 'Callback',
  webhook: 'Webhook',
}

/** Why this answer: the line that the request took, a stop for each reason. */
export function Trace({ steps, source, mode }: { steps: readonly TraceStep[]; source: Source | null; mode: Mode | null }) {
  return (
    <ol className="px-3 pb-2">
      {steps.map((step, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the trace
          key={at}
          className="group relative grid grid-cols-[16px_76px_minmax(0,1fr)_auto] gap-x-2 py-[3px] text-data leading-[18px] before:absolute before:inset-y-0 before:left-[7.5px] before:w-px before:bg-line-control first:before:top-3 last:before:bottom-[calc(100%-12px)]"
        >
          <Stop step={step} tone={toneOf(step, source, mode)} />
          <span className="text-text-3">{names[step.step] ?? <bdi>{step.step}</bdi>}</span>
          <bdi dir="ltr" className="min-w-0 break-words text-text-2">
            {maskedPieces(step.text).map(({ text, masked }, piece) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the sentence
              <span key={piece} className={masked ? 'text-text-3' : undefined}>
                {inert(text)}
              </span>
            ))}
          </bdi>
          <span className="text-right font-data text-label leading-[18px] text-text-3">
            {step.durationMs === null ? '' : stepText(step.durationMs)}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Stop({ step, tone }: { step: TraceStep; tone: string | null }) {
  if (step.outcome === 'refused' || step.outcome === 'failed') {
    return (
      <span className="relative mt-[3.5px] ml-[2.5px] size-[11px] bg-surface-base text-status-5xx">
        <Icon name="x" size={11} className="stroke-2" />
        <span className="sr-only">{step.outcome}</span>
      </span>
    )
  }
  return (
    <span
      aria-hidden="true"
      className={`relative mt-[4.5px] ml-[3.5px] size-[9px] rounded-full ${
        tone ? `bg-current ${tone}` : 'bg-surface-base shadow-[inset_0_0_0_1.5px_var(--line-control)]'
      }`}
    />
  )
}

/** The stop that answered has the colour of what answered, the stop of the mode that of the mode; the others are hollow. */
function toneOf({ step, outcome }: TraceStep, source: Source | null, mode: Mode | null): string | null {
  if (step === 'mode') return mode === null ? null : mode === 'auto' ? 'text-text-2' : sourceTones[mode]
  if (outcome !== 'answered') return null
  const named = sources.safeParse(step)
  return sourceTones[named.success ? named.data : (source ?? 'gateway')]
}
