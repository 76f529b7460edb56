import { useEffect, useState } from 'react'
import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'
import { call } from '../api/call.ts'
import { onEvent } from '../api/events.ts'

const SHOWN = 3

/** The newest few exchanges, oldest first, as they arrive. */
export function useArrivals(): ExchangeSummary[] {
  const [arrivals, setArrivals] = useState<ExchangeSummary[]>([])
  useEffect(() => {
    const ends = [onEvent('exchange', (exchange) => setArrivals((known) => withArrival(known, exchange)))]
    call('listExchanges', { query: { limit: SHOWN } })
      .then(({ items }) => setArrivals((known) => [...items.toReversed(), ...known].reduce(withArrival, [])))
      .catch(() => {
        // An empty step is right when the log can't be read: what arrives from now on is told by events.
      })
    return () => {
      for (const end of ends) end()
    }
  }, [])
  return arrivals
}

function withArrival(known: ExchangeSummary[], exchange: ExchangeSummary): ExchangeSummary[] {
  if (known.some(({ id }) => id === exchange.id)) return known.map((other) => (other.id === exchange.id ? exchange : other))
  return [...known, exchange].slice(-SHOWN)
}
