import type { ExchangeDetail } from '../../../proxy-core/model/exchange.ts'
import { durationText } from '../../ui/quantities.ts'
import { stepText } from '../format.ts'
import { Section } from '../section.tsx'
import { phasesOf } from './phases.ts'

/** Where the time went: grey waiting, bright receiving. */
export function TimingTab({ exchange }: { exchange: ExchangeDetail }) {
  const phases = phasesOf(exchange.timing)
  const whole = Math.max(exchange.durationMs ?? 0, ...phases.map((phase) => phase.toMs), 0.01)
  const percent = (ms: number) => `${(ms / whole) * 100}%`
  return (
    <>
      <Section title="Where the time went" note={exchange.durationMs === null ? undefined : durationText(exchange.durationMs)}>
        <ul className="px-3 pb-2 text-data">
          {phases.map((phase) => (
            <li key={phase.name} className="grid grid-cols-[72px_minmax(0,1fr)_76px] items-center gap-x-3 py-[3px]">
              <span className="text-text-3" title={phase.says}>
                {phase.name}
              </span>
              <span className="relative h-1.5" aria-hidden="true">
                <span className="absolute inset-x-0 top-[2.5px] h-px bg-line" />
                <span
                  className={`absolute h-1.5 min-w-px ${phase.kind === 'receiving' ? 'bg-text-2' : 'bg-line-control'}`}
                  style={{ left: percent(phase.fromMs), width: percent(phase.toMs - phase.fromMs) }}
                />
              </span>
              <span className="data text-right text-text-2">{stepText(phase.toMs - phase.fromMs)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Moments" note="since the request's first byte">
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-3 pb-2 text-data">
          {moments(exchange).map(([name, ms]) => (
            <div key={name} className="contents">
              <dt className="text-text-3">{name}</dt>
              <dd className="data text-right">{ms === null ? <span className="text-text-3">did not happen</span> : stepText(ms)}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  )
}

function moments({ timing, state }: ExchangeDetail): [string, number | null][] {
  const end = { done: 'Response ended', failed: 'Failed', aborted: 'Broken off', pending: 'Ended' }[state]
  return [
    ['Route and mode known', timing.routedMs],
    ['Connection to the upstream ready', timing.upstreamSocketMs],
    ['Request read to its end', timing.requestSentMs],
    ['Head of the response sent on', timing.firstByteMs],
    [end, timing.endMs],
  ]
}
