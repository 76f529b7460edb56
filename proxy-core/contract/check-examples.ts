import { Worker } from 'node:worker_threads'
import type { Diagnostic } from '../model/finding.ts'
import { contractLimits } from '../model/limits.ts'
import { threadFile } from '../model/thread-file.ts'
import type { ApiDocument } from '../openapi/document.ts'
import type { OpenImport } from '../openapi/import.ts'
import type { Pieces } from '../openapi/pieces.ts'
import type { ExampleFault } from './example-faults.ts'

/** A document as the thread opens it. */
export type ExamplesTask = Omit<ApiDocument, 'node' | 'pieces'> & { pieces: Pieces }
export type FromExamples = { kind: 'fault'; fault: ExampleFault } | { kind: 'end' }

/** What the examples of a document have wrong, with their places; none once it is closed. */
export async function diagnoseExamples({ document, place }: ReadDocument, signal?: AbortSignal): Promise<Diagnostic[]> {
  const faults = await checkExamples(document, signal)
  return place(faults.map((fault) => ({ ...fault, severity: 'warning', code: 'example' })))
}
type ReadDocument = Pick<OpenImport, 'document' | 'place'>

/**
 * Holds the examples of a document against their schemas, in a thread of its own that ends with it.
 * @returns what was found within the limits; never rejects
 */
function checkExamples(document: ApiDocument, signal?: AbortSignal): Promise<ExampleFault[]> {
  const { node: _, pieces, ...rest } = document
  if (pieces === undefined || signal?.aborted) return Promise.resolve([])
  const { refs, ends } = pieces
  const buffer = pieces.buffer.slice(0)
  const worker = new Worker(new URL(threadFile('contract/examples-thread', import.meta.url)), {
    execArgv: [],
    workerData: { ...rest, pieces: { buffer, refs, ends } } satisfies ExamplesTask,
    transferList: [buffer],
    resourceLimits: { maxOldGenerationSizeMb: contractLimits.MAX_CHECK_HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_HEAP_MIB },
  })
  const faults: ExampleFault[] = []
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(late)
      signal?.removeEventListener('abort', over)
      void worker.terminate()
      resolve(faults)
    }
    const late = setTimeout(over, contractLimits.MAX_EXAMPLES_MS)
    signal?.addEventListener('abort', over)
    worker.on('message', (message: FromExamples) => {
      if (message.kind === 'fault') faults.push(message.fault)
      if (message.kind === 'end' || faults.length >= contractLimits.MAX_EXAMPLE_FAULTS) over()
    })
    worker.on('error', over).on('exit', over)
  })
}

/** V8 keeps the pages of an ended thread. */
const YOUNG_HEAP_MIB = 8
