import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'
import { decidedBySummary, type FilterTerm, matchesFilter, parseFilter } from '../../proxy-core/model/filter.ts'
import { createBacklog } from './backlog.ts'
import type { ExchangeStore } from './exchange-store.ts'

export interface Page {
  items: ExchangeSummary[]
  next: string | null
}
export interface PageQuery {
  filter?: string
  before?: string
  after?: string
  limit: number
}

export interface FeedParts {
  store: ExchangeStore
  list: (query: PageQuery) => Promise<Page>
  /** Runs something before the next frame is drawn. */
  beforeFrame: (run: () => void) => void
  /** Runs something after that time. */
  later: (run: () => void, ms: number) => void
}

/** How the list stands to the log. `held` counts exchanges that changed since the list was paused. */
export interface FeedState {
  phase: 'loading' | 'ready' | 'failed'
  failure: string | null
  paused: boolean
  held: number
}

export type TrafficFeed = ReturnType<typeof createTrafficFeed>

const FIRST_PAGE_ROWS = 500
const PAGE_ROWS = 1_000
/** A filter that looks into bodies is asked of the log this often while traffic flows. */
const ASK_LOG_EVERY_MS = 400
/** After a gap in the stream at most this much is fetched before the list starts over. */
const MAX_CATCH_UP_PAGES = 20

/** Keeps a store equal to what the log holds for one filter: pages of history from the host, live changes from the event stream. */
export function createTrafficFeed({ store, list, beforeFrame, later }: FeedParts) {
  const listeners = new Set<() => void>()
  const backlog = createBacklog()
  let state: FeedState = { phase: 'loading', failure: null, paused: false, held: 0 }
  let filter = ''
  let terms: readonly FilterTerm[] = []
  let cursor: string | null = null
  /** Grows with every load that makes earlier answers worthless. */
  let run = 0
  let scheduled = false
  let askFrom: number | null = null
  let ownChanges = 0
  let catchingUp = false
  let catchUpAgain = false

  const set = (change: Partial<FeedState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }
  const query = (more: Omit<PageQuery, 'filter'>): PageQuery => (filter === '' ? more : { ...more, filter })

  /** Runs a load; what it finds out too late is dropped, what it fails with is told. */
  const loading = async (work: (current: () => boolean) => Promise<void>) => {
    const mine = ++run
    try {
      await work(() => mine === run)
      if (mine !== run) return
      set({ phase: 'ready', failure: null })
      schedule()
    } catch (error) {
      if (mine === run) set({ phase: 'failed', failure: error instanceof Error ? error.message : String(error) })
    }
  }

  const load = (rows = FIRST_PAGE_ROWS) =>
    loading(async (current) => {
      const items: ExchangeSummary[] = []
      let before: string | undefined
      do {
        const page = await list(query({ limit: Math.min(PAGE_ROWS, rows - items.length), ...(before ? { before } : {}) }))
        if (!current()) return
        items.push(...page.items)
        before = page.next ?? undefined
      } while (before && items.length < rows)
      cursor = before ?? null
      store.replace(items, cursor !== null)
    })

  /** Under heavy load gaps come faster than they are filled: one filling at a time, and another one a little later. */
  const catchUp = () => {
    catchUpAgain = catchingUp
    if (catchingUp) return
    catchingUp = true
    void fillGap().finally(() => {
      catchingUp = false
      if (catchUpAgain) later(catchUp, ASK_LOG_EVERY_MS)
    })
  }

  /** Fetches what happened since the newest row, page by page, until the pages meet what is there. */
  const fillGap = () =>
    loading(async (current) => {
      const newest = store.window().rows.findLast((row) => row.state !== 'pending')
      if (!newest) return load()
      let before: string | undefined
      for (let page = 0; page < MAX_CATCH_UP_PAGES; page++) {
        const { items, next } = await list(query({ limit: PAGE_ROWS, ...(before ? { before } : {}) }))
        if (!current()) return
        store.upsert(items, () => true)
        if (next === null || Number(next) <= Number(newest.id)) return
        before = next
      }
      return load()
    })

  const schedule = () => {
    if (scheduled) return
    scheduled = true
    beforeFrame(() => {
      scheduled = false
      flush()
    })
  }

  const flush = () => {
    if (state.phase === 'loading') return
    if (state.paused) {
      if (state.held !== backlog.size()) set({ held: backlog.size() })
      return
    }
    const { summaries, overflowed } = backlog.take()
    if (overflowed) catchUp()
    if (decidedBySummary(terms)) store.upsert(summaries, (summary) => matchesFilter(terms, summary))
    else askLog(summaries)
  }

  /** Known rows change at once; whether new ones match is for the log to say. */
  const askLog = (summaries: readonly ExchangeSummary[]) => {
    store.upsert(summaries, (summary) => store.indexOf(summary.id) >= 0)
    const ended = summaries.filter((summary) => summary.state !== 'pending')
    if (ended.length === 0) return
    const waiting = askFrom !== null
    askFrom = Math.min(askFrom ?? Number.POSITIVE_INFINITY, ...ended.map((summary) => Number(summary.id)))
    if (!waiting) later(ask, ASK_LOG_EVERY_MS)
  }
  const ask = () => {
    const mine = run
    const after = String(Math.max(0, (askFrom ?? 1) - 1))
    askFrom = null
    list(query({ after, limit: PAGE_ROWS })).then(
      ({ items }) => mine === run && store.upsert(items, () => true),
      // A question that failed is asked again with the next exchange; the stream says when the host is gone.
      () => undefined,
    )
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    state: () => state,
    filter: () => filter,

    /** Shows what matches another filter. A text that can't be read changes nothing; the filter line says why. */
    show(text: string) {
      const parsed = parseFilter(text)
      if (parsed.kind === 'error') return
      filter = text.trim()
      terms = parsed.terms
      set({ phase: 'loading', failure: null })
      void load()
    },
    receive(summary: ExchangeSummary) {
      backlog.add(summary)
      schedule()
    },
    catchUp,
    /** Exchanges were deleted or came back, here or elsewhere: loads as many rows as there were. */
    logChanged() {
      if (ownChanges > 0) ownChanges--
      else void load(Math.max(FIRST_PAGE_ROWS, Math.min(store.window().rows.length, PAGE_ROWS * MAX_CATCH_UP_PAGES)))
    },
    /** Announces a change of the log that this page shows by itself. Returns what takes that back when the change failed. */
    expectOwnChange(): () => void {
      ownChanges++
      return () => {
        ownChanges = Math.max(0, ownChanges - 1)
      }
    },

    async loadOlder() {
      const before = cursor
      if (before === null || store.window().older !== 'more') return
      const mine = run
      store.setOlder('loading')
      try {
        const page = await list(query({ before, limit: PAGE_ROWS }))
        if (mine !== run) return
        cursor = page.next
        store.addOlder(page.items, page.next !== null)
      } catch {
        if (mine === run) store.setOlder('failed')
      }
    },

    pause: () => set({ paused: true, held: 0 }),
    resume() {
      set({ paused: false, held: 0 })
      flush()
    },
  }
}
