import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TriedDocument } from './try-document.ts'
import type { Task } from './worker.ts'

/** Import of a minute and answers to five operations; longer than this is a crash. */
const MAX_DOCUMENT_MS = 120_000

/** Tries every file in as many processes as wanted; a process that dies or hangs counts against the document it was at. */
export async function tryAll(
  files: readonly string[],
  operations: number,
  processes: number,
  onTried: (tried: TriedDocument) => void,
): Promise<void> {
  const waiting = [...files]
  await Promise.all(Array.from({ length: Math.min(processes, files.length) }, work))

  async function work(): Promise<void> {
    let worker: ChildProcess | null = null
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      worker ??= await start()
      const tried = await ask(worker, { file, operations })
      if (typeof tried === 'string') {
        worker.kill('SIGKILL')
        worker = null
        onTried({
          file,
          specVersion: '',
          imported: false,
          reason: `crash: ${tried}`,
          importMs: 0,
          routes: 0,
          hidden: 0,
          patternsLeftOut: 0,
          operations: [],
        })
      } else onTried(tried)
    }
    worker?.disconnect()
  }
}

async function start(): Promise<ChildProcess> {
  const worker = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await new Promise((resolve, reject) =>
    worker.once('message', resolve).once('exit', (code) => reject(new Error(`the worker ended with ${code}`))),
  )
  return worker
}

/** @returns what ended the process, or that it took too long */
function ask(worker: ChildProcess, task: Task): Promise<TriedDocument | string> {
  const { promise, resolve } = Promise.withResolvers<TriedDocument | string>()
  const over = (code: number | null, signal: string | null) => resolve(`the process ended with ${code ?? signal}`)
  const late = setTimeout(() => resolve(`not done after ${MAX_DOCUMENT_MS / 1000} s`), MAX_DOCUMENT_MS)
  worker.on('message', resolve).on('exit', over)
  worker.send(task)
  return promise.finally(() => {
    clearTimeout(late)
    worker.off('message', resolve).off('exit', over)
  })
}
