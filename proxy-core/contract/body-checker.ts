import { Worker } from 'node:worker_threads'
import { headerValue, type RawHeaders } from '../model/headers.ts'
import { contractLimits } from '../model/limits.ts'
import { threadFile } from '../model/thread-file.ts'
import type { ApiDocument, ApiOperation } from '../openapi/document.ts'
import type { CheckedSide, FromChecker, ToChecker } from './checker-messages.ts'
import type { BodyVerdict } from './request/request.ts'

/** Checks bodies in a thread of its own, with the findings that the loop would have had. */
export interface BodyChecker {
  /** Never rejects: what could not be checked has a Warning that says why. */
  check(wanted: WantedCheck): Promise<BodyVerdict>
  end(): Promise<void>
}

export interface WantedCheck {
  document: ApiDocument
  operation: ApiOperation
  side: CheckedSide
  headers: RawHeaders
  body: Uint8Array
}

export type CheckerLimits = typeof contractLimits

/** Whether a body belongs to the thread: a long one, or one that may become long when it is decompressed. */
export function belongsOffLoop(document: ApiDocument, headers: RawHeaders, body: Uint8Array): boolean {
  if (document.pieces === undefined) return false
  return body.byteLength > contractLimits.MAX_BODY_CHECKED_ON_LOOP_BYTES || headerValue(headers, 'content-encoding') !== undefined
}

interface Waiting extends WantedCheck {
  resolve(verdict: BodyVerdict): void
}

/** The thread is started with the first task, ended when it takes too long or has had no work for a while, and started again. */
export function createBodyChecker(limits: CheckerLimits = contractLimits): BodyChecker {
  const queue: Waiting[] = []
  let waitingBytes = 0
  let thread: CheckerThread | null = null
  let current: Waiting | null = null
  let timer: NodeJS.Timeout | undefined

  function next(): void {
    clearTimeout(timer)
    current = queue.shift() ?? null
    if (current === null) {
      timer = setTimeout(() => void drop(), limits.CHECKER_IDLE_MS).unref()
      return
    }
    waitingBytes -= current.body.byteLength
    thread ??= startThread(limits, settle, failed)
    thread.ask(current)
    timer = setTimeout(() => failed(`it took longer than ${limits.MAX_CHECK_MS / 1000} s`), limits.MAX_CHECK_MS)
  }

  function settle(verdict: BodyVerdict): void {
    current?.resolve(verdict)
    next()
  }

  function failed(why: string): void {
    void drop()
    if (current !== null) settle(unchecked(current.side, why))
  }

  async function drop(): Promise<void> {
    const ended = thread
    thread = null
    await ended?.end()
  }

  return {
    check: (wanted) =>
      new Promise((resolve) => {
        const isFull = queue.length >= limits.MAX_QUEUED_BODIES || waitingBytes + wanted.body.byteLength > limits.MAX_QUEUED_BODY_BYTES
        if (isFull) return resolve(unchecked(wanted.side, 'too many large bodies came at once'))
        queue.push({ ...wanted, resolve })
        waitingBytes += wanted.body.byteLength
        if (current === null) next()
      }),
    async end() {
      clearTimeout(timer)
      for (const { resolve, side } of [...(current === null ? [] : [current]), ...queue.splice(0)])
        resolve(unchecked(side, 'the gateway was stopped'))
      current = null
      waitingBytes = 0
      await drop()
    },
  }
}

function unchecked({ kind }: CheckedSide, why: string): BodyVerdict {
  const message = `${kind === 'request' ? 'Request' : 'Response'} body was not checked: ${why}`
  const location = kind === 'request' ? ['body'] : ['response', 'body']
  return { supported: null, findings: [{ location, severity: 'Warning', code: 'not-checked', message }] }
}

interface CheckerThread {
  ask(wanted: WantedCheck): void
  end(): Promise<void>
}

function startThread(limits: CheckerLimits, onVerdict: (verdict: FromChecker) => void, onFailure: (why: string) => void): CheckerThread {
  const worker = new Worker(new URL(threadFile('contract/checker-thread', import.meta.url)), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.MAX_CHECK_HEAP_MIB },
  })
  const numbers = new Map<ApiDocument, number>()
  let isEnded = false
  const tell = (message: ToChecker, moved: ArrayBuffer[] = []) => worker.postMessage(message, moved)
  const fail = (why: string) => {
    if (!isEnded) onFailure(why)
    isEnded = true
  }
  worker.on('message', (verdict: FromChecker) => {
    if (!isEnded) onVerdict(verdict)
  })
  worker.on('error', (error: NodeJS.ErrnoException) =>
    fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? `it needs more than ${limits.MAX_CHECK_HEAP_MIB} MiB of memory` : error.message),
  )
  worker.on('exit', () => fail('the thread that checks it ended'))
  // a check under way never keeps the process: its client does
  worker.unref()

  function numberOf(document: ApiDocument): number {
    const known = numbers.get(document)
    if (known !== undefined) return known
    const number = numbers.size
    numbers.set(document, number)
    const { pieces, specVersion, scopes = [] } = document
    if (pieces === undefined) throw new Error('the document has no pieces; see belongsOffLoop')
    tell({ kind: 'document', document: { number, specVersion, pieces, scopes } })
    return number
  }

  return {
    ask({ document, operation, side, headers, body }) {
      // a copy: the capture keeps the same bytes
      const sent = new Uint8Array(body)
      tell({ kind: 'check', task: { document: numberOf(document), operation, side, headers, body: sent } }, [sent.buffer])
    },
    async end() {
      isEnded = true
      await worker.terminate()
    },
  }
}
