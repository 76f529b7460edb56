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
      const limit = query.limit ?? DEFAULT_PAGE_ITEMS
      const page = await log().list({ filter: query.filter, before: number(query.before), after: number(query.after), limit })
      if (query.before !== undefined) return page
      const waiting = pendingItems(pending(), query.filter, number(query.after), page.items)
      return { items: [...waiting, ...page.items], next: page.next }
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

/** Exchanges under way that the filter lets through and the page from the log does not have yet; newest first. */
function pendingItems(
  all: ExchangeSummary[],
  filter: string | undefined,
  after: number | undefined,
  logged: readonly ExchangeSummary[],
): ExchangeSummary[] {
  const parsed = parseFilter(filter ?? '')
  if (parsed.kind === 'error') return []
  const known = new Set(logged.map((item) => item.id))
  return all.filter((item) => !known.has(item.id) && Number(item.id) > (after ?? 0) && matchesFilter(parsed.terms, item)).reverse()
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
