import { type WorkingMode, workingModes } from '../model/mode.ts'
import { didYouMean } from '../model/nearest.ts'
import { routeKeys } from '../model/route.ts'
import { OVERLAY_FILE } from '../model/workspace.ts'
import type { HostRecord } from '../workspace/host-file.ts'
import { writeMaster } from '../workspace/master-file.ts'
import type { WorkspaceEdit } from '../workspace/workspace.ts'
import { command } from './command.ts'
import { connect } from './control-client.ts'
import { DONE, startError, usageError } from './exits.ts'
import { findWorkspace } from './find-workspace.ts'
import { readWorkspace } from './read-workspace.ts'
import { idOf, type NamedService, targetOf } from './route-name.ts'
import type { Terminal } from './terminal.ts'

/** The master switch is let go of by this word. */
const AS_SET = 'as-set'

export const set = command({
  name: 'set',
  usage: 'ROUTE|SERVICE|--all MODE',
  summary: `Throw the switch of a route or a service, or the master switch, to ${workingModes.join(' or ')}; --all ${AS_SET} leaves each as set.`,
  options: { all: { kind: 'boolean', summary: 'the master switch' } },
  takes: { least: 1, most: 3 },
  async run({ values, plain }, terminal) {
    const mode = modeOf(plain.at(-1) ?? '', values.all ?? false)
    const name = plain.slice(0, -1).join(' ')
    if (values.all ? name !== '' : name === '') throw usageError(`Usage: switchyard set ${set.usage}`)
    const found = await findWorkspace(terminal)
    if (!found) throw usageError(`there is no workspace in ${terminal.path('.')} or above, and none is being served`)
    if (found.host) await setOnHost(found.host, name, mode, terminal)
    else await setInOverlay(found.folder, name, mode, terminal)
    return DONE
  },
})

function modeOf(text: string, all: boolean): WorkingMode | null {
  const mode = workingModes.find((each) => each === text)
  if (mode) return mode
  if (all && text === AS_SET) return null
  const words = all ? [...workingModes, AS_SET] : workingModes
  throw usageError(`a mode is ${words.join(' or ')}, not "${text}"${didYouMean(text, words, 1)}`)
}

async function setOnHost(host: HostRecord, name: string, mode: WorkingMode | null, { print, say }: Terminal): Promise<void> {
  const client = connect(host)
  if (mode === null || name === '') {
    await client.call('setMaster', { body: { mode } })
    print(masterText(mode))
    return
  }
  const [{ items }, { items: routes }] = await Promise.all([client.call('listServices', {}), client.call('listRoutes', {})])
  const services = items.map((each): NamedService => ({ name: each.name, routes: routes.filter(({ service }) => service === each.name) }))
  const target = targetOf(name, services)
  const { service } = target
  const subject = target.kind === 'service' ? service : idOf(service, target.route)
  const now =
    target.kind === 'service'
      ? await client.call('changeService', { params: { service }, body: { mode } })
      : await client.call('changeRoute', { params: { route: subject }, body: { mode } })
  print(`${subject} is ${mode}`)
  if (now.modeSource === 'master') say(`The master switch is on ${now.mode} and decides; switchyard set --all ${AS_SET} lets go of it.`)
  const upstream = items.find((each) => each.name === service)?.upstream
  if (mode === 'live' && upstream === null) say(`${service} has no upstream yet: live answers with 503.`)
}

async function setInOverlay(folder: string, name: string, mode: WorkingMode | null, { print, say }: Terminal): Promise<void> {
  if (mode === null || name === '') {
    await writeMaster(folder, mode)
    print(masterText(mode))
    say('No host runs here; the next one starts with it.')
    return
  }
  const { workspace, services } = await readWorkspace(folder, { diagnosed: false })
  try {
    if (!workspace.writable()) throw startError(`${folder} can not be written, so nothing would be kept`)
    const target = targetOf(
      name,
      services.map(({ name: service, operations }) => ({ name: service, routes: operations })),
    )
    const service = services.find((each) => each.name === target.service)
    const path = ['services', target.service]
    const edits: WorkspaceEdit[] = service?.defined === false ? [{ path: [...path, 'spec'], value: service.spec }] : []
    if (target.kind === 'service') edits.push({ path: [...path, 'mode'], value: mode })
    else {
      const keys = routeKeys(target.route)
      const key = keys.find((each) => each in (service?.plan?.routes ?? {})) ?? (keys[0] as string)
      edits.push({ path: [...path, 'routes', key, 'mode'], value: mode })
    }
    await workspace.edit('local', edits)
    print(`${target.kind === 'service' ? target.service : idOf(target.service, target.route)} is ${mode}`)
    say(`No host runs here: written to ${OVERLAY_FILE}.`)
  } finally {
    await workspace.close()
  }
}

function masterText(mode: WorkingMode | null): string {
  return mode === null ? 'every route as set' : `every route is ${mode}`
}
