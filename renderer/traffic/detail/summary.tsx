import type { ExchangeDetail } from '../../../proxy-core/model/exchange.ts'
import { Button } from '../../ui/button.tsx'
import { BodySummary } from '../body/body-section.tsx'
import { Section } from '../section.tsx'
import { useViewUrl } from '../use-view-url.ts'
import { ExchangeCallbacks } from './callbacks.tsx'
import { Facts } from './facts.tsx'
import { RouteMode } from './route-mode.tsx'
import { Trace } from './trace.tsx'

/** Why this answer, what is known of the exchange, and the body that came back. */
export function Summary({ exchange }: { exchange: ExchangeDetail }) {
  return (
    <>
      <Section
        title={exchange.fired ? 'What was sent' : 'Why this answer'}
        end={exchange.fired ? <Cause of={exchange.fired.of} /> : exchange.route !== null && <RouteMode route={exchange.route} />}
      >
        <Trace steps={exchange.trace} source={exchange.source} mode={exchange.mode} />
      </Section>
      <Section title="Exchange" note={exchange.id}>
        <Facts exchange={exchange} />
      </Section>
      {exchange.route !== null && exchange.fired === undefined && <ExchangeCallbacks id={exchange.id} route={exchange.route} />}
      <BodySummary exchange={exchange} side={exchange.fired ? 'request' : 'response'} />
    </>
  )
}

/** The way to the exchange that a callback follows. */
function Cause({ of }: { of: string | null }) {
  const { setOpen } = useViewUrl()
  if (of === null) return null
  return (
    <Button kind="quiet" small onClick={() => setOpen(of)}>
      Show exchange {of}
    </Button>
  )
}
