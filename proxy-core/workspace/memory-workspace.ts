import { stringify } from 'yaml'
import type { WorkspaceSettings } from '../model/workspace.ts'
import { createSettingsFiles } from './settings-files.ts'
import type { Workspace, WorkspaceListener } from './workspace.ts'

/** A workspace without files: what `mock` and `proxy` run on. */
export function openMemoryWorkspace(settings: WorkspaceSettings): Workspace {
  const files = createSettingsFiles()
  const listeners = new Set<WorkspaceListener>()
  files.take('shared', stringify(settings))
  return {
    kind: 'memory',
    folder: null,
    settings: files.settings,
    own: files.own,
    writable: () => true,
    error: () => null,
    warnings: () => [],
    diagnostics: () => [],
    async edit(file, edits) {
      const draft = files.draft(file)
      draft.edit(typeof edits === 'function' ? edits(files.settings()) : edits)
      if (draft.text() === null) return
      draft.keep()
      for (const listener of listeners) listener('edit')
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      listeners.clear()
    },
  }
}
