import { expect, test } from 'vitest'
import { logLimits } from '../../proxy-core/model/limits.ts'
import { batchOf, countOf, openTestFile } from '../fixtures/traffic/files.ts'
import { bodyOf, recordOf } from '../fixtures/traffic/records.ts'

const KEEP_ALL = { exchanges: 1e9, bytes: 1e12 }
const records = (from: number, count: number, body: (id: number) => string) =>
  Array.from({ length: count }, (_, i) => recordOf(from + i, { responseBody: bodyOf(body(from + i)) }))

test('equal bodies, header blocks and circumstances are stored once, and go with their last use', () => {
  const file = openTestFile()
  file.insert(batchOf(records(1, 50, () => 'the same')))
  file.insert(batchOf(records(51, 50, () => 'the same')))
  expect(countOf(file, 'SELECT count(*) FROM blob')).toBe(4)
  expect(countOf(file, 'SELECT sum(times) FROM reuse')).toBe(4 * 99)
  file.keep({ exchanges: 1, bytes: 1e12 })
  while (file.tidy(Date.now(), false));
  expect(countOf(file, 'SELECT count(*) FROM blob')).toBe(4)
  expect(countOf(file, 'SELECT count(*) FROM reuse')).toBe(0)
  file.keep({ exchanges: 0, bytes: 1e12 })
  while (file.tidy(Date.now(), false));
  expect(countOf(file, 'SELECT count(*) FROM blob')).toBe(0)
  expect(countOf(file, 'SELECT count(*) FROM payload')).toBe(0)
})

test('a body that went is stored again when it comes back', () => {
  const file = openTestFile()
  file.insert(batchOf(records(1, 1, () => 'once')))
  file.keep({ exchanges: 0, bytes: 1e12 })
  while (file.tidy(Date.now(), false));
  file.keep(KEEP_ALL)
  file.insert(batchOf(records(2, 1, () => 'once')))
  expect(String(file.db.prepare('SELECT data FROM blob JOIN payload ON response_body = blob.id').pluck().get())).toBe('once')
})

test('a step takes out at most the rows of a step, the oldest first', () => {
  const file = openTestFile()
  file.insert(batchOf(records(1, 1_000, () => 'x')))
  file.keep({ exchanges: 100, bytes: 1e12 })
  expect(file.tidy(Date.now(), false)).toBe(true)
  expect(file.total()).toBe(1_000 - logLimits.RETENTION_STEP_ROWS)
  expect(countOf(file, 'SELECT min(id) FROM exchange')).toBe(1 + logLimits.RETENTION_STEP_ROWS)
})

test('what was removed is deleted after the time for undo, in steps, and nothing else', () => {
  const file = openTestFile()
  file.insert(batchOf(records(1, 500, (id) => `body ${id}`)))
  const ids = Array.from({ length: 450 }, (_, i) => i + 1)
  expect(file.changes.remove('token', ids, false, 1_000)).toBe(450)
  expect(file.total()).toBe(50)
  expect(file.tidy(logLimits.UNDO_KEPT_MS + 999, false)).toBe(false)
  let steps = 0
  while (file.tidy(logLimits.UNDO_KEPT_MS + 1_000, false)) steps++
  expect(steps).toBe(4)
  expect([file.total(), countOf(file, 'SELECT count(*) FROM exchange'), countOf(file, 'SELECT count(*) FROM removed')]).toEqual([50, 50, 0])
  expect(file.changes.restore('token', 1_000)).toBeNull()
})

test('free pages are given back when they have become many', () => {
  const file = openTestFile()
  for (let i = 0; i < 30; i++) file.insert(batchOf(records(i * 20 + 1, 20, (id) => `${id}${'x'.repeat(60_000)}`)))
  file.keep({ exchanges: 10, bytes: 1e12 })
  const before = countOf(file, 'SELECT page_count FROM pragma_page_count')
  while (file.tidy(Date.now(), true));
  expect(countOf(file, 'SELECT page_count FROM pragma_page_count')).toBeLessThan(before / 2)
  expect(file.db.pragma('integrity_check', { simple: true })).toBe('ok')
})
