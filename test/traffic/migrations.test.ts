import { join } from 'node:path'
import DatabaseFile from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate, migrations } from '../../proxy-core/traffic/migrations.ts'
import { appendTo, openTestLog, temporaryFolder } from '../fixtures/traffic/logs.ts'

const versionOf = (db: DatabaseFile.Database) => db.pragma('user_version', { simple: true })

test('an empty file gets the newest schema, and a file that has it is left alone', () => {
  const db = new DatabaseFile(':memory:')
  migrate(db)
  expect(versionOf(db)).toBe(migrations.length)
  db.exec('UPDATE standing SET next_id = 42')
  migrate(db)
  expect(db.prepare('SELECT next_id FROM standing').pluck().get()).toBe(42)
})

test('an older file takes only the steps it has not seen, and a step that fails leaves it as it was', () => {
  const db = new DatabaseFile(':memory:')
  migrate(db)
  const next = [...migrations, 'ALTER TABLE exchange ADD COLUMN extra TEXT']
  expect(() => migrate(db, [...next, 'UPDATE exchange SET missing = 1'])).toThrow('no such column')
  expect(versionOf(db)).toBe(migrations.length + 1)
  migrate(db, next)
  expect(db.prepare('SELECT count(extra) FROM exchange').pluck().get()).toBe(0)
})

test('what the first version wrote is read as before: times and trace stand in one text', async () => {
  const folder = temporaryFolder()
  const db = new DatabaseFile(join(folder, 'log.db'))
  db.pragma('auto_vacuum = INCREMENTAL')
  migrate(db, migrations.slice(0, 1))
  const circumstances = {
    timing: { routedMs: 0.1, upstreamSocketMs: 0.2, requestSentMs: null, firstByteMs: 1, endMs: 1.5 },
    trace: [{ step: 'route', outcome: 'passed', text: 'GET /old of shop', durationMs: null }],
    policies: [],
    findings: [],
  }
  db.exec(`
    INSERT INTO blob (id, hash, data) VALUES (1, x'00', '["Host","a"]');
    INSERT INTO exchange (id, started_at, state, method, scheme, host, path, query, duration_ms, request_bytes, response_bytes, findings)
      VALUES (7, 1000, 'done', 'GET', 'http', 'a', '/old', '', 1.5, 0, 0, 0);
    INSERT INTO payload (id, request_headers, request_flags, response_flags, http_version, circumstances)
      VALUES (7, 1, 0, 0, '1.1', '${JSON.stringify(circumstances)}');
    UPDATE standing SET stored = 1, next_id = 8;
  `)
  db.close()
  const log = await openTestLog({ folder })
  expect(await log.get(7)).toMatchObject({ path: '/old', timing: circumstances.timing, trace: circumstances.trace, findingList: [] })
  const [id = 0] = appendTo(log, { timing: { ...circumstances.timing, endMs: 1.25 } })
  expect((await log.get(id))?.timing).toEqual({ ...circumstances.timing, endMs: 1.25 })
})
