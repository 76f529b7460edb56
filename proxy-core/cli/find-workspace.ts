import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { OVERLAY_FILE, STATE_FOLDER, WORKSPACE_FILE } from '../model/workspace.ts'
import { findDocuments } from '../openapi/find-documents.ts'
import { findHost, type HostRecord } from '../workspace/host-file.ts'
import { openUserSettings, userFolder } from '../workspace/user-settings.ts'
import type { Terminal } from './terminal.ts'

export interface FoundWorkspace {
  folder: string
  /** null when none runs. */
  host: HostRecord | null
}

/**
 * The workspace that a command means: that of the caller's folder or one above it. Elsewhere, the one opened last, or the
 * one in memory, if a host runs on it; else the caller's folder, if there are documents in it. null when there is none.
 */
export async function findWorkspace(terminal: Terminal): Promise<FoundWorkspace | null> {
  for (let folder = terminal.path('.'); ; folder = dirname(folder)) {
    if (await isWorkspace(folder)) return { folder, host: await findHost(folder) }
    if (folder === dirname(folder)) return (await lastOne(terminal)) ?? (await untouchedOne(terminal.path('.')))
  }
}

/** The folder with a workspace file: this one or the nearest above it. */
export async function workspaceAround(from: string): Promise<string | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const name of [WORKSPACE_FILE, OVERLAY_FILE]) if (await stat(join(folder, name)).catch(() => null)) return folder
    if (folder === dirname(folder)) return null
  }
}

async function lastOne({ say }: Terminal): Promise<FoundWorkspace | null> {
  const { lastWorkspace } = (await openUserSettings()).read()
  if (lastWorkspace !== null) {
    const found = await stat(lastWorkspace).catch(() => null)
    const folder = found?.isDirectory() ? lastWorkspace : dirname(lastWorkspace)
    const host = await findHost(folder)
    if (host) say(`In ${folder}, which is being served:`)
    if (host) return { folder, host }
  }
  const folder = userFolder()
  const host = await findHost(folder)
  if (host) say(`In the workspace in memory, which is being served:`)
  return host && { folder, host }
}

async function untouchedOne(folder: string): Promise<FoundWorkspace | null> {
  const documents = await findDocuments(folder)
  return documents.length === 0 ? null : { folder, host: null }
}

async function isWorkspace(folder: string): Promise<boolean> {
  for (const name of [WORKSPACE_FILE, STATE_FOLDER]) {
    if (await stat(join(folder, name)).catch(() => null)) return true
  }
  return false
}
