import { parentPort, workerData } from 'node:worker_threads'
import { openPieces } from '../openapi/pieces.ts'
import type { ExamplesTask, FromExamples } from './check-examples.ts'
import { exampleFaults } from './example-faults.ts'

/** The thread that checks the examples of one document. What was found so far is told early: it may be ended at any time. */
function run({ pieces, ...document }: ExamplesTask, port: NonNullable<typeof parentPort>): void {
  const tell = (message: FromExamples) => port.postMessage(message)
  for (const fault of exampleFaults({ ...document, pieces, node: openPieces(pieces) })) tell({ kind: 'fault', fault })
  tell({ kind: 'end' })
}

if (parentPort !== null) run(workerData, parentPort)
