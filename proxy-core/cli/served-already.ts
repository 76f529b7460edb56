import { resolve } from 'node:path'
import { lastWorkspace } from '../control/last-workspace.ts'
import type { HostOptions } from '../host.ts'
import { findHost, type HostRecord } from '../workspace/host-file.ts'
import { openUserSettings, userFolder } from '../workspace/user-settings.ts'
import { announce } from './announce.ts'
import { connect } from './control-client.ts'
import { openPage } from './open-page.ts'
import type { Terminal } from './terminal.ts'

/** The host that serves already what is to be opened; null when there is none. */
export async function servedAlready(open: HostOptions['open']): Promise<HostRecord | null> {
  const wanted = open.kind === 'last' ? await lastWorkspace(await openUserSettings(), undefined) : open
  if (wanted.kind === 'memory') return null
  if (wanted.kind === 'none') return findHost(userFolder())
  const { folder, spec } = wanted
  const host = await findHost(folder)
  if (host === null || spec === undefined) return host
  const { items } = await connect(host).call('listServices', {})
  return items.some((service) => service.spec !== null && resolve(folder, service.spec) === spec) ? host : null
}

/** What is asked for and the running host does not have, as the flag that asks for it; null when it has all. */
export function portItLacks(host: HostRecord, asked: { port?: number; controlPort?: number }): string | null {
  if (asked.port !== undefined && asked.port !== portOf(host.gateway)) return `--port ${asked.port}`
  if (asked.controlPort !== undefined && asked.controlPort !== portOf(host.control)) return `--control-port ${asked.controlPort}`
  return null
}

/** Shows a running host once more: its ready line to a program, a fresh link to its page to a person. */
export async function showAgain(host: HostRecord, { page, json }: { page: boolean; json: boolean }, terminal: Terminal): Promise<void> {
  if (json) {
    terminal.print(JSON.stringify({ gateway: host.gateway, control: host.control, token: host.token }))
    terminal.say(`Running already (process ${host.pid}).`)
    return
  }
  const client = connect(host)
  const [{ gateway }, { ticket }] = await Promise.all([client.call('getStatus', {}), client.call('makeTicket', {})])
  terminal.say(`Running already (process ${host.pid}).`)
  await announce({ ...host, ticket, exposed: gateway.exposed }, terminal)
  if (page) await openPage({ control: host.control, ticket: (await client.call('makeTicket', {})).ticket }, terminal)
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}
