import type { MessagePort } from 'node:worker_threads'
import type { Answers, FromThread, ToThread } from './messages.ts'

export type Handlers<Questions extends Answers> = {
  [N in keyof Questions]: (input: Questions[N]['input']) => Questions[N]['output']
}

/** The thread's end of `startThread`: answers every question with what its handler returns or throws. */
export function answerQuestions<Questions extends Answers, Told>(
  port: MessagePort,
  handlers: Handlers<Questions>,
  onTold: (told: Told) => void,
): void {
  const reply = (message: FromThread<never>, move: ArrayBuffer[] = []) => port.postMessage(message, move)
  port.on('message', (message: ToThread<Told>) => {
    if (message.kind === 'tell') return onTold(message.told)
    const { ask, name, input } = message
    try {
      const output = (handlers[name] as (input: unknown) => unknown)(input)
      reply({ kind: 'answer', ask, output })
    } catch (error) {
      reply({ kind: 'failure', ask, text: error instanceof Error ? error.message : String(error), code: sqliteCode(error) })
    }
  })
}

/** `SQLITE_FULL` and the like, or Node's `EACCES`; null when the error has none. */
export function sqliteCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : null
}
