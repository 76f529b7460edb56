import type { WorkspaceSettings } from '../model/workspace.ts'
import { openFolderWorkspace } from './folder-workspace.ts'
import { openMemoryWorkspace } from './memory-workspace.ts'
import type { Workspace } from './workspace.ts'

export type { Workspace } from './workspace.ts'

/** Rejects with a Refusal `workspace-invalid` when the folder is missing or a file in it can not be read. Writes nothing. */
export async function openWorkspace(
  where: { kind: 'folder'; folder: string } | { kind: 'memory'; settings: WorkspaceSettings },
): Promise<Workspace> {
  return where.kind === 'folder' ? openFolderWorkspace(where.folder) : openMemoryWorkspace(where.settings)
}
