import { Worker } from 'node:worker_threads'
import { nothingWrong } from '../../contract/compile-response-check.ts'
import { mockLimits } from '../../model/limits.ts'
import { threadFile } from '../../model/thread-file.ts'
import type { ApiDocument, ApiOperation } from '../../openapi/document.ts'
import type { MockAnswer, MockOptions, MockRequest } from '../mock.ts'
import { problemAnswer } from '../problem-answer.ts'
import type { AnswerOfThread, AskedOfThread, ThreadDocument } from './thread-messages.ts'

/** The mock of a document in a thread of its own, for what would hold up the loop. */
export interface MockThread {
  /** Never rejects: what takes too long, or comes on top of too many, is a problem. */
  answer(operation: ApiOperation, request: MockRequest): Promise<MockAnswer>
}

/** Fresh answers of one thread before their numbers are those of the next. */
const NUMBERS_PER_START = 1_000_000

interface Waiting extends AskedOfThread {
  resolve(answer: MockAnswer): void
}

/** The thread starts with the first request, ends when it takes too long or has had nothing to do for a while, and starts again. */
export function createMockThread(document: ApiDocument, options: MockOptions): MockThread {
  const waiting: Waiting[] = []
  let worker: Worker | null = null
  let starts = 0
  let timer: NodeJS.Timeout | undefined

  function askNext(): void {
    clearTimeout(timer)
    const [first] = waiting
    if (first === undefined) {
      timer = setTimeout(drop, mockLimits.THREAD_IDLE_MS).unref()
      return
    }
    timer = setTimeout(() => fail(`it took longer than ${mockLimits.MAX_THREAD_ANSWER_MS / 1000} s`), mockLimits.MAX_THREAD_ANSWER_MS)
    worker ??= start()
    worker.postMessage({ operation: first.operation, request: first.request } satisfies AskedOfThread)
  }

  function start(): Worker {
    const started = new Worker(new URL(threadFile('mock/off-loop/mock-thread', import.meta.url)), {
      execArgv: [],
      workerData: documentFor(document, options, ++starts * NUMBERS_PER_START),
      resourceLimits: { maxOldGenerationSizeMb: mockLimits.MAX_THREAD_HEAP_MIB },
    })
    started.on('message', ({ answer, isRight }: AnswerOfThread) => {
      if (started === worker) settle({ ...answer, ...(isRight ? { verdict: nothingWrong } : {}) })
    })
    started.on('error', ({ message }) => {
      if (started === worker) fail(message)
    })
    started.on('exit', () => {
      if (started === worker) fail('its thread ended')
    })
    // what is under way never keeps the process: its client does
    started.unref()
    return started
  }

  function settle(answer: MockAnswer): void {
    waiting.shift()?.resolve(answer)
    askNext()
  }

  function fail(why: string): void {
    drop()
    const first = waiting[0]
    const what = first === undefined ? '' : ` of ${first.operation.method} ${first.operation.template}`
    settle(problemAnswer('mock-failed', `The mock${what} could not be made: ${why}.`))
  }

  function drop(): void {
    const dropped = worker
    worker = null
    void dropped?.terminate()
  }

  return {
    answer: (operation, request) =>
      new Promise((resolve) => {
        if (waiting.length >= mockLimits.MAX_WAITING_ANSWERS) {
          resolve(
            problemAnswer(
              'mock-failed',
              `The mock of ${operation.method} ${operation.template} could not be made: too many were asked for at once.`,
            ),
          )
          return
        }
        waiting.push({ operation, request, resolve })
        if (waiting.length === 1) askNext()
      }),
  }
}

function documentFor(
  { title, version, specVersion, basePath, pieces, scopes = [] }: ApiDocument,
  options: MockOptions,
  lastNumber: number,
): ThreadDocument {
  if (pieces === undefined) throw new Error('the document has no pieces')
  return { title, version, specVersion, basePath, pieces, scopes, options, lastNumber }
}
