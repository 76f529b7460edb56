import type { BodyChecker } from '../contract/body-checker.ts'
import type { Forwarder } from '../live/forward.ts'
import type { ExchangeRecord, ExchangeSummary } from '../model/exchange.ts'
import type { GatewayLimits } from '../model/limits.ts'
import type { Log } from '../traffic/log.ts'
import type { Mask } from '../traffic/masking.ts'
import type { Switchboard } from './switchboard.ts'

/** What the path of a request needs of the world. Functions are asked at each request, as settings change while it runs. */
export interface GatewayContext {
  switchboard: Switchboard
  log: Pick<Log, 'nextId' | 'append'>
  /** Takes secrets out before anything is recorded. */
  mask(): Mask
  forwarder: Forwarder
  /** Checks large bodies in a thread. */
  checker: BodyChecker
  limits: GatewayLimits
  /** How much of each body is kept, in bytes. */
  captureBytes(): number
  /** `gateway.hosts`: names besides loopback ones. */
  hosts(): readonly string[]
  /** `gateway.origins`: web pages that may read live answers. */
  origins(): readonly string[]
  /** Whether mocks allow any web page to read them, as Prism does. */
  cors: boolean
  /** Whether what breaks the contract is refused, after Prism's `--errors`. */
  errors: boolean
  /** Name of the active environment. */
  environment(): string | null
  observe: ExchangeObserver
  clock: Clock
}

export interface ExchangeObserver {
  started(pending: PendingExchange): void
  ended(record: ExchangeRecord): void
}

/** An exchange in flight. */
export interface PendingExchange {
  id: number
  /** As it stands now; worked out only when asked for. */
  summary(): ExchangeSummary
}

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Milliseconds that never go back. */
  monotonic(): number
}

export const systemClock: Clock = { now: Date.now, monotonic: () => performance.now() }
