import type { Diagnostic } from '../model/finding.ts'
import { openReach } from './open-reach.ts'
import type { NoFile, Whereabouts } from './reach.ts'
import { parseSource, type SourceFile } from './source-file.ts'
import { standardSchema } from './standard-schemas.ts'
import type { ImportTask } from './thread-messages.ts'
import { tooLarge, Unservable } from './unservable.ts'

/** The files of one document: each is read once, within the bounds, and only from where the document may read. */
export interface Library {
  root: SourceFile
  /** In the order in which they were read; those of JSON Schema itself, which come with Switchyard, are not among them. */
  files(): SourceFile[]
  /** The file that a reference names by its part before `#`, as written in `from`. */
  file(reference: string, from: SourceFile): Promise<SourceFile | NoFile>
  /** Of files that were found but can't be parsed. */
  diagnostics: Diagnostic[]
}

export async function openLibrary(task: ImportTask): Promise<Library> {
  const { limits } = task
  const { root: start, locate, read } = await openReach(task)
  let bytesLeft = limits.MAX_DOCUMENT_BYTES - start.bytes.byteLength
  if (bytesLeft < 0) throw tooLarge(start.place, limits)
  const root = await parseSource('', start.place, start.bytes, limits)
  const byPlace = new Map<string, SourceFile | NoFile>([[start.place, root]])
  const whereabouts = new Map<SourceFile, Map<string, Whereabouts | NoFile>>()
  const standard = new Map<string, SourceFile>()
  const diagnostics: Diagnostic[] = []

  async function standardFile(uri: string): Promise<SourceFile | null> {
    const known = standard.get(uri)
    const bytes = known === undefined ? standardSchema(uri) : null
    if (bytes === null) return known ?? null
    const file = await parseSource(uri, uri, bytes, limits)
    standard.set(uri, file)
    return file
  }

  function find(reference: string, from: SourceFile): Whereabouts | NoFile {
    const known = whereabouts.get(from) ?? new Map<string, Whereabouts | NoFile>()
    whereabouts.set(from, known)
    const found = known.get(reference) ?? locate(reference, from)
    known.set(reference, found)
    return found
  }

  async function open({ place, name }: Whereabouts): Promise<SourceFile | NoFile> {
    if (byPlace.size >= limits.MAX_FILES) {
      throw new Unservable('document-too-complex', `${start.place} refers to more than ${limits.MAX_FILES} files; bundle it into one.`)
    }
    try {
      const { bytes } = await read(place, bytesLeft)
      bytesLeft -= bytes.byteLength
      return await parseSource(name, place, bytes, limits)
    } catch (error) {
      if (!(error instanceof Unservable) || error.code === 'document-too-large' || error.code === 'document-too-complex') throw error
      diagnostics.push(...error.diagnostics)
      if (error.code === 'document-unreadable') return { kind: 'missing', reason: error.message.replace(/\.$/, '') }
      return { kind: 'unreadable', reason: `${place} has a syntax error` }
    }
  }

  return {
    root,
    files: () => [...byPlace.values()].filter((file) => 'tree' in file),
    async file(reference, from) {
      const own = await standardFile(reference)
      if (own !== null) return own
      const found = find(reference, from)
      if ('kind' in found) return found
      const file = byPlace.get(found.place) ?? (await open(found))
      byPlace.set(found.place, file)
      return file
    },
    diagnostics,
  }
}
