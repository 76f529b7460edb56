import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { logLimits } from '../model/limits.ts'
import { parseSize } from '../model/quantities.ts'
import type { LogHealth, Status } from '../model/status.ts'
import {
  DEFAULT_KEEP_BYTES,
  DEFAULT_KEEP_EXCHANGES,
  type ServiceSettings,
  STATE_FOLDER,
  type WorkspaceSettings,
} from '../model/workspace.ts'
import type { Log, Retention } from '../traffic/log.ts'
import { openLog } from '../traffic/open-log.ts'
import { type Claim, claimWorkspace } from '../workspace/host-file.ts'
import { openWorkspace } from '../workspace/open-workspace.ts'
import type { AdHocService } from '../workspace/plan-services.ts'
import { userFolder } from '../workspace/user-settings.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** Where a running host is reached. */
export type HostAddress = Parameters<Claim['announce']>[0]

/** Which workspace to open. `none` is the welcome page: in memory, nothing in it yet. */
export type WorkspaceChoice =
  | { kind: 'folder'; folder: string; spec?: string }
  /** `document` becomes a service that is named after its title. Its spec is a URL, an absolute path, or the sample. */
  | { kind: 'memory'; settings: WorkspaceSettings; document?: ServiceSettings & { spec: string } }
  | { kind: 'none' }

/** The open workspace with its log and what was added to it without a file. */
export interface Opened {
  choice: WorkspaceChoice
  folder: string | null
  workspace: Workspace
  log: Log
  adHoc: Map<string, AdHocService>
  view(): Status['workspace']
  /** Tells where the host of this workspace listens. */
  announce(where: HostAddress): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the files of a workspace and its log. The log of a workspace in memory lives in a temporary folder until it is closed.
 * @throws Refusal when the files are broken, or another host has the workspace open
 */
export async function openChoice(choice: WorkspaceChoice, onHealth: (health: LogHealth) => void): Promise<Opened> {
  const undo: (() => Promise<void>)[] = []
  try {
    return await open(choice, onHealth, undo)
  } catch (error) {
    for (const step of undo.reverse()) await step()
    throw error
  }
}

async function open(choice: WorkspaceChoice, onHealth: (health: LogHealth) => void, undo: (() => Promise<void>)[]): Promise<Opened> {
  const folder = choice.kind === 'folder' ? choice.folder : null
  const workspace = await openWorkspace(
    folder === null
      ? { kind: 'memory', settings: choice.kind === 'memory' ? choice.settings : { version: 1 } }
      : { kind: 'folder', folder },
  )
  undo.push(() => workspace.close())
  const claim = folder === null ? await claimWelcome(choice) : await claimWorkspace(folder)
  if (claim) undo.push(() => claim.release())
  const logFolder = folder === null ? await mkdtemp(join(tmpdir(), 'switchyard-')) : join(folder, STATE_FOLDER)
  if (folder === null) undo.push(() => rm(logFolder, { recursive: true, force: true }))
  const log = await openLog({ folder: logFolder, retention: retentionOf(workspace.settings()), limits: logLimits, onHealth })
  undo.push(() => log.close())
  const adHoc = new Map<string, AdHocService>()
  return {
    choice,
    folder,
    workspace,
    log,
    adHoc,
    view: () => {
      const empty = choice.kind === 'none' && adHoc.size === 0 && Object.keys(workspace.settings().services ?? {}).length === 0
      return {
        kind: empty ? 'none' : folder ? 'folder' : 'memory',
        name: folder && basename(folder),
        folder,
        writable: workspace.writable(),
        error: workspace.error(),
        warnings: workspace.warnings(),
      }
    },
    announce: async (where) => claim?.announce(where),
    async close() {
      for (const step of undo.toReversed()) await step()
    },
  }
}

/** What begins on the welcome page is found by the command line too, if no other does. */
async function claimWelcome({ kind }: WorkspaceChoice): Promise<Claim | null> {
  return kind === 'none' ? claimWorkspace(userFolder()).catch(() => null) : null
}

/** How much of the log is kept. */
export function retentionOf(settings: WorkspaceSettings): Retention {
  const keep = settings.capture?.keep
  return {
    exchanges: keep?.exchanges ?? DEFAULT_KEEP_EXCHANGES,
    bytes: keep?.size === undefined ? DEFAULT_KEEP_BYTES : (parseSize(keep.size) ?? DEFAULT_KEEP_BYTES),
  }
}
