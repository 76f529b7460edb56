import { isError } from '../model/filter-terms.ts'
import type { LogLimits } from '../model/limits.ts'
import type { Stats } from '../model/status.ts'
import type { Database } from './database.ts'
import type { StatsRequest } from './messages.ts'
import { scan } from './scan.ts'

type Counted = {
  id: number
  startedAt: number
  durationMs: number
  status: number | null
  state: 'done' | 'failed' | 'aborted'
  source: string | null
}

/** Counting ends after this; `from` then says where it came to. */
const STATS_MS = 400
/** How far the clock may have been set back between two exchanges before older ones are overlooked. */
const CLOCK_SLACK_MS = 60_000

/** Counts over a range of time, newest first, in bounded time. Both ends of the range are epoch milliseconds. */
export function countStats(db: Database, { terms, from, to, buckets }: StatsRequest, limits: LogLimits): Stats {
  const rows: Counted[] = []
  const columns = 'e.started_at AS startedAt, e.duration_ms AS durationMs, e.status, e.state, e.source'
  const request = { terms, before: firstIdAfter(db, to + CLOCK_SLACK_MS), after: null, columns, milliseconds: STATS_MS }
  const stopped = scan<Counted>(db, request, limits, (row) => {
    if (row.startedAt < from - CLOCK_SLACK_MS) return 'stop'
    if (row.startedAt >= from && row.startedAt < to) rows.push(row)
    return 'more'
  })
  const reached = stopped === null ? from : (startOf(db, stopped)?.startedAt ?? from)
  return summed(rows, Math.min(Math.max(from, reached), to - 1), to, buckets)
}

/** Ids grow with time, so the range is found by halving; null when nothing is later. */
function firstIdAfter(db: Database, time: number): number | null {
  let high = db.prepare<[], number | null>('SELECT max(id) FROM exchange').pluck().get() ?? 0
  if ((startOf(db, high)?.startedAt ?? 0) <= time) return null
  let low = 0
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((startOf(db, middle)?.startedAt ?? time) > time) high = middle
    else low = middle + 1
  }
  return high
}

function startOf(db: Database, id: number): { startedAt: number } | undefined {
  return db
    .prepare<[number], { startedAt: number }>('SELECT started_at AS startedAt FROM exchange WHERE id >= ? ORDER BY id LIMIT 1')
    .get(id)
}

function summed(rows: readonly Counted[], from: number, to: number, count: number): Stats {
  const bucketMs = Math.max(1, (to - from) / count)
  const buckets = Array.from({ length: count }, () => ({ errors: 0, durations: [] as number[] }))
  const byStatus: Record<string, number> = {}
  const bySource: Record<string, number> = {}
  let errors = 0
  for (const { startedAt, durationMs, status, state, source } of rows) {
    const bucket = buckets[Math.min(count - 1, Math.max(0, Math.floor((startedAt - from) / bucketMs)))]
    const failed = isError({ state, status }) ? 1 : 0
    errors += failed
    if (bucket) bucket.errors += failed
    bucket?.durations.push(durationMs)
    const statusClass = status === null ? 'none' : `${Math.floor(status / 100)}xx`
    byStatus[statusClass] = (byStatus[statusClass] ?? 0) + 1
    bySource[source ?? 'none'] = (bySource[source ?? 'none'] ?? 0) + 1
  }
  const all = Float64Array.from(rows, (row) => row.durationMs).sort()
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    bucketMs,
    total: rows.length,
    errors,
    p50Ms: percentile(all, 0.5),
    p95Ms: percentile(all, 0.95),
    ratePerSecond: (rows.length * 1000) / (to - from),
    byStatus,
    bySource,
    buckets: buckets.map((bucket, i) => {
      const durations = Float64Array.from(bucket.durations).sort()
      const at = new Date(from + i * bucketMs).toISOString()
      return { at, count: durations.length, errors: bucket.errors, p50Ms: percentile(durations, 0.5), p95Ms: percentile(durations, 0.95) }
    }),
  }
}

/** Nearest rank. */
function percentile(sorted: Float64Array, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}
