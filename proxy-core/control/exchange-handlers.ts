import { Refusal } from '../model/errors.ts'
import type { ExchangeSummary } from '../model/exchange.ts'
import { matchesFilter, parseFilter } from '../model/filter.ts'
import type { ControlContext } from './context.ts'
import type { Handlers, RawAnswer } from './register.ts'

type ExchangeHandlers = Pick<
  Handlers,
  | 'listExchanges'
  | 'deleteExchanges'
  | 'undoDelete'
  | 'getExchange'
  | 'changeExchange'
  | 'deleteExchange'
  | 'getRequestBody'
  | 'getResponseBody'
  | 'getStats'
>

const DEFAULT_PAGE_ITEMS = 200

/** The log: lists, single exchanges, bodies, deleting and bringing back, counts. */
export function exchangeHandlers({ log, hub, pending, switchboard }: ControlContext): ExchangeHandlers {
  return {
    async listExchanges({ query }) {
      const range = { before: number(query.before), after: number(query.after), limit: query.limit ?? DEFAULT_PAGE_ITEMS }
      // Asked first, so that one that ends meanwhile is in one of the two.
      const waiting = matching(pending(), query.filter)
      return withPending(await log().list({ filter: query.filter, ...range }), waiting, range)
    },
    async deleteExchanges({ query }) {
      const result = await log().remove({ filter: query.filter ?? '' })
      tellCleared()
      return result
    },
    async undoDelete({ params }) {
      const result = await log().undo(String(params.undo))
      if (!result) throw new Refusal('unknown-undo', 'That was undone already, or more than ten minutes ago.')
      tellCleared()
      return result
    },
    async getExchange({ params }) {
      return (await log().get(Number(params.id))) ?? missing(params.id)
    },
    async changeExchange({ params, body }) {
      const changed = (await log().change(Number(params.id), body)) ?? missing(params.id)
      hub.exchange(Number(params.id), () => changed)
      return changed
    },
    async deleteExchange({ params }) {
      const result = await log().remove({ id: Number(params.id) })
      if (result.deleted === 0) missing(params.id)
      tellCleared()
      return result
    },
    getRequestBody: ({ params }) => body(params.id, 'request'),
    getResponseBody: ({ params }) => body(params.id, 'response'),
    getStats: ({ query }) =>
      log().stats({ filter: query.filter, from: instant(query.from), to: instant(query.to), buckets: query.buckets }),
  }

  async function body(id: string, side: 'request' | 'response'): Promise<RawAnswer> {
    const found = (await log().body(Number(id), side)) ?? missing(id)
    return {
      data: found.data,
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="exchange-${id}-${side}"`,
        'x-switchyard-truncated': String(found.truncated),
      },
    }
  }

  function tellCleared(): void {
    const { master, workspaceMode } = switchboard.settings()
    hub.tell('workspace', { mode: workspaceMode ?? 'mock', master, changed: 'log' })
  }
}

function matching(all: ExchangeSummary[], filter: string | undefined): ExchangeSummary[] {
  const parsed = parseFilter(filter ?? '')
  return parsed.kind === 'error' ? [] : all.filter((item) => matchesFilter(parsed.terms, item))
}

interface Range {
  before: number | undefined
  after: number | undefined
  limit: number
}

/** A page of the log with the exchanges under way that lie in its part of the list, each where its id belongs. */
function withPending(
  page: ExchangePage,
  waiting: ExchangeSummary[],
  { before = Number.POSITIVE_INFINITY, after = 0, limit }: Range,
): ExchangePage {
  const known = new Set(page.items.map(({ id }) => id))
  const above = page.next === null ? after : Number(page.next)
  const missing = waiting.filter(({ id }) => Number(id) > above && Number(id) < before && !known.has(id))
  if (missing.length === 0) return page
  const items = [...page.items, ...missing].sort((a, b) => Number(b.id) - Number(a.id))
  return items.length <= limit ? { items, next: page.next } : { items: items.slice(0, limit), next: items[limit - 1]?.id ?? null }
}

interface ExchangePage {
  items: ExchangeSummary[]
  next: string | null
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

function instant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new Refusal('invalid-input', `"${text}" is not a time. Write ISO 8601, such as 2026-11-23T14:00:00Z.`)
  return time
}

function missing(id: string): never {
  throw new Refusal('unknown-exchange', `There is no exchange ${id}: it has not ended yet, was deleted, or was dropped by retention.`)
}
