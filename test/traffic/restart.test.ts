import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import DatabaseFile from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createMask } from '../../proxy-core/traffic/masking.ts'
import { migrations } from '../../proxy-core/traffic/migrations.ts'
import { appendTo, openTestLog, temporaryFolder, watchHealth } from '../fixtures/traffic/logs.ts'
import { bodyOf } from '../fixtures/traffic/records.ts'

const asideIn = (folder: string) => readdirSync(folder).filter((name) => /^log\.db\.corrupt-\d{8}T\d{6}\.\d{3}Z$/.test(name))

/** A folder with a closed log of `count` exchanges. */
async function closedLog(count: number): Promise<string> {
  const folder = temporaryFolder()
  const log = await openTestLog({ folder })
  appendTo(log, ...Array.from({ length: count }, (_, i) => ({ responseBody: bodyOf(`${i}${'x'.repeat(2_000)}`) })))
  await log.close()
  return folder
}

test('after an orderly close everything is there and ids go on without a gap', async () => {
  const folder = await closedLog(5)
  const log = await openTestLog({ folder })
  expect(log.total()).toBe(5)
  expect((await log.list({ limit: 1 })).items[0]?.id).toBe('5')
  expect(log.nextId()).toBe(6)
})

test('an id that was given out is not given out again, though nothing was logged with it', async () => {
  const folder = await closedLog(2)
  const first = await openTestLog({ folder })
  expect(first.nextId()).toBe(3)
  await first.close()
  expect((await openTestLog({ folder })).nextId()).toBe(4)
})

test('close leaves one file, private to its owner, in a folder that git ignores', async () => {
  const folder = await closedLog(3)
  expect(readdirSync(folder).sort()).toEqual(['.gitignore', 'log.db'])
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n')
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
  expect([mode(folder), mode(join(folder, 'log.db')), mode(join(folder, '.gitignore'))]).toEqual(['700', '600', '600'])
  const log = await openTestLog({ folder })
  appendTo(log, {})
  await log.flush()
  expect(readdirSync(folder).map((name) => mode(join(folder, name)))).toEqual(['600', '600', '600', '600'])
})

test.each([
  ['not a database at all', (path: string) => writeFileSync(path, 'not a database, but long enough to be read as one '.repeat(40))],
  ['cut off', (path: string) => truncateSync(path, 20_000)],
  ['overwritten in the middle', (path: string) => overwrite(path, 2 * 8_192)],
])('a file that is %s is set aside, never deleted, and a new one is started within 3 s', async (_, breakIt) => {
  const folder = await closedLog(300)
  const path = join(folder, 'log.db')
  const unclean = new DatabaseFile(path)
  unclean.exec('UPDATE standing SET closed = 0')
  unclean.close()
  breakIt(path)
  const broken = readFileSync(path)
  const health = watchHealth()
  const started = performance.now()
  const log = await openTestLog({ folder, onHealth: health.onHealth })
  expect(performance.now() - started).toBeLessThan(3_000)
  const [aside = ''] = asideIn(folder)
  expect(readFileSync(join(folder, aside)).equals(broken)).toBe(true)
  expect(await health.until(() => true)).toMatchObject({ state: 'ok', error: expect.stringContaining(aside) })
  appendTo(log, {})
  expect((await log.list({ limit: 10 })).items).toHaveLength(1)
})

test('ids go on behind those of a damaged file where it can still be read', async () => {
  const folder = await closedLog(300)
  const path = join(folder, 'log.db')
  const unclean = new DatabaseFile(path)
  unclean.exec('UPDATE standing SET closed = 0')
  unclean.close()
  overwrite(path, statSync(path).size - 8_192 * 20)
  const log = await openTestLog({ folder })
  expect(asideIn(folder)).toHaveLength(1)
  expect(log.nextId()).toBeGreaterThan(300)
})

test('a file that turns out to be damaged while it is read is set aside, and logging goes on', async () => {
  const folder = await closedLog(2_000)
  const path = join(folder, 'log.db')
  overwrite(path, 8_192 * 30, 50)
  const health = watchHealth()
  const log = await openTestLog({ folder, onHealth: health.onHealth })
  expect(asideIn(folder)).toEqual([])
  appendTo(log, {})
  for (let next: string | null | undefined; next !== null; ) {
    next = (await log.list({ limit: 1_000, filter: 'nowhere-to-be-found', before: next === undefined ? undefined : Number(next) })).next
  }
  const { error } = await health.until(({ error }) => error?.includes('corrupt-') === true)
  expect(error).toContain(asideIn(folder)[0])
  appendTo(log, {})
  const { items } = await log.list({ limit: 10 })
  expect(Number(items[0]?.id)).toBeGreaterThan(2_000)
})

test('a file of a newer version is refused and its bytes stay', async () => {
  const folder = await closedLog(3)
  const path = join(folder, 'log.db')
  const db = new DatabaseFile(path)
  db.pragma(`user_version = ${migrations.length + 6}`)
  db.pragma('journal_mode = DELETE')
  db.close()
  const before = readFileSync(path)
  await expect(openTestLog({ folder })).rejects.toMatchObject({
    problem: {
      code: 'log-unavailable',
      detail: expect.stringContaining(
        `written by a newer Switchyard (its format is ${migrations.length + 6}, this one reads up to ${migrations.length})`,
      ),
    },
  })
  expect(readFileSync(path).equals(before)).toBe(true)
})

test.each([
  ['a folder that can not be made', (folder: string) => writeFileSync(folder, 'a file')],
  ['a folder in place of the file', (folder: string) => mkdirSync(join(folder, 'log.db'), { recursive: true })],
])('with %s the log lives in memory, says so, and works', async (_, prepare) => {
  const folder = join(temporaryFolder(), '.switchyard')
  prepare(folder)
  const health = watchHealth()
  const log = await openTestLog({ folder, onHealth: health.onHealth })
  expect(await health.until(() => true)).toMatchObject({ state: 'memory', error: expect.stringContaining(folder) })
  const [id = 0] = appendTo(log, { responseBody: bodyOf('needle') }, {})
  expect((await log.list({ filter: 'needle', limit: 10 })).items.map((item) => item.id)).toEqual([String(id)])
  expect(await log.change(id, { pinned: true })).toMatchObject({ pinned: true })
  expect((await log.remove({ filter: '' })).deleted).toBe(1)
  expect(log.total()).toBe(1)
  expect(log.health()).toMatchObject({ state: 'memory', written: 2 })
  expect(existsSync(join(folder, 'log.db', 'log.db'))).toBe(false)
})

test('a masked secret appears in no file of the log', async () => {
  const folder = temporaryFolder()
  const canary = 'canary-8c1f2e-canary-71d0b3'
  const mask = createMask({ names: ['authorization', 'cookie', 'set-cookie', 'api_key'], key: new Uint8Array(32) })
  const log = await openTestLog({ folder })
  appendTo(log, {
    query: mask.query(`api_key=${canary}&page=2`),
    requestHeaders: mask.headers(['Authorization', `Bearer ${canary}`, 'Cookie', `sid=${canary}; a=b`]),
    responseHeaders: mask.headers(['Set-Cookie', `sid=${canary}; Path=/`]),
  })
  await log.flush()
  const holds = () => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(canary.slice(0, -4)))
  expect(holds()).toEqual([])
  await log.close()
  expect(holds()).toEqual([])
})

function overwrite(path: string, at: number, pages = 1): void {
  const bytes = readFileSync(path)
  bytes.fill(0xa5, at, at + pages * 8_192)
  writeFileSync(path, bytes)
}
