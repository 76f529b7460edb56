import type { Gateway } from '../gateway/gateway.ts'
import type { Services } from '../gateway/services.ts'
import type { Switchboard } from '../gateway/switchboard.ts'
import type { Status } from '../model/status.ts'
import type { Serving } from './serving.ts'
import type { TrafficObserver } from './traffic-observer.ts'
import { VERSION } from './version.ts'

export interface StatusParts {
  gateway: Gateway
  gatewayUrl: () => string
  address: string
  ports: () => { gateway: number; control: number }
  exposed: boolean
  switchboard: Switchboard
  services: Services
  observer: TrafficObserver
  serving: () => Serving
}

const startedAt = new Date().toISOString()

/** Versions, ports, counts and health, as they are now. */
export function viewStatus({
  gateway,
  gatewayUrl,
  address,
  ports,
  exposed,
  switchboard,
  services,
  observer,
  serving,
}: StatusParts): Status {
  const { master, workspaceMode } = switchboard.settings()
  const opened = serving().opened()
  return {
    version: VERSION,
    node: process.versions.node,
    pid: process.pid,
    startedAt,
    gateway: { url: gatewayUrl(), host: address, port: ports().gateway, exposed },
    control: { url: `http://127.0.0.1:${ports().control}`, port: ports().control },
    workspace: opened.view(),
    mode: workspaceMode ?? 'mock',
    master,
    environment: serving().environment(),
    services: services.entries().length,
    routes: [...switchboard.routes()].length,
    exchanges: { total: opened.log.total(), pending: gateway.pendingCount(), ...observer.meter.read() },
    log: opened.log.health(),
    memoryBytes: process.memoryUsage.rss(),
  }
}
