import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'
import { isError } from '../../proxy-core/model/filter.ts'
import { createInterner } from './interner.ts'

/** How many summaries the page holds at most; about 300 bytes each. Older ones stay in the log and are found by a filter. */
export const MAX_KEPT_EXCHANGES = 200_000
/** The oldest rows leave in steps of this size, so that dropping them costs next to nothing per row. */
const TRIM_STEP_ROWS = 2_000

/** Whether the log has rows before the first one: not asked yet, being fetched, yes, could not be fetched, no, or yes but the page is full. */
export type Older = 'unknown' | 'loading' | 'more' | 'failed' | 'end' | 'full'

/** What the list shows now. A new object after every change; `rows` itself changes in place, oldest first. */
export interface ExchangeWindow {
  rows: readonly ExchangeSummary[]
  older: Older
  errors: number
  pending: number
}

export type Accepts = (summary: ExchangeSummary) => boolean

export type ExchangeStore = ReturnType<typeof createExchangeStore>

/** The exchanges of one filter, sorted by id, updated in place, bounded. */
export function createExchangeStore({ capacity = MAX_KEPT_EXCHANGES }: { capacity?: number } = {}) {
  const listeners = new Set<() => void>()
  const intern = createInterner()
  let rows: ExchangeSummary[] = []
  let current: ExchangeWindow = { rows, older: 'unknown', errors: 0, pending: 0 }

  const publish = (change: Partial<ExchangeWindow>) => {
    current = { ...current, ...change, rows }
    for (const listener of listeners) listener()
  }
  const counted = () => {
    let errors = 0
    let pending = 0
    for (const row of rows) {
      if (isError(row)) errors++
      if (row.state === 'pending') pending++
    }
    return { errors, pending }
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    window: () => current,
    find(id: string): ExchangeSummary | undefined {
      const index = indexOfId(rows, id)
      return index < 0 ? undefined : rows[index]
    },
    indexOf: (id: string) => indexOfId(rows, id),

    /** Starts over with the newest page of the log, newest first. */
    replace(newestFirst: readonly ExchangeSummary[], hasOlder: boolean) {
      rows = newestFirst.map(intern).sort(byId)
      publish({ older: hasOlder ? 'more' : 'end', ...counted() })
    },

    /** Adds an older page. What is under way is listed with the newest page however old it is, so an older page may begin after the first row. */
    addOlder(page: readonly ExchangeSummary[], hasOlder: boolean) {
      const fresh = page.filter((row) => indexOfId(rows, row.id) < 0)
      const fitting = fresh
        .slice(0, Math.max(0, capacity - rows.length))
        .map(intern)
        .sort(byId)
      const first = rows[0]
      const before = first === undefined || fitting.every((row) => byId(row, first) < 0)
      rows = before ? [...fitting, ...rows] : [...fitting, ...rows].sort(byId)
      const full = fitting.length < fresh.length || (rows.length >= capacity && hasOlder)
      publish({ older: full ? 'full' : hasOlder ? 'more' : 'end', ...counted() })
    },

    setOlder: (older: Older) => publish({ older }),

    /** Takes over new and changed summaries; one that `accepts` refuses leaves the list. */
    upsert(summaries: Iterable<ExchangeSummary>, accepts: Accepts) {
      let { errors, pending, older } = current
      let changed = false
      const count = (row: ExchangeSummary, by: 1 | -1) => {
        if (isError(row)) errors += by
        if (row.state === 'pending') pending += by
      }
      for (const summary of summaries) {
        const index = indexOfId(rows, summary.id)
        const known = index < 0 ? undefined : rows[index]
        if (known) {
          if (known.state !== 'pending' && summary.state === 'pending') continue
          count(known, -1)
          if (accepts(summary)) {
            rows[index] = intern(summary)
            count(summary, 1)
          } else rows.splice(index, 1)
          changed = true
        } else if (accepts(summary) && (~index > 0 || older === 'end')) {
          rows.splice(~index, 0, intern(summary))
          count(summary, 1)
          changed = true
        }
      }
      if (rows.length > capacity) {
        const dropped = rows.splice(0, rows.length - capacity + Math.min(TRIM_STEP_ROWS, capacity >> 2))
        for (const row of dropped) count(row, -1)
        older = 'full'
      }
      if (changed) publish({ errors, pending, older })
    },

    /** Takes rows out of the list. */
    remove(leaves: Accepts) {
      rows = rows.filter((row) => !leaves(row))
      publish(counted())
    },
  }
}

/** Ids are decimal integers without leading zeros, at most 16 digits: exact as numbers. */
function byId(a: ExchangeSummary, b: ExchangeSummary): number {
  return Number(a.id) - Number(b.id)
}

/** The index of an id, or the complement (`~`) of where it would be put. */
export function indexOfId(rows: readonly ExchangeSummary[], id: string): number {
  const wanted = Number(id)
  let low = 0
  let high = rows.length - 1
  const last = rows[high]
  if (last === undefined || Number(last.id) < wanted) return ~rows.length
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = Number((rows[middle] as ExchangeSummary).id)
    if (found === wanted) return middle
    if (found < wanted) low = middle + 1
    else high = middle - 1
  }
  return ~low
}
