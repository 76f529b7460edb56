import type { Diagnostic } from '../model/finding.ts'
import type { WorkspaceSettings } from '../model/workspace.ts'
import type { WorkspaceEdit } from './edit-settings.ts'

export type { WorkspaceEdit } from './edit-settings.ts'

/** The settings that a host runs on, wherever they are kept. */
export interface Workspace {
  readonly kind: 'folder' | 'memory'
  /** Absolute; null in memory. */
  readonly folder: string | null
  /** The shared file with the overlay laid over it. A new object after each change; never change it. */
  settings(): WorkspaceSettings
  /** What one file says by itself. */
  own(file: WorkspaceFile): WorkspaceSettings
  /** false when edits can not be kept beyond this run. */
  writable(): boolean
  /** Why a file on disk was not taken over, as `file:line:column: message`; the last good one runs. null when all is well. */
  error(): string | null
  /** What has no effect, and what can not be kept. */
  warnings(): string[]
  /** What is wrong with the files, with line and column where there is one. */
  diagnostics(): Diagnostic[]
  /**
   * Changes a file, one edit after the other; resolves when it is on disk. A value of undefined takes a setting away: in `local`
   * also one that the shared file makes. `edits` may be a function of the settings as they are when its turn has come.
   * Rejects with a Refusal: `setting-invalid`, `workspace-invalid` while the file on disk is broken, `workspace-read-only`.
   */
  edit(file: WorkspaceFile, edits: WorkspaceEdits): Promise<void>
  /** Hears of every change: of edits made here before `edit` resolves, of files changed by others soon after. Returns what ends it. */
  onChange(listener: WorkspaceListener): () => void
  close(): Promise<void>
}

/** `shared` is switchyard.yaml, `local` the overlay. */
export type WorkspaceFile = 'shared' | 'local'
export type WorkspaceEdits = readonly WorkspaceEdit[] | ((settings: WorkspaceSettings) => readonly WorkspaceEdit[])
/** Who changed it: an edit made here, or somebody who wrote a file. */
export type WorkspaceListener = (by: 'edit' | 'file') => void
