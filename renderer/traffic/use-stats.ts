import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Stats } from '../../proxy-core/model/status.ts'
import { call } from '../api/call.ts'

/** The charts show this much of the past, in this many bars, read anew in this rhythm. */
const SHOWN_MS = 5 * 60_000
const BUCKETS = 50
const READ_EVERY_MS = 3_000

/** Rate, p95 and errors of what matches the filter, over the last five minutes. */
export function useStats(filter: string): Stats | undefined {
  return useQuery({
    queryKey: ['stats', filter],
    queryFn: ({ signal }) => {
      const now = Date.now()
      const query = { from: new Date(now - SHOWN_MS).toISOString(), to: new Date(now).toISOString(), buckets: BUCKETS }
      return call('getStats', { query: filter === '' ? query : { ...query, filter } }, { signal })
    },
    refetchInterval: READ_EVERY_MS,
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  }).data
}
