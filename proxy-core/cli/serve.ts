import type { Host, HostOptions } from '../host.ts'
import type { Service } from '../model/route.ts'
import { announce } from './announce.ts'
import { connect } from './control-client.ts'
import { DONE, startError } from './exits.ts'
import { endOnCrash, interrupts } from './interrupts.ts'
import { openPage } from './open-page.ts'
import { listenFailure } from './port-owner.ts'
import type { Terminal } from './terminal.ts'
import { keepYoungHeap } from './young-heap.ts'

/** An end that takes longer is explained. */
const PATIENCE_MS = 500

export interface ServeOptions {
  host: Omit<HostOptions, 'onWarning'>
  /** One line of JSON on stdout when ready. */
  json: boolean
  /** Open the page in the browser. */
  page: boolean
  /** What is served must serve: a document that can't be read ends the command. */
  mustServe: boolean
}

/** Starts a host, says where it is, and serves until a signal comes. */
export async function serve({ host: options, json, page, mustServe }: ServeOptions, terminal: Terminal): Promise<number> {
  const stop = interrupts()
  const { startHost } = await import('../host.ts')
  const early: string[] = []
  let warn = (text: string): void => void early.push(text)
  const host = await startHost({ ...options, onWarning: (text) => warn(text) }).catch(async (error: unknown) => {
    throw (await listenFailure(error, options)) ?? error
  })
  endOnCrash(host.stop, terminal)
  try {
    await Promise.race([host.opened, stop.asked])
    keepYoungHeap()
    if (stop.heard()) return DONE
    if (mustServe && host.problems().length > 0 && (await nothingServes(host))) throw startError(problemText(host.problems()))
    // First of all, for somebody waits for it.
    if (json) terminal.print(JSON.stringify({ gateway: host.gateway, control: host.control, token: host.token }))
    warn = (text) => terminal.say(`${terminal.said.yellow('warning:')} ${text}`)
    for (const text of [...early, ...host.warnings()]) warn(text)
    if (!json) await announce({ ...host, ticket: host.ticket() }, terminal)
    if (page) await openPage({ control: host.control, ticket: host.ticket() }, terminal)
    await stop.asked
    return DONE
  } finally {
    const waiting = setTimeout(() => terminal.say('Waiting for requests under way; once more ends at once.'), PATIENCE_MS)
    await host.stop()
    clearTimeout(waiting)
  }
}

/** With a single document nobody asks which. */
function problemText(problems: string[]): string {
  return problems.length === 1 ? problems.join().replace(/^[^:]+: /, '') : problems.join('\n')
}

async function nothingServes(host: Host): Promise<boolean> {
  return (await servicesOf(host)).every(({ state }) => state === 'failed')
}

async function servicesOf(host: Host): Promise<readonly Service[]> {
  return (await connect(host).call('listServices', {})).items
}
