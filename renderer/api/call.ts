import { type Api, api, type InputOf, type OperationName, type OutputOf } from '../../proxy-core/model/api.ts'
import { RequestFailed, requestFailed } from './request-failed.ts'
import { sessionEnded, token } from './session.ts'

/** Operations by what they answer with. */
type Answering<A extends string> = { [N in OperationName]: Api[N]['answers'] extends A ? N : never }[OperationName]
export type JsonOperation = Answering<'json'>
export type RawOperation = Answering<'raw'>

interface Options {
  signal?: AbortSignal
}
type Given<N extends OperationName> =
  object extends InputOf<N> ? [input?: InputOf<N>, options?: Options] : [input: InputOf<N>, options?: Options]

/** Calls an operation of the control API. Throws `RequestFailed` with the host's problem. */
export async function call<N extends JsonOperation>(name: N, ...[input, options]: Given<N>): Promise<OutputOf<N>> {
  const response = await send(name, input, options)
  // The host that serves this page checked what it sends against the same schema.
  return (await response.json()) as OutputOf<N>
}

/** Calls an operation that answers with bytes. */
export async function callRaw<N extends RawOperation>(name: N, ...[input, options]: Given<N>): Promise<Blob> {
  const response = await send(name, input, options)
  return await response.blob()
}

/** Opens the event stream. */
export function openEvents(after: string | null, signal: AbortSignal): Promise<Response> {
  return send('streamEvents', after === null ? {} : { query: { after } }, { signal })
}

interface Parts {
  params?: unknown
  query?: unknown
  body?: unknown
}

async function send(name: OperationName, input: Parts = {}, { signal }: Options = {}): Promise<Response> {
  const { method, path } = api[name]
  const headers: Record<string, string> = { authorization: `Bearer ${token() ?? ''}` }
  if (input.body !== undefined) headers['content-type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(urlOf(path, input), {
      method,
      headers,
      body: input.body === undefined ? null : JSON.stringify(input.body),
      signal: signal ?? null,
      cache: 'no-store',
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RequestFailed(null, 'Switchyard does not answer. Is it still running?')
  }
  if (response.ok) return response
  if (response.status === 401) sessionEnded()
  throw await requestFailed(response)
}

/** Each `{name}` becomes one percent-encoded segment; what is undefined in the query is left out. */
export function urlOf(path: string, { params, query }: Parts): string {
  const given = new Map(Object.entries(params ?? {}))
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given.get(name))))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value))
  return search.size > 0 ? `${filled}?${search}` : filled
}
