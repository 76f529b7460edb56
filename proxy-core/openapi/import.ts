import type { Diagnostic } from '../model/finding.ts'
import type { ImportLimits } from '../model/limits.ts'
import type { ApiDocument, DocumentSource, ImportedDocument } from './document.ts'
import { startImporter } from './importer.ts'
import { openPieces } from './pieces.ts'
import type { SourceText } from './structure.ts'
import type { ReadDocument } from './thread-messages.ts'

export interface ImportOptions {
  limits: ImportLimits
  /** Read what references name outside of the document's folder. */
  allowOutside?: boolean
  /** Ends the import; it then rejects with the signal's reason. */
  signal?: AbortSignal
}

export interface OpenImport extends ImportedDocument {
  /**
   * Checks the structure in the thread.
   * @returns faults beside those in `diagnostics`; none when the document is too large to be checked within the bounds
   */
  diagnose(): Promise<Diagnostic[]>
  /** The files as they were read, and ends the thread; null once it has ended. */
  sources(): Promise<SourceText[] | null>
  /** Ends the thread. The document stays. */
  close(): void
}

/**
 * Reads a document in a thread of its own, within the limits.
 * @throws Refusal that says what is wrong, where, and what to do
 */
export async function importDocument(source: DocumentSource, { limits, allowOutside = false, signal }: ImportOptions): Promise<OpenImport> {
  const started = performance.now()
  const importer = startImporter({ source, limits, allowOutside }, signal)
  const { diagnostics, files, ...read } = await importer.read()
  let structural: Promise<Diagnostic[]> | undefined
  return {
    document: openDocument(read),
    diagnostics,
    files,
    readMs: performance.now() - started,
    diagnose() {
      structural ??= importer.diagnose()
      return structural
    },
    sources: importer.sources,
    close: importer.end,
  }
}

function openDocument({ pieces, ...rest }: Omit<ReadDocument, 'diagnostics' | 'files'>): ApiDocument {
  return { ...rest, pieces, node: openPieces(pieces) }
}
