import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const MAX_DEPTH = 3
const MAX_ENTRIES = 5_000
const SNIFFED_BYTES = 4 * 1024

/** The OpenAPI documents in a folder, absolute, those nearest to it first; files that others refer to are not documents. */
export async function findDocuments(folder: string): Promise<string[]> {
  const found: string[] = []
  let level = [folder]
  let entries = 0
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const next: string[] = []
    for (const parent of level) {
      for (const entry of await entriesOf(parent)) {
        if (++entries > MAX_ENTRIES) return found
        const path = join(parent, entry.name)
        if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') next.push(path)
        else if (entry.isFile() && /\.(?:ya?ml|json)$/i.test(entry.name) && (await isDocument(path))) found.push(path)
      }
    }
    level = next
  }
  return found
}

/** A folder that may not be read holds nothing to open. */
async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function isDocument(path: string): Promise<boolean> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const { bytesRead, buffer } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0)
    return looksLikeDocument(buffer.toString('utf8', 0, bytesRead))
  } catch {
    return false
  } finally {
    await file?.close()
  }
}

/** By the version's key, which stands at the root of a document and nowhere else. */
function looksLikeDocument(start: string): boolean {
  const text = start.replace(/^\uFEFF/, '')
  if (/^\s*\{/.test(text)) return /["']?(?:openapi|swagger)["']?\s*:\s*["']?[123]\.\d/.test(text)
  return /^["']?(?:openapi|swagger)["']?[ \t]*:[ \t]*["']?[123](?:\.\d|\b)/m.test(text)
}
