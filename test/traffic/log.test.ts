import { createHash, randomBytes } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { logLimits } from '../../proxy-core/model/limits.ts'
import { appendTo, openTestLog } from '../fixtures/traffic/logs.ts'
import { bodyOf, recordOf } from '../fixtures/traffic/records.ts'

const idsOf = (page: { items: { id: string }[] }) => page.items.map((item) => Number(item.id))

test('what was appended is in the next list at once, newest first', async () => {
  const log = await openTestLog()
  appendTo(log, {}, {}, {})
  expect(idsOf(await log.list({ limit: 10 }))).toEqual([3, 2, 1])
  expect(log.total()).toBe(3)
})

test('an exchange comes back as it was given, headers in order and case, bodies apart', async () => {
  const log = await openTestLog()
  const finding = { location: ['response', 'body'], severity: 'Error' as const, code: 'type', message: 'must be a string' }
  const [id = 0] = appendTo(log, {
    method: 'POST',
    query: 'a=1&a=2',
    state: 'failed',
    error: 'upstream-closed',
    replayOf: 7,
    requestHeaders: ['X-Odd', 'quote " and \\', 'x-odd', 'twice', 'Content-Type', 'Text/Plain; charset=utf-8', 'Content-Encoding', 'gzip'],
    requestBody: bodyOf('request', { masked: true }),
    responseBody: bodyOf('cut', { bytes: 5_000_000, truncated: true, sha256: 'ab'.repeat(32) }),
    policies: [{ name: 'cors', outcome: 'passed', micros: 12 }],
    findings: [finding],
  })
  const exchange = await log.get(id)
  const given = recordOf(id)
  expect(exchange).toMatchObject({
    id: String(id),
    startedAt: new Date(given.startedAt).toISOString(),
    state: 'failed',
    replayOf: '7',
    findings: 1,
    findingList: [finding],
    timing: given.timing,
    trace: given.trace,
    policies: [{ name: 'cors', outcome: 'passed', micros: 12 }],
    note: null,
    request: {
      headers: [
        ['X-Odd', 'quote " and \\'],
        ['x-odd', 'twice'],
        ['Content-Type', 'Text/Plain; charset=utf-8'],
        ['Content-Encoding', 'gzip'],
      ],
      body: { bytes: 7, sha256: createHash('sha256').update('request').digest('hex'), truncated: false, masked: true },
    },
    response: { body: { bytes: 5_000_000, sha256: 'ab'.repeat(32), truncated: true, masked: false } },
  })
  expect(exchange?.response?.headers).toContainEqual(['x-switchyard-exchange', String(id)])
  const body = await log.body(id, 'request')
  expect(body).toMatchObject({ contentType: 'Text/Plain; charset=utf-8', contentEncoding: 'gzip', truncated: false })
  expect(Buffer.from(body?.data ?? []).toString()).toBe('request')
  expect((await log.body(id, 'response'))?.truncated).toBe(true)
})

test('an exchange without a response has none, and neither has its body', async () => {
  const log = await openTestLog()
  const [id = 0] = appendTo(log, { state: 'aborted', status: null, responseHeaders: null, responseBody: bodyOf('') })
  expect((await log.get(id))?.response).toBeNull()
  expect(await log.body(id, 'response')).toBeNull()
  expect((await log.body(id, 'request'))?.data.byteLength).toBe(0)
  expect(await log.get(99)).toBeNull()
  expect(await log.body(99, 'request')).toBeNull()
})

test('a body that is a small view of a large buffer is stored as its own bytes', async () => {
  const log = await openTestLog()
  const pool = Buffer.alloc(65_536, '.')
  pool.write('mine', 1_000)
  const [id = 0] = appendTo(log, { responseBody: bodyOf(pool.subarray(1_000, 1_004)) })
  expect(Buffer.from((await log.body(id, 'response'))?.data ?? []).toString()).toBe('mine')
})

test('pages go on by key and end with null, whatever was added meanwhile', async () => {
  const log = await openTestLog()
  appendTo(log, ...Array.from({ length: 25 }, () => ({})))
  const first = await log.list({ limit: 10 })
  expect([idsOf(first)[0], idsOf(first)[9], first.next]).toEqual([25, 16, '16'])
  appendTo(log, {})
  const second = await log.list({ limit: 10, before: Number(first.next) })
  const third = await log.list({ limit: 10, before: Number(second.next) })
  expect(idsOf(third)).toEqual([5, 4, 3, 2, 1])
  expect(third.next).toBeNull()
  expect(idsOf(await log.list({ limit: 10, after: 24 }))).toEqual([26, 25])
  const last = await log.list({ limit: 10, before: 11 })
  expect(last.next).toBeNull()
})

test('a filter that can not be read is refused with its place', async () => {
  const log = await openTestLog()
  await expect(log.list({ filter: 'metod:get', limit: 10 })).rejects.toMatchObject({
    problem: { code: 'filter-invalid', detail: 'No such term metod. Did you mean method? (at character 1)' },
  })
})

test('free text is found in URLs, headers and bodies, compressed ones too, and not in pictures', async () => {
  const log = await openTestLog()
  const encoded = (coding: string) => ['Content-Type', 'application/json', 'Content-Encoding', coding]
  const ids = appendTo(
    log,
    { path: '/Needle' },
    { requestHeaders: ['Host', 'a', 'X-Where', 'the NEEDLE is here'] },
    { requestBody: bodyOf('a needle in the request') },
    { responseHeaders: encoded('gzip'), responseBody: bodyOf(gzipSync('{"a":"Needle"}')) },
    { responseHeaders: encoded('br'), responseBody: bodyOf(brotliCompressSync('{"a":"needle"}')) },
    {
      responseHeaders: encoded('gzip'),
      responseBody: bodyOf(gzipSync(`needle${randomBytes(500).toString('hex')}`).subarray(0, 300), { truncated: true }),
    },
    { responseHeaders: ['Content-Type', 'image/png'], responseBody: bodyOf('needle') },
    { responseHeaders: encoded('gzip'), responseBody: bodyOf('no gzip: needle') },
    {},
  )
  expect(idsOf(await log.list({ filter: 'needle', limit: 20 })).reverse()).toEqual(ids.slice(0, 6))
  expect(idsOf(await log.list({ filter: '-needle', limit: 20 })).reverse()).toEqual(ids.slice(6))
  expect((await log.list({ filter: 'http://127.0.0.1:4010/needle', limit: 20 })).items.map(({ id }) => id)).toEqual([String(ids[0])])
})

test('text beyond ASCII is found in bodies', async () => {
  const log = await openTestLog()
  const [id = 0] = appendTo(log, { responseBody: bodyOf('{"city":"ZÜRICH"}') }, {})
  expect(idsOf(await log.list({ filter: 'zürich', limit: 20 }))).toEqual([id])
})

test('a compressed body that grows beyond the limit is passed over', async () => {
  const log = await openTestLog({ limits: { ...logLimits, MAX_DECODED_BODY_BYTES: 1_000 } })
  const body = bodyOf(gzipSync(`needle${'x'.repeat(2_000)}`))
  appendTo(log, { responseHeaders: ['Content-Encoding', 'gzip'], responseBody: body })
  expect(idsOf(await log.list({ filter: 'needle', limit: 20 }))).toEqual([])
})

test('pin, colour and note are kept; unknown exchanges are null', async () => {
  const log = await openTestLog()
  const [id = 0] = appendTo(log, {}, {})
  expect(await log.change(id, { pinned: true, color: 'amber', note: 'look' })).toMatchObject({ pinned: true, color: 'amber', note: 'look' })
  expect(await log.change(id, { color: null })).toMatchObject({ pinned: true, color: null, note: 'look' })
  expect(idsOf(await log.list({ filter: 'is:pinned', limit: 10 }))).toEqual([id])
  expect(await log.change(99, { pinned: true })).toBeNull()
})

test('removing takes what matches out of sight, leaves pinned ones, and can be undone', async () => {
  const log = await openTestLog()
  const [first = 0, second = 0] = appendTo(log, { method: 'POST' }, { method: 'POST' }, {}, {})
  await log.change(first, { pinned: true })
  const posts = await log.remove({ filter: 'method:post' })
  expect([posts.deleted, log.total()]).toEqual([1, 3])
  expect(await log.get(second)).toBeNull()
  expect(await log.body(second, 'response')).toBeNull()
  expect(await log.change(second, { pinned: true })).toBeNull()
  const rest = await log.remove({ filter: '' })
  expect([rest.deleted, idsOf(await log.list({ limit: 10 }))]).toEqual([2, [first]])
  expect(await log.undo(rest.undo)).toEqual({ restored: 2 })
  expect(idsOf(await log.list({ limit: 10 }))).toEqual([4, 3, 1])
  expect(await log.undo(posts.undo)).toEqual({ restored: 1 })
  expect(log.total()).toBe(4)
  expect(await log.undo(posts.undo)).toBeNull()
  expect(await log.undo('never')).toBeNull()
})

test('one exchange can be removed, though it is pinned, and free text removes what only the log can find', async () => {
  const log = await openTestLog()
  const [id = 0] = appendTo(log, { responseBody: bodyOf('needle') }, {})
  expect((await log.remove({ filter: 'needle' })).deleted).toBe(1)
  expect(await log.get(id)).toBeNull()
  await log.change(2, { pinned: true })
  const { deleted, undo } = await log.remove({ id: 2 })
  expect([deleted, log.total()]).toEqual([1, 0])
  expect(await log.undo(undo)).toEqual({ restored: 1 })
  expect(await log.get(2)).toMatchObject({ pinned: true })
})

test('a removal that is older than the time for undo is purged for good', async () => {
  const log = await openTestLog({ limits: { ...logLimits, UNDO_KEPT_MS: -1 } })
  appendTo(log, {}, {})
  const { undo } = await log.remove({ filter: '' })
  expect(await log.undo(undo)).toBeNull()
})

test('stats count by bucket, status and source, with percentiles', async () => {
  const log = await openTestLog()
  const at = Date.UTC(2026, 5, 1)
  const records = Array.from({ length: 100 }, (_, i) => ({ startedAt: at + i * 100, durationMs: i + 1, status: i % 10 === 0 ? 502 : 200 }))
  appendTo(
    log,
    ...records,
    { startedAt: at + 20_000 },
    { startedAt: at + 9_999, state: 'aborted', status: null, source: null, durationMs: 50 },
  )
  const stats = await log.stats({ from: at, to: at + 10_000, buckets: 2 })
  expect(stats).toMatchObject({
    from: new Date(at).toISOString(),
    bucketMs: 5_000,
    total: 101,
    errors: 11,
    p50Ms: 50,
    p95Ms: 95,
    ratePerSecond: 10.1,
    byStatus: { '2xx': 90, '5xx': 10, none: 1 },
    bySource: { mock: 100, none: 1 },
  })
  expect(stats.buckets.map(({ count, errors, p50Ms }) => [count, errors, p50Ms])).toEqual([
    [50, 5, 25],
    [51, 6, 75],
  ])
  expect((await log.stats({ from: at, to: at + 10_000, filter: 'status:5xx' })).total).toBe(10)
  expect(await log.stats({ from: at - 10_000, to: at - 5_000, buckets: 1 })).toMatchObject({ total: 0, p50Ms: null, ratePerSecond: 0 })
})

test('the oldest go when there are too many, pinned ones stay, and contents that nothing uses go too', async () => {
  const log = await openTestLog({ retention: { exchanges: 300, bytes: 4e9 } })
  const [first = 0] = appendTo(log, {})
  await log.change(first, { pinned: true })
  appendTo(log, ...Array.from({ length: 1_000 }, () => ({})))
  await expect.poll(async () => (await log.list({ limit: 1_000 })).items.length).toBe(300)
  expect(idsOf(await log.list({ filter: '-is:pinned', limit: 1_000, before: 710 }))).toEqual([709, 708, 707, 706, 705, 704, 703])
  expect((await log.get(first))?.pinned).toBe(true)
  await expect.poll(() => log.total()).toBe(300)
  log.keep({ exchanges: 10, bytes: 4e9 })
  await expect.poll(() => log.total()).toBe(10)
})

test('the oldest go when the log is too large', async () => {
  const log = await openTestLog({ retention: { exchanges: 1_000_000, bytes: 2_000_000 } })
  for (let i = 0; i < 600; i++) appendTo(log, { responseBody: bodyOf(`${i}${'x'.repeat(20_000)}`) })
  await log.flush()
  await expect.poll(() => log.total()).toBeLessThan(110)
  expect(idsOf(await log.list({ limit: 1 }))).toEqual([600])
  expect(log.health().keepBytes).toBe(2_000_000)
})

test('ids of records that end in another order are kept apart and listed by id', async () => {
  const log = await openTestLog()
  const [a, b] = [log.nextId(), log.nextId()]
  log.append(recordOf(b))
  log.append(recordOf(a))
  expect(idsOf(await log.list({ limit: 10 }))).toEqual([b, a])
})
