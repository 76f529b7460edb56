import { parentPort, workerData } from 'node:worker_threads'
import { nothingWrong } from '../../contract/compile-response-check.ts'
import type { ApiDocument } from '../../openapi/document.ts'
import { openPieces } from '../../openapi/pieces.ts'
import { createMock } from '../create-mock.ts'
import type { MockOperation } from '../mock.ts'
import type { AnswerOfThread, AskedOfThread, ThreadDocument } from './thread-messages.ts'

/** Answers as the mock on the loop would, however long it takes to compile. Ended from outside. */
function run(port: NonNullable<typeof parentPort>, { pieces, options, lastNumber, ...rest }: ThreadDocument): void {
  const document: ApiDocument = { ...rest, operations: [], secretNames: [], node: openPieces(pieces) }
  const mock = createMock(document, options, lastNumber)
  // each request brings an operation object of its own
  const operations = new Map<string, MockOperation>()
  port.on('message', ({ operation, request }: AskedOfThread) => {
    const answerOf = operations.get(operation.ref) ?? mock.operation(operation)
    operations.set(operation.ref, answerOf)
    const { verdict, ...answer } = answerOf(request)
    port.postMessage({ answer, isRight: verdict === nothingWrong } satisfies AnswerOfThread)
  })
}

if (parentPort !== null) run(parentPort, workerData as ThreadDocument)
