import { parentPort, workerData } from 'node:worker_threads'
import { contractLimits } from '../model/limits.ts'
import { openPieces } from '../openapi/pieces.ts'
import { type PlacelessFault, placeFaults } from '../openapi/place-faults.ts'
import type { ExamplesTask, FoundInExamples } from './check-examples.ts'
import { exampleFaults } from './example-faults.ts'

/** The thread that checks the examples of one document. It is ended from outside. */
async function run({ document, pieces, sources }: ExamplesTask, port: NonNullable<typeof parentPort>): Promise<void> {
  const until = performance.now() + contractLimits.MAX_EXAMPLES_MS
  const faults: PlacelessFault[] = []
  for (const fault of exampleFaults(() => ({ ...document, pieces, node: openPieces(pieces) }))) {
    faults.push({ ...fault, severity: 'warning', code: 'example' })
    if (faults.length >= contractLimits.MAX_EXAMPLE_FAULTS || performance.now() > until) break
  }
  port.postMessage((await placeFaults(sources, document.specVersion, faults)) satisfies FoundInExamples)
}

if (parentPort !== null) await run(workerData, parentPort)
