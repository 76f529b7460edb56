import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { addService } from './control/add-service.ts'
import type { ControlContext } from './control/context.ts'
import { createEventHub } from './control/event-hub.ts'
import { createHandlers } from './control/handlers.ts'
import { lastWorkspace } from './control/last-workspace.ts'
import type { WorkspaceChoice } from './control/opened.ts'
import { refuseOwnUpstream } from './control/refuse-own-upstream.ts'
import { type Control, createControl } from './control/server.ts'
import { viewService } from './control/service-handlers.ts'
import { choiceOf, createServing, type Serving } from './control/serving.ts'
import { createSessions, type Sessions } from './control/sessions.ts'
import { settingsOf } from './control/settings.ts'
import { viewStatus } from './control/status-view.ts'
import { createTrafficObserver } from './control/traffic-observer.ts'
import { openCallbacks } from './gateway/callbacks/open-callbacks.ts'
import { systemClock } from './gateway/context.ts'
import { createGateway } from './gateway/gateway.ts'
import { createServices } from './gateway/services.ts'
import { createSwitchboard } from './gateway/switchboard.ts'
import { createForwarder } from './live/forwarder.ts'
import { ownAddressCheck } from './live/own-address.ts'
import { prepareMock } from './mock/create-mock.ts'
import type { MockOptions } from './mock/mock.ts'
import type { ExchangeRecord } from './model/exchange.ts'
import { callbackLimits, gatewayLimits, importLimits, upstreamLimits } from './model/limits.ts'
import { DEFAULT_GATEWAY_PORT } from './model/workspace.ts'
import { startSampleUpstream } from './sample/upstream.ts'
import { maskKey } from './workspace/mask-key.ts'
import { openUserSettings, type UserSettings } from './workspace/user-settings.ts'

export interface HostOptions {
  /** `last` is the workspace that this user had open before. */
  open: WorkspaceChoice | { kind: 'last' }
  /** Port of the gateway; the workspace's, else 4010, when left out. 0 takes any free one. */
  port?: number
  /** Port of the control API; the gateway's plus one, else any free one, when left out. */
  controlPort?: number
  /** Address the gateway listens on. */
  address?: string
  mock?: Partial<MockOptions> & { cors?: boolean }
  /** Refuse what breaks the contract: bad live requests with 401 or 422, bad answers with 500. */
  errors?: boolean
  onWarning?: (text: string) => void
}

export interface Host {
  /** URLs, without a trailing slash. */
  gateway: string
  control: string
  token: string
  /** Single use, 60 s: for the fragment of the page's URL. */
  ticket(): string
  /** The gateway can be reached from other machines. */
  exposed: boolean
  /** Resolves when every document is read or refused. */
  opened: Promise<void>
  /** Why services can not be served, a line each. */
  problems(): string[]
  /** What the open workspace warns of, a line each. */
  warnings(): string[]
  /** Drains, flushes, closes. */
  stop(): Promise<void>
}

/** How long a quiet moment is waited for before a workspace is replaced: exchanges under way still go into the old log. */
const QUIET_WAIT_MS = 1_000

/**
 * Builds everything from a workspace and starts it.
 * @throws Refusal when the workspace can't be opened, or the system's error (EADDRINUSE…) when a port can't be had
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const prepared = prepareMock()
  const user = await openUserSettings()
  const core = createCore(options)
  const open = options.open.kind === 'last' ? await lastWorkspace(user, options.onWarning) : options.open
  const serving = await openServing(core, open)
  core.serving = serving
  const sessions = createSessions()
  const control = createControl(sessions, createHandlers(createContext(core, sessions, user)))
  const stop = once(async () => {
    await core.gateway.close(gatewayLimits.DRAIN_TIMEOUT_MS)
    await core.callbacks.close()
    core.observer.close()
    core.hub.close()
    await control.close()
    await serving.close()
    await core.forwarder.close()
  })
  try {
    await listen(core, control, options)
    await serving.publish({ gateway: core.gatewayUrl(), control: controlUrl(core), token: sessions.token })
    if (open.kind === 'folder') await user.change({ lastWorkspace: open.spec ?? open.folder })
  } catch (error) {
    await stop()
    throw error
  }
  return {
    gateway: core.gatewayUrl(),
    control: controlUrl(core),
    token: sessions.token,
    ticket: sessions.ticket,
    exposed: core.exposed,
    opened: Promise.all([prepared, core.services.settled()]).then(() => undefined),
    problems: () => core.services.entries().flatMap(({ plan, error }) => (error === null ? [] : [`${plan.name}: ${error}`])),
    warnings: () => serving.opened().workspace.warnings(),
    stop,
  }
}

/** The parts that live as long as the host; what is served comes and goes with the open workspace. */
function createCore(options: HostOptions) {
  const hub = createEventHub()
  const switchboard = createSwitchboard()
  const observer = createTrafficObserver(hub, switchboard)
  const ports = { gateway: 0, control: 0 }
  const address = options.address ?? '127.0.0.1'
  const isOwn = ownAddressCheck(() => [
    { address, port: ports.gateway },
    { address: '127.0.0.1', port: ports.control },
  ])
  // Asked for each request that goes to an address: the port tells most apart.
  const isOwnAddress = (target: string, port: number) => (port === ports.gateway || port === ports.control) && isOwn(target, port)
  const forwarder = createForwarder({ limits: upstreamLimits, isOwnAddress })
  const core = {
    hub,
    switchboard,
    observer,
    ports,
    isOwnAddress,
    forwarder,
    address,
    exposed: !isLoopback(address),
    serving: null as Serving | null,
  }
  const served = (): Serving => core.serving as Serving
  const log = () => served().opened().log
  const mock = { seed: options.mock?.seed ?? '', dynamic: options.mock?.dynamic ?? false, generate: options.mock?.generate ?? 'realistic' }
  const logging = {
    log: { nextId: () => log().nextId(), append: (record: ExchangeRecord) => log().append(record) },
    mask: () => served().mask(),
    captureBytes: () => served().captureBytes(),
    origins: () => served().origins(),
    environment: () => served().environment(),
    observe: observer,
  }
  const sending = { mock, limits: callbackLimits, forwarder: createForwarder({ limits: callbackLimits, isOwnAddress }), clock: systemClock }
  const callbacks = openCallbacks({ ...logging, ...sending, allowed: () => served().callbackHosts() }, switchboard.router)
  const gateway = createGateway({
    ...logging,
    switchboard,
    forwarder,
    limits: gatewayLimits,
    hosts: () => served().hosts(),
    cors: options.mock?.cors ?? true,
    errors: options.errors ?? false,
    onCallbacksDue: callbacks.due,
  })
  const gatewayUrl = () => gateway.url() ?? `http://127.0.0.1:${ports.gateway}`
  const services = createServices({
    switchboard,
    mock,
    limits: importLimits,
    onChange(entry) {
      core.serving?.renewMask()
      observer.tellSwitched()
      hub.tell('service', viewService(entry, switchboard, gatewayUrl()))
      if (entry.error !== null) options.onWarning?.(`${entry.plan.name}: ${entry.error}`)
    },
  })
  return Object.assign(core, {
    gateway,
    callbacks,
    gatewayUrl,
    services,
    status: () => viewStatus({ ...core, gateway, gatewayUrl, services, serving: served, ports: () => ports }),
  })
}

type Core = ReturnType<typeof createCore>

function openServing(core: Core, open: WorkspaceChoice): Promise<Serving> {
  const { hub, services, switchboard, observer, gateway, gatewayUrl } = core
  return createServing(open, {
    services,
    switchboard,
    maskKey,
    startSample: () => startSampleUpstream({ port: 0 }),
    onHealth: () => core.serving && hub.tell('host', core.status()),
    onApplied() {
      observer.tellSwitched()
      // loading undici costs the first live request some 45 ms otherwise
      if (services.entries().some(({ plan }) => plan.upstream !== null)) core.forwarder.prepare()
      if (core.serving) hub.tell('host', core.status())
      for (const entry of services.entries()) hub.tell('service', viewService(entry, switchboard, gatewayUrl()))
    },
    async quiet() {
      const deadline = performance.now() + QUIET_WAIT_MS
      while (gateway.pendingCount() > 0 && performance.now() < deadline) await delay(5)
    },
  })
}

/** The gateway's port is the one that people know: it is asked for as given. The control port gives way when nobody asked for one. */
async function listen({ gateway, ports, serving, address }: Core, control: Control, options: HostOptions): Promise<void> {
  const wanted = options.port ?? serving?.opened().workspace.settings().gateway?.port ?? DEFAULT_GATEWAY_PORT
  ports.gateway = (await gateway.listen(wanted, address)).port
  if (options.controlPort !== undefined) ports.control = await control.listen(options.controlPort)
  else if (wanted === 0) ports.control = await control.listen(0)
  else ports.control = await control.listen(ports.gateway + 1).catch(() => control.listen(0))
}

function createContext(core: Core, sessions: Sessions, user: UserSettings): ControlContext {
  const { switchboard, services, gateway, hub } = core
  const refuseUpstream = (upstream: string | null | undefined) => refuseOwnUpstream(upstream, core.isOwnAddress)
  const serving = core.serving as Serving
  return {
    switchboard,
    services,
    gateway,
    callbacks: core.callbacks,
    allowedCallbacks: () => serving.callbackHosts(),
    gatewayUrl: core.gatewayUrl,
    hub,
    sessions,
    workspace: () => serving.opened().workspace,
    log: () => serving.opened().log,
    // ids are given in the order of their beginning
    pending: () => [...gateway.pending(), ...core.callbacks.pending()].sort((a, b) => Number(a.id) - Number(b.id)),
    status: core.status,
    ...settingsOf(user, serving),
    setMaster: (mode) => serving.setMaster(mode),
    async addService(input) {
      refuseUpstream(input.upstream)
      return addService(serving, services, input)
    },
    forgetAdHoc: (name) => serving.opened().adHoc.delete(name) && serving.apply(),
    refuseUpstream,
    async open(path) {
      const choice = await choiceOf(resolve(process.env.INIT_CWD ?? process.cwd(), path))
      // A file that is no document leaves the open workspace alone.
      if (choice.kind === 'folder' && choice.spec !== undefined) await services.read({ kind: 'file', path: choice.spec })
      await serving.open(choice)
      await user.change({ lastWorkspace: path })
    },
  }
}

function controlUrl({ ports }: Core): string {
  return `http://127.0.0.1:${ports.control}`
}

function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || address.startsWith('127.')
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => (done ??= act())
}
