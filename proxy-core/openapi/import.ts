import { Worker } from 'node:worker_threads'
import { Refusal } from '../model/errors.ts'
import type { Diagnostic } from '../model/finding.ts'
import type { ImportLimits } from '../model/limits.ts'
import { threadFile } from '../model/thread-file.ts'
import type { ApiDocument, DocumentSource, ImportedDocument } from './document.ts'
import { openPieces } from './pieces.ts'
import type { ImportTask, ReadDocument, ThreadAnswer, ThreadRequest } from './thread-messages.ts'

export interface ImportOptions {
  limits: ImportLimits
  /** Follow references out of the document's folder. */
  allowOutside?: boolean
  signal?: AbortSignal
}

export interface OpenImport extends ImportedDocument {
  /** Structural faults, beside those in `diagnostics`. The thread ends with it; a second call gives the same. */
  diagnose(): Promise<Diagnostic[]>
  /** Ends the thread when nobody wants to diagnose. The document stays. */
  close(): void
}

/**
 * Reads a document in a thread of its own, within the limits.
 * @throws Refusal with what is wrong, where, and what to do
 */
export async function importDocument(source: DocumentSource, { limits, allowOutside = false, signal }: ImportOptions): Promise<OpenImport> {
  signal?.throwIfAborted()
  const started = performance.now()
  const thread = startThread({ source, limits, allowOutside }, signal)
  const answer = await thread.answer()
  if (answer.kind !== 'read') {
    thread.end()
    throw answer.kind === 'refused'
      ? new Refusal(answer.refusal.code, answer.refusal.detail, answer.refusal.extra)
      : new Error('out of turn')
  }
  const { diagnostics, files, ...read } = answer.document
  let diagnosed: Promise<Diagnostic[]> | undefined
  return {
    document: openDocument(read),
    diagnostics,
    files,
    readMs: performance.now() - started,
    diagnose: () => (diagnosed ??= thread.diagnose()),
    close: () => thread.end(),
  }
}

function openDocument({ pieces, ...rest }: Omit<ReadDocument, 'diagnostics' | 'files'>): ApiDocument {
  return { ...rest, node: openPieces(pieces) }
}

function startThread(task: ImportTask, signal: AbortSignal | undefined) {
  const { limits } = task
  const worker = new Worker(new URL(threadFile('openapi/importer-thread', import.meta.url)), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: limits.MAX_IMPORT_HEAP_MIB },
  })
  function answer(): Promise<ThreadAnswer> {
    return new Promise((settle, reject) => {
      const timer = setTimeout(() => {
        reject(new Refusal('document-timeout', `The document was not read within ${limits.MAX_IMPORT_MS / 1000} s.`))
        void worker.terminate()
      }, limits.MAX_IMPORT_MS)
      worker.once('message', (message: ThreadAnswer) => {
        clearTimeout(timer)
        worker.unref()
        settle(message)
      })
      worker.once('error', (error) => {
        clearTimeout(timer)
        reject(error)
      })
    })
  }
  void signal
  return {
    answer,
    async diagnose(): Promise<Diagnostic[]> {
      worker.ref()
      const answered = answer()
      worker.postMessage({ kind: 'diagnose' } satisfies ThreadRequest)
      const message = await answered
      void worker.terminate()
      return message.kind === 'diagnosed' ? message.diagnostics : []
    },
    end: () => void worker.terminate(),
  }
}
