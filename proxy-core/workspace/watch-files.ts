import { type FSWatcher, unwatchFile, watch, watchFile } from 'node:fs'
import { join } from 'node:path'

const DEBOUNCE_MS = 40
/** Shared folders and containers do not always tell of changes: a look now and then finds those. */
const POLL_MS = 2_000

/**
 * Calls `onChange` some milliseconds after one of the named files of a folder was written, replaced, made or deleted.
 * The folder is watched, not the files, so that editors which save by rename are heard.
 */
export function watchFiles(folder: string, names: readonly string[], onChange: () => void): { close(): void } {
  let timer: NodeJS.Timeout | null = null
  let watcher: FSWatcher | null = null
  const soon = () => {
    if (timer) clearTimeout(timer)
    timer = setTimeout(onChange, DEBOUNCE_MS)
  }
  try {
    watcher = watch(folder, { persistent: false }, (_, name) => {
      if (name === null || names.includes(name)) soon()
    })
    watcher.on('error', () => watcher?.close())
  } catch {
    // No watches left on this machine: polling alone.
  }
  const paths = names.map((name) => join(folder, name))
  for (const path of paths) watchFile(path, { persistent: false, interval: POLL_MS }, soon)
  return {
    close() {
      if (timer) clearTimeout(timer)
      watcher?.close()
      for (const path of paths) unwatchFile(path, soon)
    },
  }
}
