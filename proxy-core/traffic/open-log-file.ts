import type { LogLimits } from '../model/limits.ts'
import { openForWriting } from './database.ts'
import { createLogFile, isPassing, type LogFile } from './log-file.ts'
import { inspectLog, isDamage, prepareFolder, setAside } from './log-folder.ts'
import type { Opening, OpenRequest } from './messages.ts'
import { migrations } from './migrations.ts'

export type OpenedFile =
  | { kind: 'open'; file: LogFile; opening: Opening & { kind: 'open' }; reserved: boolean }
  | { kind: 'newer'; opening: Opening & { kind: 'newer' } }

/**
 * Opens the log of a folder, or one in memory. A damaged file is set aside first, whatever `inspectLog` says when
 * `damaged` is given; one of a newer version is left as it is. Throws when the folder or file can't be written.
 */
export function openLogFile({ folder, retention, limits }: OpenRequest, damaged: string | null = null): OpenedFile {
  if (folder === null) return opened(null, limits, 1, null)
  const path = prepareFolder(folder)
  const found = inspectLog(path)
  if (found.kind === 'newer') return { kind: 'newer', opening: { kind: 'newer', text: newerText(path, found.version) } }
  if (found.kind === 'fine' && damaged === null) {
    try {
      return opened(path, limits, 1, null)
    } catch (error) {
      if (!isDamage(error)) throw error
      return openLogFile({ folder, retention, limits }, (error as Error).message)
    }
  }
  const aside = setAside(path, new Date())
  prepareFolder(folder)
  const why = found.kind === 'damaged' ? found.text : damaged
  const notice = `The log was damaged (${why}) and is kept as ${aside}. A new one was started.`
  return opened(path, limits, found.kind === 'damaged' ? found.nextId : 1, notice)
}

function opened(path: string | null, limits: LogLimits, least: number, notice: string | null): OpenedFile {
  const db = openForWriting(path)
  try {
    return withIds(createLogFile(db, path, limits), least, notice)
  } catch (error) {
    db.close()
    throw error
  }
}

function withIds(file: LogFile, least: number, notice: string | null): OpenedFile {
  const nextId = Math.max(file.nextId(), least)
  const opening = { kind: 'open' as const, path: file.path, nextId, reservedTo: nextId, total: file.total(), bytes: file.bytes(), notice }
  try {
    return { kind: 'open', file, opening: { ...opening, reservedTo: file.reserve(nextId) }, reserved: true }
  } catch (error) {
    if (!isPassing(error)) throw error
    return { kind: 'open', file, opening, reserved: false }
  }
}

function newerText(path: string, version: number): string {
  return `The log ${path} was written by a newer Switchyard (its format is ${version}, this one reads up to ${migrations.length}). Update Switchyard, or move the file away.`
}
