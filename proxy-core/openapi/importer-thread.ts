import { parentPort, workerData } from 'node:worker_threads'
import { Refusal } from '../model/errors.ts'
import { readDocument } from './read-document.ts'
import type { ImportTask, ThreadAnswer, ThreadRequest } from './thread-messages.ts'

const port = parentPort
if (port !== null) {
  const answer = (message: ThreadAnswer, handedOver: ArrayBuffer[] = []) => port.postMessage(message, handedOver)
  port.on('message', (request: ThreadRequest) => {
    if (request.kind === 'diagnose') answer({ kind: 'diagnosed', diagnostics: [] })
  })
  try {
    const { document } = await readDocument(workerData as ImportTask)
    answer({ kind: 'read', document }, [document.pieces.buffer, document.pieces.ends.buffer])
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, detail, diagnostics } = error.problem
    answer({ kind: 'refused', refusal: { code: code as never, detail, extra: { diagnostics } } })
  }
}
