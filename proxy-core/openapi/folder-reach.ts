import { realpathSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ImportLimits } from '../model/limits.ts'
import type { FileBytes, NoFile, Reach, Whereabouts } from './reach.ts'
import type { SourceFile } from './source-file.ts'
import { tooLarge, Unservable } from './unservable.ts'

const hasScheme = /^[a-z][a-z0-9+.-]+:/i

/** A document in a file reads what lies in its folder or below, unless it is allowed to read anywhere. */
export async function folderReach(path: string, limits: ImportLimits, allowOutside: boolean): Promise<Reach> {
  const read = (place: string, maximum: number) => readBounded(place, maximum, limits)
  const root = await read(resolve(path), limits.MAX_DOCUMENT_BYTES)
  const folder = dirname(root.place)
  const realFolder = realPath(folder)

  function locate(reference: string, from: SourceFile): Whereabouts | NoFile {
    const absolute = isAbsolute(reference) || /^file:/i.test(reference)
    if (absolute && !allowOutside) return { kind: 'refused', reason: 'only relative paths are read; write it relative to this file' }
    if (!absolute && (reference.startsWith('//') || hasScheme.test(reference))) {
      return { kind: 'refused', reason: 'a document in a file reads no URLs; save that file beside it and refer to it by a relative path' }
    }
    const place = pathOf(reference, dirname(from.place))
    if (place === null) return { kind: 'missing', reason: 'this is not a path' }
    // links are followed before folders are compared, so that none leads outside
    if (!allowOutside && !(isInside(folder, place) && isInside(realFolder, realPath(place)))) {
      return { kind: 'refused', reason: `it lies outside the document's folder ${folder}; move it inside, or allow references outside` }
    }
    return { place, name: place === root.place ? '' : relative(folder, place).split(sep).join('/') }
  }

  return { root, locate, read }
}

async function readBounded(path: string, maximum: number, limits: ImportLimits): Promise<FileBytes> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) throw new Unservable('document-unreadable', `${path} is a folder; name the OpenAPI file inside it.`)
    if (!found.isFile()) throw new Unservable('document-unreadable', `${path} is not a regular file.`)
    if (found.size > maximum) throw tooLarge(path, limits)
    return { place: path, bytes: await readFile(path) }
  } catch (error) {
    if (error instanceof Unservable) throw error
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Unservable('document-unreadable', `${path} does not exist; check the path.`)
    if (code === 'EACCES' || code === 'EPERM')
      throw new Unservable('document-unreadable', `${path} may not be read by this user; check its permissions.`)
    throw new Unservable('document-unreadable', `${path} can not be read: ${code ?? String(error)}.`)
  }
}

function pathOf(reference: string, folder: string): string | null {
  try {
    if (/^file:/i.test(reference)) return fileURLToPath(reference)
    const path = decodeURIComponent(reference.replaceAll('\\', '/'))
    return path.includes('\0') ? null : resolve(folder, path)
  } catch {
    return null
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}
