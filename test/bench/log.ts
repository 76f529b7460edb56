import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { logLimits } from '../../proxy-core/model/limits.ts'
import type { ListQuery, Log } from '../../proxy-core/traffic/log.ts'
import { openLog } from '../../proxy-core/traffic/open-log.ts'
import { bodyOf, recordOf } from '../fixtures/traffic/records.ts'
import { median } from './load.ts'
import type { Row } from './table.ts'

const APPEND_BURST = 200
const STATUSES = [200, 200, 200, 200, 200, 201, 204, 304, 404, 200]

/** What the log costs the loop, what the writer takes, and how fast a full log is read. A million exchanges are some 2 GB in the temporary folder, removed at the end. */
export async function logOf(records: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-bench-'))
  const log = await openLog({ folder, retention: { exchanges: records * 2, bytes: 64e9 }, limits: logLimits })
  try {
    return [...(await fill(log, records)), ...(await read(log, records))]
  } finally {
    await log.close()
    rmSync(folder, { recursive: true })
  }
}

/** Half of the bodies recur, as they do with examples; every thousandth exchange fails, one in a million is the needle. */
async function fill(log: Log, records: number): Promise<Row[]> {
  const sharedBody = bodyOf(
    JSON.stringify({ items: Array.from({ length: 10 }, (_, i) => ({ id: i, name: `Product ${i}`, price: i * 1.5 })) }),
  )
  const pending: ReturnType<typeof recordOf>[] = []
  let onLoopMs = 0
  let longestMs = 0
  const started = performance.now()
  for (let made = 0; made < records; made += APPEND_BURST) {
    for (let i = 0; i < APPEND_BURST; i++) pending.push(madeUp(log.nextId(), sharedBody, records))
    const before = performance.now()
    for (const record of pending.splice(0)) log.append(record)
    const took = performance.now() - before
    onLoopMs += took
    longestMs = Math.max(longestMs, took)
    do await nextTurn()
    while (log.health().queuedBytes > 16e6)
  }
  await log.flush()
  const seconds = (performance.now() - started) / 1000
  const { bytes, shedRecords, shedBodies } = log.health()
  return [
    { what: 'append, on the loop, per record', value: (onLoopMs * 1000) / records, unit: 'µs' },
    { what: `append, longest burst of ${APPEND_BURST}`, value: longestMs, unit: 'ms' },
    { what: 'written per second', value: records / seconds, unit: '' },
    { what: 'size on disk per exchange', value: bytes / records, unit: 'B' },
    { what: 'records and bodies shed', value: shedRecords + shedBodies, unit: '', budget: '0', met: shedRecords + shedBodies === 0 },
  ]
}

function madeUp(id: number, sharedBody: ReturnType<typeof bodyOf>, records: number) {
  const status = id % 1_000 === 0 ? 500 : (STATUSES[id % STATUSES.length] as number)
  const own = id === records / 2 - 1 ? `{"needle":"zq${id}"}` : `{"id":${id},"text":"${'lorem ipsum '.repeat(60)}"}`
  return recordOf(id, {
    status,
    startedAt: Date.now(),
    method: id % 7 === 0 ? 'POST' : 'GET',
    path: id % 50_000 === 0 ? `/rare/${id}` : `/api/products/${id % 5_000}`,
    durationMs: (id * 7919) % 1_000,
    responseBody: id % 2 === 0 ? sharedBody : bodyOf(own),
  })
}

async function read(log: Log, records: number): Promise<Row[]> {
  const rows = [
    await page(log, 'newest page', { limit: 200 }, 5),
    await page(log, 'a page in the middle', { limit: 200, before: records / 2 }, 5),
    await page(log, 'status:404', { limit: 200, filter: 'status:404' }, 50),
    await page(log, 'status:5xx', { limit: 200, filter: 'status:5xx' }, 50),
    await page(log, 'path:^/rare, 20 matches', { limit: 200, filter: 'path:^/rare' }, 50),
    await page(log, 'text that is everywhere', { limit: 200, filter: 'lorem' }, 200),
  ]
  const before = performance.now()
  let next: string | null = 'first'
  while (next !== null) next = (await log.list({ filter: 'zq', limit: 200, before: next === 'first' ? undefined : Number(next) })).next
  return [
    ...rows,
    {
      what: 'text that matches once, whole log',
      value: performance.now() - before,
      unit: 'ms',
      budget: '≤ 200',
      met: performance.now() - before <= 200,
    },
  ]
}

/** Median of five. */
async function page(log: Log, name: string, query: ListQuery, budgetMs: number): Promise<Row> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const before = performance.now()
    await log.list(query)
    times.push(performance.now() - before)
  }
  const value = median(times)
  return { what: `log: ${name}`, value, unit: 'ms', budget: `≤ ${budgetMs}`, met: value <= budgetMs }
}
