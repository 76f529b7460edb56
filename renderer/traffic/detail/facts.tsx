import type { ExchangeDetail, ExchangeSummary } from '../../../proxy-core/model/exchange.ts'
import { sizeText } from '../../ui/quantities.ts'
import { dateTimeText, momentText } from '../format.ts'

/** What is known of an exchange besides its bodies and headers; what does not apply is left out. */
export function Facts({ exchange }: { exchange: ExchangeSummary | ExchangeDetail }) {
  const facts: [string, string | null, 'data'?][] = [
    ['Service', exchange.service],
    ['Consumer', exchange.consumer],
    ['Environment', exchange.environment],
    ['Host', exchange.host, 'data'],
    ['Client', exchange.client, 'data'],
    ['Started', momentText(exchange.startedAt), 'data'],
    ['Protocol', 'httpVersion' in exchange ? `${exchange.scheme.toUpperCase()}/${exchange.httpVersion}` : null, 'data'],
    ['Sent', sizeText(exchange.requestBytes), 'data'],
    ['Received', exchange.state === 'pending' ? null : sizeText(exchange.responseBytes), 'data'],
  ]
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(208px,1fr))] gap-x-2 px-3 pb-2 text-data">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value, data]) => (
          <div key={name} className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-2">
            <dt className="text-text-3">{name}</dt>
            <dd
              className={`cut ${data ? 'data' : ''}`}
              title={name === 'Started' ? dateTimeText(exchange.startedAt) : (value ?? undefined)}
            >
              <bdi dir="ltr">{value}</bdi>
            </dd>
          </div>
        ))}
    </dl>
  )
}
