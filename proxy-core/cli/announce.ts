import { type Diagnostic, diagnosticText } from '../model/finding.ts'
import type { Service } from '../model/route.ts'
import { shellWord } from '../model/shell-word.ts'
import { connect } from './control-client.ts'
import type { Terminal } from './terminal.ts'

/** Faults of a document that are named at the start; the others are counted. */
const NAMED_FAULTS = 3

/** A host that is ready. */
export interface ReadyHost {
  gateway: string
  control: string
  token: string
  ticket: string
  /** The gateway can be reached from other machines. */
  exposed: boolean
}

/** Tells a person what is served and where. */
export async function announce(host: ReadyHost, { say, said }: Terminal): Promise<void> {
  const client = connect(host)
  const { items: services } = await client.call('listServices', {})
  for (const service of services.filter(({ state }) => state === 'ready')) {
    say(`${said.green('✓')} ${servedText(service)}`)
    if (service.diagnostics.errors === 0) continue
    const { diagnosticList } = await client.call('getService', { params: { service: service.name } })
    for (const text of faultLines(diagnosticList.filter(({ severity }) => severity === 'error'))) say(`  ${text}`)
  }
  if (services.length === 0) say('Nothing is served yet: give the page a document.')
  say(`Gateway  ${said.bold(host.gateway)}`)
  say(`Page     ${host.control}/#ticket=${host.ticket} ${said.dim('(once, within a minute)')}`)
  const sample = services.find(({ sampleUrl }) => sampleUrl !== null)?.sampleUrl
  if (sample) say(`Try      curl ${shellWord(sample)}`)
  if (host.exposed) {
    say(
      `${said.yellow('warning:')} the gateway is open to other machines: whoever reaches ${host.gateway} gets mocks, and live answers with what you forward.`,
    )
  }
}

function servedText({ name, title, mount, routes, mode }: Service): string {
  return `${title ?? name}: ${routes} ${routes === 1 ? 'route' : 'routes'} on ${mount || '/'}, ${mode}`
}

function faultLines(faults: readonly Diagnostic[]): string[] {
  const left = faults.length - NAMED_FAULTS
  const named = faults.slice(0, NAMED_FAULTS).map((fault) => diagnosticText(fault))
  return left > 0 ? [...named, `and ${left} more: switchyard check names them all`] : named
}
