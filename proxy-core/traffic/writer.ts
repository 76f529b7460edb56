import type { Changes } from './changes.ts'
import type { Retention } from './log.ts'
import type { LogFile } from './log-file.ts'
import { isDamage } from './log-folder.ts'
import type { ToldToWriter, WriterReport } from './messages.ts'
import type { Batch } from './packed-record.ts'

/** Takes batches in order and commits them; keeps those that can't be committed now and tries again. */
export interface Writer {
  take(told: ToldToWriter): void
  /** Throws while nothing can be written: a change would be lost, or would wait for ever. */
  changes(): Changes
  /** Once a second: tidies what can wait, more of it when nothing came in since the last time. */
  tick(): void
  /** Closes a file that was found damaged; batches wait for `goOnWith`. */
  letGo(): void
  goOnWith(next: LogFile): void
  /** A last try at what is left, then closes the file. */
  finish(nextId: number): void
}

const RETRY_MS = 250

export function createWriter(first: LogFile, retention: Retention, report: (report: WriterReport) => void): Writer {
  const backlog: Batch[] = []
  let file = first
  let keep = retention
  let trouble: string | null = null
  let damaged = false
  let retry: NodeJS.Timeout | undefined
  let wanted: number | null = null
  let tidying = false
  let busy = false
  let reported = ''
  file.keep(keep)

  return {
    take(told) {
      if (told.kind === 'keep') {
        keep = told.retention
        file.keep(keep)
        return tidySoon(false)
      }
      if (told.kind === 'reserve') wanted = told.nextId
      else backlog.push(told.batch)
      busy = true
      if (trouble === null) work()
    },
    changes() {
      if (trouble !== null) throw new Error(trouble)
      return file.changes
    },
    tick() {
      tidySoon(!busy)
      busy = false
    },
    letGo() {
      clearTimeout(retry)
      damaged = true
      trouble ??= 'The log is being replaced.'
      file.db.close()
    },
    goOnWith(next) {
      file = next
      file.keep(keep)
      damaged = false
      work()
    },
    finish(nextId) {
      if (!damaged) work()
      clearTimeout(retry)
      file.close(nextId)
    },
  }

  function work(): void {
    try {
      if (wanted !== null) report({ kind: 'reserved', upTo: file.reserve(wanted) })
      wanted = null
      while (backlog[0]) {
        const { lost, error } = file.insert(backlog[0])
        backlog.shift()
        report({ kind: 'committed', lost, error, total: file.total(), bytes: file.bytes() })
      }
      if (trouble !== null) report({ kind: 'trouble', error: null })
      trouble = null
      tidySoon(false)
    } catch (error) {
      fail(error)
    }
  }

  function fail(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error)
    damaged = isDamage(error)
    if (trouble !== text) report(damaged ? { kind: 'damaged', error: text } : { kind: 'trouble', error: text })
    trouble = text
    clearTimeout(retry)
    if (!damaged) retry = setTimeout(work, RETRY_MS)
  }

  /** One step at a time, so that batches that wait go in between. */
  function tidySoon(idle: boolean): void {
    if (tidying) return
    tidying = true
    setImmediate(() => {
      tidying = false
      if (trouble !== null || !file.db.open) return
      try {
        if (file.tidy(Date.now(), idle)) tidySoon(idle)
        else reportStanding()
      } catch (error) {
        if (isDamage(error)) fail(error)
      }
    })
  }

  function reportStanding(): void {
    const standing = { total: file.total(), bytes: file.bytes() }
    const before = reported
    reported = JSON.stringify(standing)
    if (reported !== before) report({ kind: 'standing', ...standing })
  }
}
