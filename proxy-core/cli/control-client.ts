import { api, type InputOf, type Operation, type OperationName, type OutputOf } from '../model/api.ts'
import { type Problem, problem } from '../model/errors.ts'

/** A running host, by its control API. */
export interface ControlClient {
  /** @throws ControlError with the host's problem */
  call<N extends OperationName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>
  /** The event stream as it comes. */
  events(signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

/** The host refused. */
export class ControlError extends Error {
  readonly problem: Problem
  constructor(cause: Problem) {
    super(cause.detail)
    this.name = 'ControlError'
    this.problem = cause
  }
}

export function connect({ control, token }: { control: string; token: string }): ControlClient {
  const authorization = `Bearer ${token}`
  return {
    async call(name, input) {
      const operation: Operation = api[name]
      const { params, query, body } = input as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown }
      const response = await fetch(control + pathOf(operation, params, query), {
        method: operation.method,
        headers: body === undefined ? { authorization } : { authorization, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const answer: unknown = await response.json()
      if (!response.ok) throw new ControlError(problem.parse(answer))
      return answer as OutputOf<typeof name>
    },
    async events(signal) {
      const response = await fetch(control + api.streamEvents.path, { headers: { authorization }, signal })
      if (!response.ok || !response.body) throw new ControlError(problem.parse(await response.json()))
      return response.body
    },
  }
}

function pathOf({ path }: Operation, params: Record<string, string> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const asked = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))
  return search.size === 0 ? filled : `${filled}?${search}`
}
