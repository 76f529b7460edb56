import { useQuery } from '@tanstack/react-query'
import type { ExchangeSummary } from '../../../proxy-core/model/exchange.ts'
import { call } from '../../api/call.ts'

/** The full record. It exists once the exchange has ended; its head may change later (a pin), which the list knows first. */
export function useExchange(id: string, summary: ExchangeSummary | undefined) {
  return useQuery({
    queryKey: ['exchange', id],
    queryFn: ({ signal }) => call('getExchange', { params: { id } }, { signal }),
    enabled: summary?.state !== 'pending',
    gcTime: 60_000,
    retry: false,
  })
}
