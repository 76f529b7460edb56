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

/** Shows a running host once more, with a fresh link to its page. */
export async function showAgain(host: HostRecord, { page }: { page: boolean }, terminal: Terminal): Promise<void> {
  const client = connect(host)
  const [{ gateway }, { ticket }] = await Promise.all([client.call('getStatus', {}), client.call('makeTicket', {})])
  terminal.say(`Running already (process ${host.pid}).`)
  await announce({ ...host, ticket, exposed: gateway.exposed }, terminal)
  if (page) await openPage({ control: host.control, ticket: (await client.call('makeTicket', {})).ticket }, terminal)
}
