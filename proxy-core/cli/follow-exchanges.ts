import type { ExchangeSummary } from '../model/exchange.ts'
import { decidedBySummary, type FilterTerm, matchesFilter } from '../model/filter.ts'
import type { ControlClient } from './control-client.ts'
import { DONE, startError } from './exits.ts'
import { readEvents } from './read-events.ts'

export interface FollowOptions {
  client: ControlClient
  filter: string
  terms: FilterTerm[]
  limit: number
  show: (exchange: ExchangeSummary) => void
  /** Resolves when it is to end. */
  stop: Promise<void>
}

/** How many of the newest ones are looked at for what a gap in the events left out. */
const GAP_ITEMS = 1_000
/** Ids that were shown, so that none is shown twice. */
const REMEMBERED = 20_000

/** Shows what is there, then every exchange that ends and matches, each once. */
export async function followExchanges({ client, filter, terms, limit, show, stop }: FollowOptions): Promise<number> {
  const abort = new AbortController()
  let asked = false
  void stop.then(() => {
    asked = true
    abort.abort()
  })
  const shown = new Set<string>()
  try {
    // The stream is open before the list is asked for, so that nothing falls between them.
    const stream = await client.events(abort.signal)
    await catchUp(limit)
    for await (const event of readEvents(stream)) {
      if (event.name === 'reset') await catchUp(GAP_ITEMS)
      else if (event.name === 'exchange') await consider(event.data as ExchangeSummary)
    }
  } catch (error) {
    if (!asked) throw error
  }
  if (asked) return DONE
  throw startError('the host has ended')

  async function catchUp(most: number): Promise<void> {
    const { items } = await client.call('listExchanges', { query: { filter, limit: most } })
    const first = shown.size === 0
    for (const item of items.reverse()) {
      if (item.state === 'pending' || shown.has(item.id)) continue
      if (first || isNewer(item.id)) once(item)
    }
  }

  async function consider(exchange: ExchangeSummary): Promise<void> {
    if (exchange.state === 'pending' || shown.has(exchange.id)) return
    if (decidedBySummary(terms) ? matchesFilter(terms, exchange) : await matchesOnHost(exchange)) once(exchange)
  }

  /** Words may stand in bodies, which only the host sees. */
  async function matchesOnHost({ id }: ExchangeSummary): Promise<boolean> {
    const around = { filter, after: String(Number(id) - 1), before: String(Number(id) + 1), limit: 1 }
    return (await client.call('listExchanges', { query: around })).items.length > 0
  }

  function isNewer(id: string): boolean {
    const [oldest] = shown
    return oldest === undefined || Number(id) > Number(oldest)
  }

  function once(exchange: ExchangeSummary): void {
    shown.add(exchange.id)
    show(exchange)
    if (shown.size > REMEMBERED) for (const id of [...shown].slice(0, REMEMBERED / 2)) shown.delete(id)
  }
}
