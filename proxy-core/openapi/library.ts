import { realpathSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refusal } from '../model/errors.ts'
import type { ImportLimits } from '../model/limits.ts'
import { fetchDocument } from './fetch-document.ts'
import { parseSource, type SourceFile } from './source-file.ts'
import type { ImportTask } from './thread-messages.ts'

/** The files of one document: each is read once, within the bounds, and only from where the document may read. */
export interface Library {
  root: SourceFile
  /** In the order in which they were read. */
  files(): SourceFile[]
  /**
   * The file that a reference names, by its part before `#`, as written in `from`.
   * @returns why there is none, in words that end a sentence
   */
  file(reference: string, from: SourceFile): Promise<SourceFile | NoFile>
}

export interface NoFile {
  kind: 'refused' | 'missing' | 'broken'
  reason: string
  /** Of the file, when it was found but can't be read. */
  refusal?: Refusal
}

type Found = { place: string; name: string } | NoFile

export async function openLibrary({ source, limits, allowOutside }: ImportTask): Promise<Library> {
  const bounds = { bytes: limits.MAX_DOCUMENT_BYTES }
  const read =
    source.kind === 'url'
      ? (url: string) => fetchDocument(url, bounds.bytes, limits)
      : (path: string) => readBounded(path, bounds.bytes, limits)
  const start = source.kind === 'text' ? { place: source.name, bytes: Buffer.from(source.text) } : await readRoot(source, read)
  if (start.bytes.byteLength > bounds.bytes) throw tooLarge(start.place, limits)
  bounds.bytes -= start.bytes.byteLength
  const root = await parseSource('', start.place, start.bytes, limits)

  const locate = source.kind === 'file' ? inFolder(start.place, allowOutside) : source.kind === 'url' ? atOrigin(start.place) : nowhere
  const byPlace = new Map<string, SourceFile | NoFile>([[start.place, root]])
  const located = new Map<SourceFile, Map<string, Found>>()

  function find(reference: string, from: SourceFile): Found {
    const known = located.get(from) ?? new Map<string, Found>()
    located.set(from, known)
    const found = known.get(reference) ?? locate(reference, from)
    known.set(reference, found)
    return found
  }

  async function open(place: string, name: string): Promise<SourceFile | NoFile> {
    if (byPlace.size >= limits.MAX_FILES)
      throw new Refusal('document-too-complex', `${start.place} refers to more than ${limits.MAX_FILES} files.`)
    try {
      const { bytes } = await read(place)
      bounds.bytes -= bytes.byteLength
      return await parseSource(name, place, bytes, limits)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.problem.code === 'document-too-large' || error.problem.code === 'document-too-complex') throw error
      if (error.problem.code === 'document-unreadable') return { kind: 'missing', reason: error.problem.detail }
      return { kind: 'broken', reason: `${place} can not be read`, refusal: error }
    }
  }

  return {
    root,
    files: () => [...byPlace.values()].filter((file) => 'tree' in file),
    async file(reference, from) {
      if (reference === '') return from
      const found = find(reference, from)
      if ('kind' in found) return found
      const file = byPlace.get(found.place) ?? (await open(found.place, found.name))
      byPlace.set(found.place, file)
      return file
    },
  }
}

type Read = (place: string) => Promise<{ place: string; bytes: Uint8Array }>

async function readRoot(
  source: { kind: 'file'; path: string } | { kind: 'url'; url: string },
  read: Read,
): Promise<{ place: string; bytes: Uint8Array }> {
  return read(source.kind === 'file' ? resolve(source.path) : source.url)
}

async function readBounded(path: string, maximum: number, limits: ImportLimits): Promise<{ place: string; bytes: Uint8Array }> {
  try {
    const stats = statSync(path)
    if (stats.isDirectory()) throw new Refusal('document-unreadable', `${path} is a folder; name the OpenAPI file inside it.`)
    if (!stats.isFile()) throw new Refusal('document-unreadable', `${path} is not a regular file.`)
    if (stats.size > maximum) throw tooLarge(path, limits)
    return { place: path, bytes: await readFile(path) }
  } catch (error) {
    if (error instanceof Refusal) throw error
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Refusal('document-unreadable', `${path} does not exist; check the path.`)
    if (code === 'EACCES' || code === 'EPERM')
      throw new Refusal('document-unreadable', `${path} may not be read by this user; check its permissions.`)
    throw new Refusal('document-unreadable', `${path} can not be read: ${code ?? String(error)}.`)
  }
}

export function tooLarge(place: string, { MAX_DOCUMENT_BYTES }: ImportLimits): Refusal {
  const mebibytes = Math.floor(MAX_DOCUMENT_BYTES / 1024 / 1024)
  return new Refusal(
    'document-too-large',
    `${place} and what it refers to come to more than ${mebibytes} MiB; split it, or leave parts out.`,
  )
}

const scheme = /^[a-z][a-z0-9+.-]+:/i

function inFolder(rootPath: string, allowOutside: boolean): (reference: string, from: SourceFile) => Found {
  const folder = dirname(rootPath)
  const realFolder = realPath(folder)
  return (reference, from) => {
    if (isAbsolute(reference) || /^file:/i.test(reference)) {
      if (!allowOutside) return { kind: 'refused', reason: 'only relative paths are read; write it relative to this file' }
    } else if (reference.startsWith('//') || scheme.test(reference)) {
      return { kind: 'refused', reason: 'a document in a file reads no URLs; save that file beside it and refer to it by a relative path' }
    }
    const path = pathOf(reference, dirname(from.place))
    if (path === null) return { kind: 'missing', reason: 'this is not a path' }
    // links are followed before the folder is compared, so that none leads outside
    if (!allowOutside && !(isInside(folder, path) && isInside(realFolder, realPath(path)))) {
      return { kind: 'refused', reason: `it lies outside the document's folder ${folder}; move it inside, or allow references outside` }
    }
    return path === rootPath ? { place: path, name: '' } : { place: path, name: relative(folder, path).split(sep).join('/') }
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

function atOrigin(rootUrl: string): (reference: string, from: SourceFile) => Found {
  const { origin } = new URL(rootUrl)
  return (reference, from) => {
    if (!URL.canParse(reference, from.place)) return { kind: 'missing', reason: 'this is not a URL' }
    const url = new URL(reference, from.place)
    url.hash = ''
    if (url.origin !== origin) return { kind: 'refused', reason: `only files of ${origin} are fetched with this document` }
    return { place: url.href, name: url.href === rootUrl ? '' : url.href }
  }
}

function nowhere(): Found {
  return { kind: 'refused', reason: 'a pasted document has no folder; save it as a file beside what it refers to' }
}
