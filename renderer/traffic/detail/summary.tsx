import type { ExchangeDetail } from '../../../proxy-core/model/exchange.ts'
import { BodySummary } from '../body/body-section.tsx'
import { Section } from '../section.tsx'
import { Facts } from './facts.tsx'
import { RouteMode } from './route-mode.tsx'
import { Trace } from './trace.tsx'

/** Why this answer, what is known of the exchange, and the body that came back. */
export function Summary({ exchange }: { exchange: ExchangeDetail }) {
  return (
    <>
      <Section title="Why this answer" end={exchange.route !== null && <RouteMode route={exchange.route} />}>
        <Trace steps={exchange.trace} source={exchange.source} mode={exchange.mode} />
      </Section>
      <Section title="Exchange" note={exchange.id}>
        <Facts exchange={exchange} />
      </Section>
      <BodySummary exchange={exchange} side="response" />
    </>
  )
}
