import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { logLimits } from '../../proxy-core/model/limits.ts'
import type { ListQuery, Log } from '../../proxy-core/traffic/log.ts'
import { openLog } from '../../proxy-core/traffic/open-log.ts'
import { bodyOf, recordOf } from '../fixtures/traffic/records.ts'

/**
 * What the log costs the loop, what the writer takes, and how fast a full log is read.
 * `node test/bench/log.ts [records]`, a million when not given: some 2 GB in the temporary folder, removed at the end.
 */
const RECORDS = Number(process.argv[2] ?? 1_000_000)
const APPEND_BURST = 200
const STATUSES = [200, 200, 200, 200, 200, 201, 204, 304, 404, 200]

const folder = mkdtempSync(join(tmpdir(), 'switchyard-bench-'))
const log = await openLog({ folder, retention: { exchanges: RECORDS * 2, bytes: 64e9 }, limits: logLimits })
try {
  await fill(log)
  await read(log)
} finally {
  await log.close()
  rmSync(folder, { recursive: true })
}

/** Half of the bodies recur, as they do with examples; every thousandth exchange fails, one in a million is the needle. */
async function fill(log: Log): Promise<void> {
  const sharedBody = bodyOf(
    JSON.stringify({ items: Array.from({ length: 10 }, (_, i) => ({ id: i, name: `Product ${i}`, price: i * 1.5 })) }),
  )
  const pending: ReturnType<typeof recordOf>[] = []
  let onLoopMs = 0
  let longestMs = 0
  const started = performance.now()
  for (let made = 0; made < RECORDS; made += APPEND_BURST) {
    for (let i = 0; i < APPEND_BURST; i++) pending.push(madeUp(log.nextId(), sharedBody))
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
  show(
    'append, on the loop',
    `${((onLoopMs * 1000) / RECORDS).toFixed(2)} µs a record, longest burst of ${APPEND_BURST} ${longestMs.toFixed(1)} ms`,
  )
  show(
    'written',
    `${Math.round(RECORDS / seconds)} records a second, ${(bytes / RECORDS).toFixed(0)} bytes each, shed ${shedRecords}/${shedBodies}`,
  )
}

function madeUp(id: number, sharedBody: ReturnType<typeof bodyOf>) {
  const status = id % 1_000 === 0 ? 500 : (STATUSES[id % STATUSES.length] as number)
  const own = id === RECORDS / 2 - 1 ? `{"needle":"zq${id}"}` : `{"id":${id},"text":"${'lorem ipsum '.repeat(60)}"}`
  return recordOf(id, {
    status,
    startedAt: Date.now(),
    method: id % 7 === 0 ? 'POST' : 'GET',
    path: id % 50_000 === 0 ? `/rare/${id}` : `/api/products/${id % 5_000}`,
    durationMs: (id * 7919) % 1_000,
    responseBody: id % 2 === 0 ? sharedBody : bodyOf(own),
  })
}

async function read(log: Log): Promise<void> {
  await page(log, 'newest 200', { limit: 200 })
  await page(log, '200 in the middle', { limit: 200, before: RECORDS / 2 })
  await page(log, 'status:404', { limit: 200, filter: 'status:404' })
  await page(log, 'status:5xx', { limit: 200, filter: 'status:5xx' })
  await page(log, 'path:^/rare (20 matches)', { limit: 200, filter: 'path:^/rare' })
  await page(log, 'duration>999ms method:post', { limit: 200, filter: 'duration>=999ms method:post' })
  await page(log, 'text lorem', { limit: 200, filter: 'lorem' })
  await page(log, 'text zq (1 match)', { limit: 200, filter: 'zq' })
  const before = performance.now()
  const stats = await log.stats({ from: 0 })
  show('stats over all', `${(performance.now() - before).toFixed(1)} ms, ${stats.total} counted`)
}

/** Median of the first page over five runs; then the whole way to the end, page by page. */
async function page(log: Log, name: string, query: ListQuery): Promise<void> {
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    const before = performance.now()
    await log.list(query)
    times.push(performance.now() - before)
  }
  const before = performance.now()
  let found = 0
  let pages = 0
  for (let next: string | null | undefined; next !== null && pages < 1_000 && found < 1_000; pages++) {
    const answer = await log.list({ ...query, before: next === undefined ? query.before : Number(next) })
    found += answer.items.length
    next = answer.next
  }
  const all = performance.now() - before
  show(name, `first page ${times.sort((a, b) => a - b)[2]?.toFixed(1)} ms; ${found} found in ${pages} pages, ${all.toFixed(0)} ms`)
}

function show(name: string, text: string): void {
  console.log(`${name.padEnd(30)} ${text}`)
}
