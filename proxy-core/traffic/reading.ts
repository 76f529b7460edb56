import { Refusal } from '../model/errors.ts'
import type { LogLimits } from '../model/limits.ts'
import type { ReaderQuestions, ToldToWriter, WriterQuestions } from './messages.ts'
import { type LogThread, startThread } from './thread.ts'

/** What the writer's thread answers when the log is in memory. */
export type MemoryQuestions = Omit<ReaderQuestions, 'open' | 'close'>

/** The loop's end of the reader, which is started by the first question and again after it died. */
export interface Reading {
  ask<N extends keyof MemoryQuestions & string>(name: N, input: MemoryQuestions[N]['input']): Promise<MemoryQuestions[N]['output']>
  /** Lets go of the file; the next question opens it again. */
  pause(): Promise<void>
  close(): Promise<void>
}

/** @param onDamage called when the file turns out to be broken; the question is asked again once it has resolved */
export function createReading(
  writer: LogThread<WriterQuestions & MemoryQuestions, ToldToWriter>,
  path: string | null,
  limits: LogLimits,
  onDamage: (text: string) => Promise<void>,
): Reading {
  let reader: Promise<LogThread<ReaderQuestions, never>> | null = null
  let closed = false

  const ask: Reading['ask'] = async (name, input) => (path === null ? writer.ask(name, input) : (await opened(path)).ask(name, input))
  return {
    async ask(name, input) {
      if (closed) throw new Refusal('log-unavailable', 'The log is closed.')
      try {
        return await ask(name, input)
      } catch (error) {
        if (!isDamage(error)) throw unavailable(error)
      }
      await onDamage('it could not be read')
      return ask(name, input).catch((error) => {
        throw unavailable(error)
      })
    },
    async pause() {
      const thread = await reader?.catch(() => null)
      await thread?.end()
      reader = null
    },
    async close() {
      closed = true
      const thread = await reader?.catch(() => null)
      await thread?.ask('close', null).catch(() => null)
      await thread?.end()
    },
  }

  function opened(path: string): Promise<LogThread<ReaderQuestions, never>> {
    reader ??= open(path).catch((error) => {
      reader = null
      throw error
    })
    return reader
  }

  async function open(path: string): Promise<LogThread<ReaderQuestions, never>> {
    const thread = startThread<ReaderQuestions, never, never>(
      'traffic/reader-thread',
      () => {},
      () => {
        reader = null
      },
    )
    await thread.ask('open', { path, limits })
    return thread
  }
}

function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

function unavailable(error: unknown): Refusal {
  return new Refusal('log-unavailable', `The log can not be read: ${error instanceof Error ? error.message : String(error)}`)
}
