import { parentPort, workerData } from 'node:worker_threads'
import { readDocument } from './read-document.ts'
import type { ImportTask, ThreadAnswer, ThreadRequest } from './thread-messages.ts'
import { Unservable } from './unservable.ts'

/** The thread of one document: reads it at once, checks its structure when asked. It is ended from outside. */
async function run(task: ImportTask, port: NonNullable<typeof parentPort>): Promise<void> {
  const answer = (message: ThreadAnswer, handedOver: ArrayBuffer[] = []) => port.postMessage(message, handedOver)
  try {
    const { document, sources } = await readDocument(task)
    port.on('message', async (request: ThreadRequest) => {
      if (request.kind === 'sources') {
        const copies = sources.map((source) => ({ ...source, bytes: copyOf(source.bytes) }))
        answer(
          { kind: 'sources', sources: copies },
          copies.map(({ bytes }) => bytes.buffer),
        )
        return
      }
      // when the checker gives up on one reference, it leaves the others' rejections behind
      process.on('unhandledRejection', () => {})
      const { diagnoseStructure } = await import('./structure.ts')
      answer({ kind: 'diagnosed', diagnostics: await diagnoseStructure(sources, task.limits, document.diagnostics) })
    })
    answer({ kind: 'read', document }, [document.pieces.ends.buffer])
  } catch (error) {
    if (error instanceof Unservable) answer({ kind: 'refused', code: error.code, detail: error.message, diagnostics: error.diagnostics })
    else throw error
  }
}

/** A buffer that could be resized has pages of its own, which go back to the system with it; the allocator would keep them. */
function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(new ArrayBuffer(bytes.byteLength, { maxByteLength: bytes.byteLength }))
  copy.set(bytes)
  return copy
}

if (parentPort !== null) await run(workerData, parentPort)
