import type { ImportLimits } from '../model/limits.ts'
import type { DocumentSource } from './document.ts'
import { folderReach } from './folder-reach.ts'
import type { SourceFile } from './source-file.ts'
import type { ImportTask } from './thread-messages.ts'
import { Unservable } from './unservable.ts'

/** From where a document may read, and how. */
export interface Reach {
  root: FileBytes
  /** Where the file lies that a reference names by its part before `#`. */
  locate(reference: string, from: SourceFile): Whereabouts | NoFile
  /** @throws Unservable */
  read(place: string, maximum: number): Promise<FileBytes>
}

export interface FileBytes {
  /** Absolute path, URL, or the name of a pasted text. */
  place: string
  bytes: Uint8Array
}

export interface Whereabouts {
  place: string
  /** What canonical references into the file start with. */
  name: string
}

/** Why there is no file, in words that end a sentence. */
export interface NoFile {
  kind: 'refused' | 'missing' | 'unreadable'
  reason: string
}

export async function openReach({ source, limits, allowOutside }: ImportTask): Promise<Reach> {
  if (source.kind === 'file') return folderReach(source.path, limits, allowOutside)
  // fetch and DNS are loaded only where they are needed
  if (source.kind === 'url') return (await import('./web-reach.ts')).webReach(source.url, limits)
  return textReach(source)
}

function textReach({ name, text }: Extract<DocumentSource, { kind: 'text' }>): Reach {
  return {
    root: { place: name, bytes: Buffer.from(text) },
    locate: () => ({ kind: 'refused', reason: 'a pasted document has no folder; save it as a file beside what it refers to' }),
    read: (place) => Promise.reject(new Unservable('document-unreadable', `${place} is not read.`)),
  }
}

export function tooLarge(place: string, { MAX_DOCUMENT_BYTES }: ImportLimits): Unservable {
  const mebibytes = Math.floor(MAX_DOCUMENT_BYTES / 1024 / 1024)
  const size = mebibytes > 0 ? `${mebibytes} MiB` : `${MAX_DOCUMENT_BYTES} bytes`
  return new Unservable('document-too-large', `${place}, with what it refers to, is larger than ${size}; split it, or leave parts out.`)
}
