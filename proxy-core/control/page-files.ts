import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the built page, ready to answer with. */
export interface PageFile {
  body: Uint8Array
  contentType: string
  /** Files with a hash in their name never change. */
  cacheControl: string
}

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
}

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Switchyard</title>
<p>The page is not built. Run <code>npm run build</code> in Switchyard's folder, then load this again. The control API works all the same.</p>`

/** Serves the built page: files by name, and the page itself for every path that names a view. */
export function createPageFiles(folder = pageFolder()): (path: string) => Promise<PageFile | null> {
  const root = normalize(folder)
  return async (path) => {
    const file = normalize(join(root, decoded(path)))
    const inside = file === root || file.startsWith(root + sep)
    if (inside && extname(file) && (await isFile(file))) return read(file)
    if (!inside || extname(file)) return null
    const index = join(root, 'index.html')
    return (await isFile(index))
      ? read(index)
      : { body: Buffer.from(NOT_BUILT), contentType: 'text/html; charset=utf-8', cacheControl: 'no-store' }
  }
}

async function read(file: string): Promise<PageFile> {
  const hashed = /[\\/]assets[\\/]/.test(file)
  return {
    body: await readFile(file),
    contentType: CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
    cacheControl: hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false
}

/** `dist/page`, seen from the source tree as well as from the bundle. */
function pageFolder(): string {
  const from = import.meta.url
  if (from.endsWith('.ts')) return fileURLToPath(new URL('../../dist/page', from))
  return fileURLToPath(new URL('page', from.slice(0, from.lastIndexOf('/dist/') + '/dist/'.length)))
}
