import { isAscii } from 'node:buffer'
import { Worker } from 'node:worker_threads'
import type { Diagnostic } from '../model/finding.ts'
import { contractLimits } from '../model/limits.ts'
import { threadFile } from '../model/thread-file.ts'
import type { ApiDocument } from '../openapi/document.ts'
import type { OpenImport } from '../openapi/import.ts'
import type { Pieces } from '../openapi/pieces.ts'
import type { SourceText } from '../openapi/structure.ts'

/** What the thread is started with. */
export interface ExamplesTask {
  document: Omit<ApiDocument, 'node' | 'pieces'>
  pieces: Pieces
  /** For lines and columns. */
  sources: SourceText[]
}
export type FoundInExamples = Diagnostic[]

/**
 * Holds the examples of a document against their schemas, in a thread of its own that ends with it; that of the import has
 * then ended, so that its memory is taken again.
 * @returns what was found within the limits, with file, line and column; nothing once the import is closed; never rejects
 */
export async function checkExamples(imported: Pick<OpenImport, 'document' | 'sources'>, signal?: AbortSignal): Promise<Diagnostic[]> {
  const { node: _, pieces, ...document } = imported.document
  const sources = await imported.sources().catch(() => null)
  if (pieces === undefined || sources === null || signal?.aborted) return []
  const task: ExamplesTask = { document, pieces, sources }
  return runThread(
    task,
    sources.map(({ bytes }) => bytes.buffer as ArrayBuffer),
    signal,
  )
}

/** V8 keeps the pages of an ended thread. */
const YOUNG_HEAP_MIB = 8

/** Their text is in it once, while places are looked for; beyond ASCII it takes two bytes a character. */
function heapFor(sources: readonly SourceText[]): number {
  const bytes = sources.reduce((sum, source) => sum + source.bytes.byteLength * (isAscii(source.bytes) ? 1 : 2), 0)
  return Math.max(contractLimits.MAX_EXAMPLES_HEAP_MIB, Math.ceil((2.5 * bytes) / 1024 / 1024))
}

function runThread(workerData: ExamplesTask, transferList: ArrayBuffer[], signal: AbortSignal | undefined): Promise<Diagnostic[]> {
  const heapMib = heapFor(workerData.sources)
  const root = workerData.sources[0]?.place ?? ''
  const worker = new Worker(new URL(threadFile('contract/examples-thread', import.meta.url)), {
    execArgv: [],
    workerData,
    transferList,
    resourceLimits: { maxOldGenerationSizeMb: heapMib, maxYoungGenerationSizeMb: YOUNG_HEAP_MIB },
  })
  return new Promise((resolve) => {
    const over = (found: Diagnostic[]) => {
      clearTimeout(late)
      signal?.removeEventListener('abort', nothing)
      void worker.terminate()
      resolve(found)
    }
    const nothing = () => over([])
    const unchecked = (why: string) => over([{ ...uncheckedExamples, message: `the examples were not checked: ${why}`, file: root }])
    // it stops by itself at half of it; a single value may still keep it
    const late = setTimeout(() => unchecked('it takes too long'), 2 * contractLimits.MAX_EXAMPLES_MS)
    signal?.addEventListener('abort', nothing)
    worker.on('message', (found: FoundInExamples) => over(found))
    worker.on('error', (error: NodeJS.ErrnoException) =>
      unchecked(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? `that needs more than ${heapMib} MiB of memory` : error.message),
    )
    worker.on('exit', nothing)
  })
}

const uncheckedExamples = { severity: 'warning', code: 'examples-unchecked', line: null, column: null } as const
