import type { HostOptions } from '../host.ts'
import type { ServiceSettings } from '../model/workspace.ts'
import { SAMPLE_SPEC } from '../workspace/plan-services.ts'
import type { Terminal } from './terminal.ts'

/** A workspace in memory with one document in it. */
export function memoryService(spec: string, terminal: Terminal, settings: Omit<ServiceSettings, 'spec'> = {}): HostOptions['open'] {
  const isPath = spec !== SAMPLE_SPEC && !/^https?:\/\//i.test(spec)
  return { kind: 'memory', settings: { version: 1 }, document: { ...settings, spec: isPath ? terminal.path(spec) : spec } }
}
