import { setTimeout as delay } from 'node:timers/promises'
import { checkExamples } from '../contract/check-examples.ts'
import { createMock } from '../mock/create-mock.ts'
import type { MockOptions } from '../mock/mock.ts'
import { automaticOf } from '../model/callback.ts'
import { Refusal } from '../model/errors.ts'
import type { Diagnostic } from '../model/finding.ts'
import { contractLimits, type ImportLimits } from '../model/limits.ts'
import { parseDuration } from '../model/quantities.ts'
import { routeKeys } from '../model/route.ts'
import type { ServicePlan } from '../model/workspace.ts'
import type { DocumentSource } from '../openapi/document.ts'
import { importDocument } from '../openapi/import.ts'
import { DUPLICATE_ROUTE, duplicateRoutes } from './duplicate-routes.ts'
import { createServiceRuntime } from './service-runtime.ts'
import type { ServiceRuntime, Switchboard } from './switchboard.ts'

/** A document that was read; its structural faults can still be asked for. */
export type Import = Awaited<ReturnType<typeof importDocument>>

/** A service and how far it is: its document may still be read, or may have been refused. */
export interface ServiceEntry {
  plan: ServicePlan
  state: 'loading' | 'ready' | 'failed'
  error: string | null
  diagnostics: Diagnostic[]
  readMs: number | null
  runtime: ServiceRuntime | null
}

/** The services that a workspace asks for, read and put on the switchboard. */
export interface Services {
  /** Makes what is served equal to the plans. What did not change keeps its document, counters and compiled mocks. */
  apply(plans: readonly ServicePlan[]): void
  entries(): readonly ServiceEntry[]
  entry(name: string): ServiceEntry | null
  /** Reads a document ahead of a plan that names it; throws its Refusal. */
  read(source: DocumentSource): Promise<Import>
  /** Resolves when no document is being read any more. */
  settled(): Promise<void>
  close(): void
}

export interface ServicesOptions {
  switchboard: Switchboard
  mock: MockOptions
  limits: ImportLimits
  /** A service became ready, failed, or learned more about its document. */
  onChange: (entry: ServiceEntry) => void
}

export function createServices({ switchboard, mock, limits, onChange }: ServicesOptions): Services {
  let entries: ServiceEntry[] = []
  const documents = new Map<string, Promise<Import>>()
  const reading = new Set<Promise<void>>()
  /** What the examples of each have wrong. */
  const checked = new WeakMap<Import, Promise<Diagnostic[]>>()
  const closing = new AbortController()

  return {
    apply(plans) {
      entries = plans.map((plan) => reconcile(plan))
      forgetUnused()
      publish()
    },
    entries: () => entries,
    entry: (name) => entries.find((entry) => entry.plan.name === name) ?? null,
    read,
    async settled() {
      while (reading.size > 0) await Promise.all(reading)
    },
    close() {
      closing.abort()
      for (const document of documents.values()) document.then((imported) => imported.close()).catch(() => {})
      documents.clear()
      entries = []
    },
  }

  function reconcile(plan: ServicePlan): ServiceEntry {
    const known = entries.find((entry) => entry.plan.name === plan.name)
    if (known && sourceKey(known.plan.source) === sourceKey(plan.source)) {
      const rebuilt = known.plan.mount !== plan.mount
      known.plan = plan
      if (known.runtime && rebuilt) load(known)
      else if (known.runtime) update(known.runtime, plan)
      return known
    }
    const entry: ServiceEntry = { plan, state: 'loading', error: null, diagnostics: [], readMs: null, runtime: null }
    load(entry)
    return entry
  }

  function load(entry: ServiceEntry): void {
    const work = build(entry).finally(() => reading.delete(work))
    reading.add(work)
  }

  async function build(entry: ServiceEntry): Promise<void> {
    const { source } = entry.plan
    try {
      if (!source)
        throw new Refusal('document-unreadable', 'The service has no document. Give it one: `spec:` in switchyard.yaml, a path or a URL.')
      const imported = await read(source)
      entry.diagnostics = imported.diagnostics
      entry.readMs = imported.readMs
      const { plan } = entry
      const made = createServiceRuntime({
        name: plan.name,
        mount: plan.mount ?? imported.document.basePath,
        document: imported.document,
        upstream: plan.upstream,
        mode: plan.mode,
        routes: plan.routes,
        mock: createMock(imported.document, mock),
      })
      entry.runtime = made.service
      entry.diagnostics = [...imported.diagnostics, ...unknownRoutes(plan, made.unknownRoutes)]
      entry.state = 'ready'
      entry.error = null
      void diagnose(entry, imported)
    } catch (error) {
      entry.state = 'failed'
      entry.error = error instanceof Error ? error.message : String(error)
      if (error instanceof Refusal) entry.diagnostics = error.problem.diagnostics ?? []
      documents.delete(sourceKey(source))
    }
    if (!entries.includes(entry)) return
    publish()
    onChange(entry)
  }

  /** What the document has wrong that does not keep it from being served. */
  async function diagnose(entry: ServiceEntry, imported: Import): Promise<void> {
    learn(entry, await imported.diagnose().catch(() => []))
    let examples = checked.get(imported)
    if (examples === undefined) {
      examples = checkedExamples(imported)
      checked.set(imported, examples)
    }
    learn(entry, await examples)
  }

  function learn(entry: ServiceEntry, found: readonly Diagnostic[]): void {
    if (found.length === 0 || !entries.includes(entry)) return
    entry.diagnostics = [...entry.diagnostics, ...found]
    onChange(entry)
  }

  async function checkedExamples(imported: Import): Promise<Diagnostic[]> {
    const { signal } = closing
    try {
      await delay(contractLimits.EXAMPLES_AFTER_MS, undefined, { signal, ref: false })
      return await checkExamples(imported, signal)
    } catch {
      return []
    } finally {
      imported.close()
    }
  }

  function read(source: DocumentSource): Promise<Import> {
    const key = sourceKey(source)
    const known = documents.get(key)
    if (known) return known
    const started = importDocument(source, { limits })
    documents.set(key, started)
    started.catch(() => documents.delete(key))
    return started
  }

  function update(runtime: ServiceRuntime, plan: ServicePlan): void {
    switchboard.setServiceMode(runtime, plan.mode)
    switchboard.setUpstream(runtime, plan.upstream)
    for (const route of runtime.routes) {
      const settings = routeKeys(route.operation)
        .map((key) => plan.routes[key])
        .find((found) => found !== undefined)
      route.response = settings?.response ?? null
      route.delayMs = parseDuration(settings?.delay ?? 0) ?? 0
      route.callbacks = automaticOf(settings?.callbacks)
      const mode = settings?.mode ?? null
      if (route.mode !== mode) switchboard.setRouteMode([route], mode)
    }
  }

  /** A new router is made only when there is another service: throwing a switch leaves it alone. */
  function publish(): void {
    const ready = entries.flatMap((entry) => (entry.runtime ? [entry.runtime] : []))
    const served = switchboard.services()
    if (ready.length === served.length && ready.every((runtime, at) => runtime === served[at])) return
    switchboard.setServices(ready)
    for (const entry of entries) if (entry.runtime) warnOfDuplicates(entry, entry.runtime, ready)
  }

  function warnOfDuplicates(entry: ServiceEntry, runtime: ServiceRuntime, all: readonly ServiceRuntime[]): void {
    const others = entry.diagnostics.filter(({ code }) => code !== DUPLICATE_ROUTE)
    const found = duplicateRoutes(runtime, all)
    if (found.length === 0 && others.length === entry.diagnostics.length) return
    entry.diagnostics = [...others, ...found]
    onChange(entry)
  }

  /** A document that no service names any more is read anew when one does again. */
  function forgetUnused(): void {
    const used = new Set(entries.map(({ plan }) => sourceKey(plan.source)))
    for (const [key, document] of documents) {
      if (used.has(key)) continue
      documents.delete(key)
      document.then((imported) => imported.close()).catch(() => {})
    }
  }
}

function unknownRoutes(plan: ServicePlan, keys: readonly string[]): Diagnostic[] {
  return keys.map((key) => ({
    severity: 'warning',
    code: 'unknown-route',
    message: `services.${plan.name}.routes: the document has no route "${key}"; write an operationId or "METHOD /path" as the document does.`,
    file: 'switchyard.yaml',
    line: null,
    column: null,
  }))
}

function sourceKey(source: DocumentSource | null): string {
  if (!source) return 'none'
  if (source.kind === 'file') return `file:${source.path}`
  return source.kind === 'url' ? `url:${source.url}` : `text:${source.name}:${source.text}`
}
