import { constants } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from '../model/errors.ts'
import { type Diagnostic, diagnosticText } from '../model/finding.ts'
import type { WorkspaceEdit } from './edit-settings.ts'
import { ensureStateFolder, replaceFile } from './replace-file.ts'
import { createSettingsFiles, type FileDraft, fileNames, type SettingsFiles } from './settings-files.ts'
import { watchFiles } from './watch-files.ts'
import type { Workspace, WorkspaceEdits, WorkspaceFile, WorkspaceListener } from './workspace.ts'

const bothFiles: readonly WorkspaceFile[] = ['shared', 'local']
/** New files: the shared one is for a team, the overlay for one person. */
const permissions: Record<WorkspaceFile, number> = { shared: 0o644, local: 0o600 }
/** Some editors empty a file before they write it: an empty one is believed when it stays so. */
const EMPTY_SETTLES_MS = 200
/** An edit among thousands of routes takes a millisecond: no more of them hold up the traffic. */
const MAX_WRITTEN_TOGETHER = 16
const cannotWrite = new Set(['EACCES', 'EPERM', 'EROFS'])

/** A workspace in a folder: both files read, watched and written. */
export async function openFolderWorkspace(folder: string): Promise<Workspace> {
  await mustBeFolder(folder)
  const files = createSettingsFiles()
  const listeners = new Set<WorkspaceListener>()
  /** Edits that could not be written: made again on whatever the file says next. */
  const unwritten: Record<WorkspaceFile, WorkspaceEdit[]> = { shared: [], local: [] }
  let writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  const onDisk: Record<WorkspaceFile, string> = { shared: '', local: '' }
  const waiting: WaitingEdit[] = []
  let turn: Promise<unknown> = Promise.resolve()
  let closed = false

  for (const file of bothFiles) {
    const text = await textOrProblem(file)
    if (text === null) continue
    onDisk[file] = text
    files.take(file, text)
  }
  refuseBroken(files, folder)
  const watched = watchFiles(folder, Object.values(fileNames), () => void inTurn(() => reread(true)))

  return {
    kind: 'folder',
    folder,
    settings: files.settings,
    own: files.own,
    writable: () => writable,
    error: () => problemText(bothFiles.flatMap((file) => files[file].problems)),
    warnings: () => [...warningsOf(files).map(diagnosticText), ...(writable ? [] : [readOnlyText(folder)])],
    diagnostics: () => bothFiles.flatMap((file) => files[file].problems).concat(warningsOf(files)),
    edit(file, edits) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      waiting.push({ file, edits, resolve, reject })
      void inTurn(editWaiting)
      return promise
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      watched.close()
      listeners.clear()
      await turn.catch(() => undefined)
    },
  }

  /** One thing after the other, so that no edit is made on a text that another one is about to replace. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = turn.then(act, act)
    turn = result.catch(() => undefined)
    return result
  }

  /** Makes the edits that wait for one file and writes them at once. One that can't be made fails alone. */
  async function editWaiting(): Promise<void> {
    const file = waiting[0]?.file
    if (file === undefined) return
    const others = waiting.findIndex((each, i) => each.file !== file || i === MAX_WRITTEN_TOGETHER)
    const together = waiting.splice(0, others === -1 ? waiting.length : others)
    try {
      await reread(false)
      const problem = problemText(files[file].problems)
      if (problem) throw new Refusal('workspace-invalid', `${problem}. The file is left as it is until that is mended.`)
      const draft = files.draft(file)
      const made = addEdits(draft, together)
      const text = draft.text()
      if (text !== null) {
        await write(
          file,
          text,
          made.flatMap(({ edits }) => edits),
        )
        draft.keep()
        tell('edit')
      }
      for (const { resolve } of made) resolve()
    } catch (error) {
      for (const { reject } of together) reject(error)
    }
  }

  /** Takes over what others wrote. What was written here is the same text again, and no change. */
  async function reread(settle: boolean): Promise<void> {
    let changed = false
    for (const file of bothFiles) {
      let text = await textOrProblem(file)
      if (text === null) continue
      if (settle && text.trim() === '' && files[file].text.trim() !== '') {
        await delay(EMPTY_SETTLES_MS)
        text = await textOrProblem(file)
      }
      if (closed || text === null || text === onDisk[file]) continue
      onDisk[file] = text
      files.take(file, text)
      if (files[file].problems.length === 0 && unwritten[file].length > 0) editAgain(file)
      changed = true
    }
    if (changed) tell('file')
  }

  function editAgain(file: WorkspaceFile): void {
    const draft = files.draft(file)
    draft.edit(unwritten[file])
    draft.keep()
  }

  /** null, and a problem kept, when the file is there but can not be read. */
  async function textOrProblem(file: WorkspaceFile): Promise<string | null> {
    try {
      return await textOf(folder, file)
    } catch (error) {
      files[file].problems = [unreadable(file, error)]
      onDisk[file] = ''
      return null
    }
  }

  async function write(file: WorkspaceFile, text: string, edits: readonly WorkspaceEdit[]): Promise<void> {
    try {
      if (!writable) throw Object.assign(new Error('read-only'), { code: 'EROFS' })
      const state = await ensureStateFolder(folder)
      const backup = join(state, `${fileNames[file]}.backup`)
      await replaceFile(join(folder, fileNames[file]), text, { mode: permissions[file], backup })
      onDisk[file] = text
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (!cannotWrite.has(code ?? '')) throw new Refusal('workspace-read-only', `${fileNames[file]} can not be written: ${message}`)
      writable = false
      unwritten[file].push(...edits)
    }
  }

  function tell(by: 'edit' | 'file'): void {
    for (const listener of listeners) listener(by)
  }
}

interface WaitingEdit {
  file: WorkspaceFile
  edits: WorkspaceEdits
  resolve(): void
  reject(error: unknown): void
}

interface MadeEdit {
  edits: readonly WorkspaceEdit[]
  resolve(): void
}

/** Those that could be made; the others are told. */
function addEdits(draft: FileDraft, waiting: readonly WaitingEdit[]): MadeEdit[] {
  return waiting.flatMap(({ edits, resolve, reject }) => {
    try {
      const list = typeof edits === 'function' ? edits(draft.settings()) : edits
      draft.edit(list)
      return { edits: list, resolve }
    } catch (error) {
      reject(error)
      return []
    }
  })
}

async function mustBeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null)
  if (!found) throw new Refusal('workspace-invalid', `${folder}: there is no such folder`)
  if (!found.isDirectory()) throw new Refusal('workspace-invalid', `${folder} is not a folder`)
}

async function textOf(folder: string, file: WorkspaceFile): Promise<string> {
  return readFile(join(folder, fileNames[file]), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
}

function unreadable(file: WorkspaceFile, error: unknown): Diagnostic {
  const message = `the file can not be read: ${error instanceof Error ? error.message : error}`
  return { severity: 'error', code: 'unreadable', message, file: fileNames[file], line: null, column: null }
}

function refuseBroken(files: SettingsFiles, folder: string): void {
  const diagnostics = bothFiles.flatMap((file) => files[file].problems)
  const text = problemText(diagnostics)
  if (text) throw new Refusal('workspace-invalid', join(folder, text), { diagnostics })
}

function problemText(problems: Diagnostic[]): string | null {
  const [first, ...others] = problems
  if (!first) return null
  return others.length === 0 ? diagnosticText(first) : `${diagnosticText(first)} (and ${others.length} more)`
}

function warningsOf(files: SettingsFiles): Diagnostic[] {
  const warnings = bothFiles.flatMap((file) => files[file].warnings)
  const { environment, environments } = files.settings()
  if (environment === undefined || Object.hasOwn(environments ?? {}, environment)) return warnings
  const file = fileNames[files.own('local').environment === undefined ? 'shared' : 'local']
  const message = `environment: ${environment} is not among the environments${listed(Object.keys(environments ?? {}))}`
  return [...warnings, { severity: 'warning', code: 'unknown-environment', message, file, line: null, column: null }]
}

function readOnlyText(folder: string): string {
  return `${folder} can not be written: changes last until Switchyard ends`
}

function listed(names: string[]): string {
  return names.length === 0 ? '; there are none' : ` (${names.join(', ')})`
}
