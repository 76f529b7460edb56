import { join } from 'node:path'
import DatabaseFile from 'better-sqlite3'
import { expect, test } from 'vitest'
import { logLimits } from '../../proxy-core/model/limits.ts'
import type { WriterReport } from '../../proxy-core/traffic/messages.ts'
import { createWriter } from '../../proxy-core/traffic/writer.ts'
import { batchOf, countOf, openTestFile } from '../fixtures/traffic/files.ts'
import { appendTo, openTestLog, temporaryFolder, watchHealth } from '../fixtures/traffic/logs.ts'
import { bodyOf, recordOf } from '../fixtures/traffic/records.ts'

test('a full disk is told, nothing is lost meanwhile, and writing resumes when there is room', async () => {
  const file = openTestFile()
  const reports: WriterReport[] = []
  const writer = createWriter(file, { exchanges: 1e9, bytes: 1e12 }, (report) => reports.push(report))
  file.db.pragma('max_page_count = 40')
  const bodies = Array.from({ length: 8 }, (_, i) => recordOf(i + 1, { responseBody: bodyOf(`${i}${'x'.repeat(100_000)}`) }))
  for (const record of bodies) writer.take({ kind: 'batch', batch: batchOf([record]) })
  expect(reports.at(-1)).toEqual({ kind: 'trouble', error: 'database or disk is full' })
  const committed = () => reports.filter((report) => report.kind === 'committed').length
  expect(committed()).toBeLessThan(8)
  expect(() => writer.changes()).toThrow('database or disk is full')
  file.db.pragma('max_page_count = 4000')
  await expect.poll(committed).toBe(8)
  expect(reports.findLast((report) => report.kind === 'trouble')).toEqual({ kind: 'trouble', error: null })
  expect(countOf(file, 'SELECT count(*) FROM exchange')).toBe(8)
  expect(file.db.pragma('integrity_check', { simple: true })).toBe('ok')
})

test('a record that can not be stored does not take its batch with it', () => {
  const file = openTestFile()
  file.insert(batchOf([recordOf(1), recordOf(2)]))
  const again = recordOf(2, { responseBody: bodyOf('a second one with the id') })
  expect(file.insert(batchOf([recordOf(3), again, recordOf(4, { responseBody: bodyOf('mine') })]))).toMatchObject({ lost: 1 })
  expect(file.total()).toBe(4)
  expect(String(file.db.prepare('SELECT data FROM payload JOIN blob ON blob.id = response_body WHERE payload.id = 4').pluck().get())).toBe(
    'mine',
  )
})

test('a locked file is told in health, traffic is taken meanwhile, and all of it is written afterwards', async () => {
  const folder = temporaryFolder()
  const health = watchHealth()
  const log = await openTestLog({ folder, onHealth: health.onHealth })
  const other = new DatabaseFile(join(folder, 'log.db'))
  other.exec('BEGIN IMMEDIATE')
  const [id = 0] = appendTo(log, {}, {})
  await health.until(({ state }) => state === 'failing')
  expect(log.health()).toMatchObject({ state: 'failing', queued: 2, error: 'database is locked' })
  expect((await log.list({ limit: 10 })).items).toEqual([])
  await expect(log.change(id, { pinned: true })).rejects.toMatchObject({ problem: { code: 'log-unavailable' } })
  await expect(log.flush()).rejects.toMatchObject({ problem: { code: 'log-unavailable' } })
  other.exec('ROLLBACK')
  other.close()
  await health.until(({ state, error }) => state === 'ok' && error === null)
  await log.flush()
  expect((await log.list({ limit: 10 })).items).toHaveLength(2)
  expect(log.health()).toMatchObject({ queued: 0, queuedBytes: 0, written: 2, shedRecords: 0 })
})

test('a full queue sheds bodies first, then records, and counts both', async () => {
  const health = watchHealth()
  const folder = temporaryFolder()
  const log = await openTestLog({ folder, limits: { ...logLimits, MAX_QUEUED_BYTES: 200_000 }, onHealth: health.onHealth })
  const other = new DatabaseFile(join(folder, 'log.db'))
  other.exec('BEGIN IMMEDIATE')
  // All different: an equal one takes no room.
  const bodies = (count: number, letter: string) =>
    Array.from({ length: count }, (_, i) => ({ responseBody: bodyOf(`${letter}${i}`.padEnd(20_000, 'x')) }))
  appendTo(log, ...bodies(10, 'a'))
  const { shedBodies, shedRecords, queuedBytes } = log.health()
  expect([shedBodies > 0, shedRecords, queuedBytes <= 200_000]).toEqual([true, 0, true])
  appendTo(log, ...bodies(300, 'b'))
  expect(log.health().shedRecords).toBeGreaterThan(0)
  expect(log.health().queuedBytes).toBeLessThanOrEqual(200_000)
  other.exec('ROLLBACK')
  other.close()
  await expect.poll(() => log.health().queued).toBe(0)
  const last = (await log.list({ limit: 1 })).items[0]
  expect(last?.responseBytes).toBe(20_000)
  expect((await log.get(Number(last?.id)))?.response?.body).toMatchObject({ bytes: 20_000, truncated: true })
  expect((await log.list({ limit: 1_000 })).items.length).toBe(log.health().written)
  expect(log.health().written + log.health().shedRecords).toBe(310)
})
