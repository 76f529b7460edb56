import type { Diagnostic } from '../model/finding.ts'
import { OVERLAY_FILE, WORKSPACE_FILE, type WorkspaceSettings, workspaceSettings } from '../model/workspace.ts'
import { createDraft, type GoodSettings, goodSettings } from './draft.ts'
import type { WorkspaceEdit } from './edit-settings.ts'
import { readSettings } from './read-settings.ts'
import { layOver, type SettingsTree, valueAt, withoutNulls } from './settings-tree.ts'
import type { WorkspaceFile } from './workspace.ts'

export const fileNames: Record<WorkspaceFile, string> = { shared: WORKSPACE_FILE, local: OVERLAY_FILE }

const freshText: Record<WorkspaceFile, string> = {
  shared: 'version: 1\n',
  local: `# Personal: laid over ${WORKSPACE_FILE} key by key. Keep this file out of git.\n`,
}

/** One file of a workspace: the last good text and what it says. */
export interface SettingsFile extends GoodSettings {
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
  /** Begins to edit a file. One draft at a time. */
  draft(file: WorkspaceFile): FileDraft
}

/** Edits of a file that are in force once they are kept. */
export interface FileDraft {
  /** What both files say together with the edits so far. */
  settings(): WorkspaceSettings
  /** Throws a Refusal `setting-invalid`; the draft is then as it was before. */
  edit(edits: readonly WorkspaceEdit[]): void
  /** The file's text with the edits; null when they change nothing. */
  text(): string | null
  keep(): void
}

export function createSettingsFiles(): SettingsFiles {
  const files: Record<WorkspaceFile, SettingsFile> = { shared: emptyFile(), local: emptyFile() }
  let together = settingsOf(files.shared.tree, files.local.tree)
  return {
    shared: files.shared,
    local: files.local,
    settings: () => together,
    own: (file) => workspaceSettings.parse(withoutNulls(files[file].tree)),
    take(file, text) {
      const read = readSettings(text, fileNames[file])
      if (read.problems.length > 0) files[file].problems = read.problems
      else put(file, goodSettings(text, read))
      files[file].editable?.prepare()
    },
    draft(file) {
      const before = files[file].text.trim() === '' ? fresh(file) : files[file]
      const { tree, edit, made } = createDraft(before, fileNames[file])
      const below = file === 'local' ? files.shared.tree : {}
      return {
        settings: () => (file === 'local' ? settingsOf(files.shared.tree, tree()) : settingsOf(tree(), files.local.tree)),
        edit: (edits) =>
          edit(edits.map(({ path, value }) => ({ path, value: value === undefined && valueAt(below, path) !== undefined ? null : value }))),
        text: () => (made().text === before.text ? null : made().text),
        keep: () => put(file, made()),
      }
    },
  }

  function put(file: WorkspaceFile, { text, tree, warnings, editable }: GoodSettings): void {
    Object.assign(files[file], { text, tree, warnings, editable, problems: [] })
    together = settingsOf(files.shared.tree, files.local.tree)
  }
}

/** Each tree was checked by itself: laid over each other they need no check. */
function settingsOf(shared: SettingsTree, local: SettingsTree): WorkspaceSettings {
  return { version: 1, ...layOver(shared, local) }
}

function fresh(file: WorkspaceFile): GoodSettings {
  return goodSettings(freshText[file], readSettings(freshText[file], fileNames[file]))
}

function emptyFile(): SettingsFile {
  return { text: '', tree: {}, warnings: [], editable: null, problems: [] }
}
