import { type Api, api, type InputOf, type OperationName, type OutputOf } from '../proxy-core/model/api.ts'
import type { HostAddress } from './host-messages.ts'

export type Answer<T> = { kind: 'ok'; value: T } | { kind: 'refused'; message: string }

/** Names of the operations whose path has no parameters. */
type Plain = { [N in OperationName]: Api[N] extends { params: unknown } ? never : N }[OperationName]

/** Calls an operation of the control API, as the page does. */
export async function askHost<N extends Plain>(address: HostAddress, name: N, input: InputOf<N>): Promise<Answer<OutputOf<N>>> {
  const { method, path } = api[name]
  const body = 'body' in input ? JSON.stringify(input.body) : undefined
  const headers = { authorization: `Bearer ${address.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  try {
    const response = await fetch(`${address.control}${path}`, { method, headers, body })
    const answer = (await response.json()) as { detail?: string; title?: string }
    if (response.ok) return { kind: 'ok', value: api[name].response.parse(answer) as OutputOf<N> }
    return { kind: 'refused', message: answer.detail ?? answer.title ?? `The host answered ${response.status}.` }
  } catch (error) {
    return { kind: 'refused', message: `The host can't be asked: ${(error as Error).message}` }
  }
}
