import type { Callbacks } from '../gateway/callbacks/callbacks.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Services } from '../gateway/services.ts'
import type { Switchboard } from '../gateway/switchboard.ts'
import type { ExchangeSummary } from '../model/exchange.ts'
import type { MasterMode } from '../model/mode.ts'
import type { Settings, SettingsChange, Status } from '../model/status.ts'
import type { Log } from '../traffic/log.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { EventHub } from './event-hub.ts'
import type { Sessions } from './sessions.ts'

/** What the handlers of the control API work on. The host builds it; the open workspace and its log may be replaced while it runs. */
export interface ControlContext {
  switchboard: Switchboard
  services: Services
  gateway: Gateway
  callbacks: Callbacks
  /** `gateway.callbacks`: hosts besides this machine that callbacks may go to. */
  allowedCallbacks(): readonly string[]
  /** By which clients on this machine reach the gateway. */
  gatewayUrl(): string
  hub: EventHub
  sessions: Sessions
  workspace(): Workspace
  log(): Log
  /** Exchanges that have not ended, oldest first. */
  pending(): ExchangeSummary[]
  status(): Status
  settings(): Settings
  changeSettings(change: SettingsChange): Promise<void>
  setMaster(mode: MasterMode): Promise<void>
  addService(service: NewService): Promise<string>
  /** Takes a service away that no file defines. */
  forgetAdHoc(name: string): unknown
  /** Throws a Refusal when the URL is the host's own. */
  refuseUpstream(upstream: string | null | undefined): void
  /** Opens a folder, or the folder of a document with that document, in place of the open workspace. */
  open(path: string): Promise<void>
}

export interface NewService {
  spec: string
  name?: string
  mount?: string
  mode?: 'mock' | 'live'
  upstream?: string
}
