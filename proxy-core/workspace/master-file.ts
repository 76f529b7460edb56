import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type MasterMode, masterMode } from '../model/mode.ts'
import { STATE_FOLDER } from '../model/workspace.ts'
import { ensureStateFolder, replaceFile } from './replace-file.ts'

/**
 * The master switch outlives a restart, so that nothing goes live by itself that was held on mock. It is neither the
 * team's nor a setting, and lies beside the log.
 */
export async function readMaster(folder: string | null): Promise<MasterMode> {
  if (folder === null) return null
  try {
    const text = await readFile(join(folder, STATE_FOLDER, 'master.json'), 'utf8')
    return masterMode.parse((JSON.parse(text) as { mode?: unknown }).mode)
  } catch {
    return null
  }
}

/** Keeps it; in a folder that can not be written it holds for this run. */
export async function writeMaster(folder: string | null, mode: MasterMode): Promise<void> {
  if (folder === null) return
  try {
    const state = await ensureStateFolder(folder)
    await replaceFile(join(state, 'master.json'), `${JSON.stringify({ mode })}\n`, { mode: 0o600 })
  } catch {
    // the workspace says by itself that it can not be written
  }
}
