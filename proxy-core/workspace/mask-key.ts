import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureStateFolder } from './replace-file.ts'

const KEY_BYTES = 32

/**
 * The key of the hashes by which masked values are seen to be equal, across restarts too. It lies beside the log (0600),
 * and in memory only where there is no folder or none that can be written.
 * @returns 32 bytes
 */
export async function maskKey(folder: string | null): Promise<Uint8Array> {
  const fresh = randomBytes(KEY_BYTES)
  if (folder === null) return fresh
  try {
    const file = join(await ensureStateFolder(folder), 'mask.key')
    const known = await readFile(file).catch(() => null)
    if (known?.length === KEY_BYTES) return known
    await writeFile(file, fresh, { mode: 0o600 })
  } catch {
    // a folder that can not be written has no log on disk either
  }
  return fresh
}
