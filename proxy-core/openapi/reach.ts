import type { SourceFile } from './source-file.ts'

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
