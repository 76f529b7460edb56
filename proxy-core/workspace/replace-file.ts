import { chmod, copyFile, mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { STATE_FOLDER } from '../model/workspace.ts'

/** Windows refuses a rename while a virus scanner or an editor holds the file. */
const RENAME_TRIES = 5
const RENAME_PAUSE_MS = 40

/**
 * Puts a text in the place of a file so that a reader, or a crash, meets the old one or the new one whole.
 * @param mode permissions of a new file; an existing one keeps its own
 * @param backup where the old one is copied to first
 */
export async function replaceFile(path: string, text: string, { mode, backup }: { mode: number; backup?: string }): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const old = await stat(target).catch(() => null)
  if (old && backup !== undefined) await copyFile(target, backup)
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
  try {
    await writeSynced(temporary, text, old ? old.mode & 0o777 : mode)
    await renamed(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(target))
}

/** The folder of a workspace that git is to leave alone; made when missing, closed to other users of the machine. */
export async function ensureStateFolder(workspace: string): Promise<string> {
  const folder = join(workspace, STATE_FOLDER)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return folder
}

async function writeSynced(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'w', mode)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await chmod(path, mode)
}

async function renamed(from: string, to: string): Promise<void> {
  for (let left = RENAME_TRIES; ; left--) {
    try {
      return await rename(from, to)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (process.platform !== 'win32' || left <= 1 || (code !== 'EPERM' && code !== 'EBUSY' && code !== 'EACCES')) throw error
      await delay(RENAME_PAUSE_MS)
    }
  }
}

/** A rename is safe from a power cut once its folder is. Not every system lets a folder be synced. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null)
  await folder?.sync().catch(() => undefined)
  await folder?.close().catch(() => undefined)
}
