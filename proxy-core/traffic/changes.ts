import type { ExchangeChange } from '../model/exchange.ts'
import type { Database } from './database.ts'

/** What people do to logged exchanges. Each call is one transaction. */
export interface Changes {
  /** False when there is no such exchange. */
  change(id: number, change: ExchangeChange): boolean
  /** Moves those that are there out of sight, pinned ones only where told so, under one token; answers with their number. */
  remove(undo: string, ids: Iterable<number>, pinnedToo: boolean, now: number): number
  /** Brings back a portion of what was removed under the token; null when there is nothing to undo. */
  restore(undo: string, now: number): { restored: number; more: boolean } | null
}

/** Rows that one transaction brings back: some 10 ms. */
const RESTORE_STEP_ROWS = 20_000

export function createChanges(db: Database, limits: { UNDO_KEPT_MS: number }): Changes {
  const visible = db.prepare<[number]>(
    'SELECT 1 FROM exchange AS e WHERE id = ? AND NOT EXISTS (SELECT 1 FROM removed AS r WHERE r.id = e.id)',
  )
  const pin = db.prepare<[number, number]>('UPDATE exchange SET pinned = ? WHERE id = ?')
  const paint = db.prepare<[string | null, number]>('UPDATE exchange SET color = ? WHERE id = ?')
  const annotate = db.prepare<[string | null, number]>('UPDATE payload SET note = ? WHERE id = ?')
  const addRemoval = db.prepare<[string, number]>('INSERT OR IGNORE INTO removal (undo, at) VALUES (?, ?)')
  const findRemoval = db.prepare<[string, number], number>('SELECT id FROM removal WHERE undo = ? AND at > ?').pluck()
  const dropRemoval = db.prepare<[number]>('DELETE FROM removal WHERE id = ?')
  const hide = db.prepare<[number, number, number]>('INSERT OR IGNORE INTO removed SELECT id, ? FROM exchange WHERE id = ? AND pinned <= ?')
  const show = db.prepare<[number, number]>('DELETE FROM removed WHERE removal = ? LIMIT ?')
  const count = db.prepare<[number]>('UPDATE standing SET removed = removed + ?')

  return {
    change: db.transaction((id: number, { pinned, color, note }: ExchangeChange) => {
      if (!visible.get(id)) return false
      if (pinned !== undefined) pin.run(pinned ? 1 : 0, id)
      if (color !== undefined) paint.run(color, id)
      if (note !== undefined) annotate.run(note, id)
      return true
    }),
    remove: db.transaction((undo: string, ids: Iterable<number>, pinnedToo: boolean, now: number) => {
      addRemoval.run(undo, now)
      const removal = findRemoval.get(undo, 0) as number
      let removed = 0
      for (const id of ids) removed += hide.run(removal, id, pinnedToo ? 1 : 0).changes
      count.run(removed)
      return removed
    }),
    restore: db.transaction((undo: string, now: number) => {
      const removal = findRemoval.get(undo, now - limits.UNDO_KEPT_MS)
      if (removal === undefined) return null
      const restored = show.run(removal, RESTORE_STEP_ROWS).changes
      const more = restored === RESTORE_STEP_ROWS
      if (!more) dropRemoval.run(removal)
      count.run(-restored)
      return { restored, more }
    }),
  }
}
