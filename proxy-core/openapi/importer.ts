import { Worker } from 'node:worker_threads'
import { Refusal } from '../model/errors.ts'
import type { Diagnostic } from '../model/finding.ts'
import { threadFile } from '../model/thread-file.ts'
import type { DocumentSource } from './document.ts'
import type { SourceText } from './structure.ts'
import type { ImportTask, ReadDocument, ThreadAnswer, ThreadRequest } from './thread-messages.ts'

/** The importer thread from outside. It never keeps the process alive but while an answer is waited for. */
export interface Importer {
  /** @throws Refusal; the thread has then ended */
  read(): Promise<ReadDocument>
  /** None when the thread was ended before or took too long; it then ends. */
  diagnose(): Promise<Diagnostic[]>
  /** The files as they were read; null when the thread was ended before. It ends with this. */
  sources(): Promise<SourceText[] | null>
  end(): void
}

/** V8 keeps the pages of an ended thread: with its default (48 MiB) GitHub's document left 27 MB more behind, for 5 % less CPU. */
const YOUNG_HEAP_MIB = 8

export function startImporter(task: ImportTask, signal: AbortSignal | undefined): Importer {
  signal?.throwIfAborted()
  const { limits, source } = task
  const worker = new Worker(new URL(threadFile('openapi/importer-thread', import.meta.url)), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: limits.MAX_IMPORT_HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_HEAP_MIB },
  })
  let isOver = false
  const end = () => {
    isOver = true
    void worker.terminate()
  }

  /** The next answer; null when the time is over or the thread ends first. */
  function answer(): Promise<ThreadAnswer | null> {
    const { promise, resolve, reject } = Promise.withResolvers<ThreadAnswer | null>()
    const abort = () => reject(signal?.reason)
    const late = setTimeout(() => resolve(null), limits.MAX_IMPORT_MS)
    const done = new AbortController()
    const over = () => resolve(null)
    signal?.addEventListener('abort', abort, { signal: done.signal })
    worker.on('message', resolve).on('error', reject).on('exit', over)
    worker.ref()
    return promise.finally(() => {
      clearTimeout(late)
      done.abort()
      worker.off('message', resolve).off('error', reject).off('exit', over)
      // a late failure must not take the process down
      worker.on('error', () => {})
      worker.unref()
    })
  }

  /** One request at a time: its answer does not say what was asked. */
  let last: Promise<unknown> = Promise.resolve()
  function ask(kind: ThreadRequest['kind']): Promise<ThreadAnswer | null> {
    const asked = last.then(async () => {
      if (isOver) return null
      try {
        const answered = answer()
        worker.postMessage({ kind } satisfies ThreadRequest)
        const given = await answered
        if (given === null) end()
        return given
      } catch (error) {
        end()
        if (isOutOfMemory(error)) return null
        throw error
      }
    })
    last = asked.catch(() => {})
    return asked
  }

  return {
    async read() {
      try {
        const answered = await answer()
        if (answered?.kind === 'read') return answered.document
        if (answered?.kind === 'refused') throw new Refusal(answered.code, answered.detail, { diagnostics: answered.diagnostics })
        throw refusal(source, 'document-timeout', `was not read within ${limits.MAX_IMPORT_MS / 1000} s; make it smaller, or split it`)
      } catch (error) {
        end()
        if (!isOutOfMemory(error)) throw error
        throw refusal(
          source,
          'document-too-complex',
          `needs more than ${limits.MAX_IMPORT_HEAP_MIB} MiB of memory to be read; make it smaller, or split it`,
        )
      }
    },
    async diagnose() {
      const given = await ask('diagnose')
      return given?.kind === 'diagnosed' ? given.diagnostics : []
    },
    async sources() {
      const given = await ask('sources')
      end()
      return given?.kind === 'sources' ? given.sources : null
    },
    end,
  }
}

function refusal(source: DocumentSource, code: 'document-timeout' | 'document-too-complex', message: string): Refusal {
  const file = source.kind === 'file' ? source.path : source.kind === 'url' ? source.url : source.name
  return new Refusal(code, `${file} ${message}.`, {
    diagnostics: [{ severity: 'error', code, message: `the document ${message}`, file, line: null, column: null }],
  })
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
}
