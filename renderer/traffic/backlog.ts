import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'

/** How many changed exchanges wait for the list at most; with more of them the list is loaded again instead. */
export const MAX_WAITING_EXCHANGES = 20_000

/** Changes on their way to the list, each exchange once and in its latest state. */
export function createBacklog(bound = MAX_WAITING_EXCHANGES) {
  let waiting = new Map<string, ExchangeSummary>()
  let overflowed = false
  return {
    add(summary: ExchangeSummary) {
      if (waiting.size < bound || waiting.has(summary.id)) waiting.set(summary.id, summary)
      else overflowed = true
    },
    size: () => waiting.size,
    take(): { summaries: ExchangeSummary[]; overflowed: boolean } {
      const taken = { summaries: [...waiting.values()], overflowed }
      waiting = new Map()
      overflowed = false
      return taken
    },
  }
}
