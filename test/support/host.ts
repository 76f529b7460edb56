import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Host, type HostOptions, startHost } from '../../proxy-core/host.ts'
import { api, type InputOf, type Operation, type OperationName, type OutputOf } from '../../proxy-core/model/api.ts'
import type { Problem } from '../../proxy-core/model/errors.ts'

/** A real host on free ports, with a caller for its control API. */
export interface TestHost extends Host {
  call<N extends OperationName>(name: N, input?: Partial<InputOf<N>>): Promise<OutputOf<N>>
  /** The same where a refusal is expected. */
  refused<N extends OperationName>(name: N, input?: Partial<InputOf<N>>): Promise<Problem>
  /** Calls the control port as given, with the token unless headers say otherwise. */
  raw(path: string, init?: RequestInit): Promise<Response>
}

/** Starts a host and waits for its documents. The user's settings go to a folder of their own. */
export async function startTestHost(options: HostOptions): Promise<TestHost> {
  process.env.SWITCHYARD_HOME ??= await temporaryFolder()
  const host = await startHost({ port: 0, ...options })
  await host.opened
  const raw = (path: string, init: RequestInit = {}) =>
    fetch(host.control + path, { ...init, headers: { authorization: `Bearer ${host.token}`, ...(init.headers as Record<string, string>) } })
  const send = (name: OperationName, input: { params?: object; query?: object; body?: unknown } = {}) => {
    const operation: Operation = api[name]
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(String((input.params as Record<string, unknown>)[key])),
    )
    const query = new URLSearchParams(Object.entries(input.query ?? {}).map(([key, value]) => [key, String(value)])).toString()
    return raw(query ? `${path}?${query}` : path, {
      method: operation.method,
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body), headers: { 'content-type': 'application/json' } }),
    })
  }
  return {
    ...host,
    raw,
    async call(name, input) {
      const response = await send(name, input as object)
      if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
      return api[name].answers === 'json'
        ? (api[name].response.parse(await response.json()) as never)
        : (new Uint8Array(await response.arrayBuffer()) as never)
    },
    async refused(name, input) {
      const response = await send(name, input as object)
      if (response.ok) throw new Error(`${name} was not refused`)
      return (await response.json()) as Problem
    },
  }
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'switchyard-test-'))
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true })
}
