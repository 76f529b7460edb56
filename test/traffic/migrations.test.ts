import DatabaseFile from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrate, migrations } from '../../proxy-core/traffic/migrations.ts'

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
