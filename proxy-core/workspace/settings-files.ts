import { Refusal } from '../model/errors.ts'
import type { Diagnostic } from '../model/finding.ts'
import { OVERLAY_FILE, WORKSPACE_FILE, type WorkspaceSettings, workspaceSettings } from '../model/workspace.ts'
import { editSettings, type WorkspaceEdit } from './edit-settings.ts'
import { readSettings } from './read-settings.ts'
import { layOver, type SettingsTree, valueAt, withoutNulls } from './settings-tree.ts'
import type { WorkspaceFile } from './workspace.ts'

export const fileNames: Record<WorkspaceFile, string> = { shared: WORKSPACE_FILE, local: OVERLAY_FILE }

const freshText: Record<WorkspaceFile, string> = {
  shared: 'version: 1\n',
  local: `# Personal: laid over ${WORKSPACE_FILE} key by key. Keep this file out of git.\n`,
}

/** One file of a workspace: the last good text and what it says. */
export interface SettingsFile {
  text: string
  tree: SettingsTree
  warnings: Diagnostic[]
  /** Of the text on disk, when that was refused. */
  problems: Diagnostic[]
}

/** The two files of a workspace and what they say together. Knows nothing of disks. */
export interface SettingsFiles {
  readonly shared: SettingsFile
  readonly local: SettingsFile
  settings(): WorkspaceSettings
  own(file: WorkspaceFile): WorkspaceSettings
  /** Takes a text over, or keeps the last good one and remembers what is wrong with this one. */
  take(file: WorkspaceFile, text: string): void
  /** The text of a file after some edits. Throws a Refusal `setting-invalid`. */
  edited(file: WorkspaceFile, edits: readonly WorkspaceEdit[]): string
}

export function createSettingsFiles(): SettingsFiles {
  const files: Record<WorkspaceFile, SettingsFile> = { shared: emptyFile(), local: emptyFile() }
  let together = workspaceSettings.parse({})
  return {
    shared: files.shared,
    local: files.local,
    settings: () => together,
    own: (file) => workspaceSettings.parse(withoutNulls(files[file].tree)),
    take(file, text) {
      const { tree, problems, warnings } = readSettings(text, fileNames[file])
      if (problems.length > 0) files[file].problems = problems
      else Object.assign(files[file], { text, tree, warnings, problems: [] })
      together = workspaceSettings.parse(layOver(files.shared.tree, files.local.tree))
    },
    edited(file, edits) {
      const below = file === 'local' ? files.shared.tree : {}
      const known = edits.map(({ path, value }) => ({
        path,
        value: value === undefined && valueAt(below, path) !== undefined ? null : value,
      }))
      const before = files[file].text
      const text = editSettings(before.trim() === '' ? freshText[file] : before, known)
      if (text === freshText[file] && before.trim() === '') return before
      const first = readSettings(text, fileNames[file]).problems[0]
      if (first) throw new Refusal('setting-invalid', first.message)
      return text
    },
  }
}

function emptyFile(): SettingsFile {
  return { text: '', tree: {}, warnings: [], problems: [] }
}
