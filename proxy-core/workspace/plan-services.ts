import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundledFile } from '../model/thread-file.ts'
import type { ServicePlan, ServiceSettings, WorkspaceSettings } from '../model/workspace.ts'

/** The spec that means the bundled sample shop. */
export const SAMPLE_SPEC = 'sample:shop'

/** A service that no file of the workspace defines: a document named on the command line, found in the folder, or pasted. */
export interface AdHocService {
  source: NonNullable<ServicePlan['source']>
  settings: ServiceSettings
}

/**
 * What is to be served: the workspace's services with everything inherited put in place, then the ad-hoc ones.
 * @param folder against which paths resolve
 * @param sampleUpstream URL of the running sample upstream, if it runs
 */
export function planServices(
  settings: WorkspaceSettings,
  folder: string,
  adHoc: ReadonlyMap<string, AdHocService>,
  sampleUpstream: string | null,
): ServicePlan[] {
  const environment = activeEnvironment(settings)
  const upstreams = (environment !== null && settings.environments?.[environment]?.upstreams) || {}
  const defined = settings.services ?? {}
  const names = new Set([...Object.keys(defined), ...adHoc.keys()])
  return [...names].map((name) => {
    const extra = adHoc.get(name)
    const own: ServiceSettings = { ...extra?.settings, ...ownValue(defined, name) }
    const source = own.spec === undefined ? (extra?.source ?? null) : specSource(own.spec, folder)
    const sample = own.spec === SAMPLE_SPEC
    const upstream = ownValue(upstreams, name) ?? own.upstream ?? (sample ? sampleUpstream : null)
    return {
      name,
      source,
      spec: own.spec ?? shownSource(source, folder),
      mount: own.mount === undefined ? null : own.mount.replace(/\/+$/, ''),
      mode: own.mode ?? null,
      upstream: upstream === null ? null : upstream.replace(/\/+$/, ''),
      routes: own.routes ?? {},
      sample,
    }
  })
}

/** A document may be called `constructor`, which every object has. */
function ownValue<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** The active environment: the one named, or the only one there is. */
export function activeEnvironment(settings: WorkspaceSettings): string | null {
  const names = Object.keys(settings.environments ?? {})
  if (settings.environment !== undefined && names.includes(settings.environment)) return settings.environment
  return names.length === 1 ? (names[0] as string) : null
}

/** What a `spec` names: the sample, a URL, or a file. */
export function specSource(spec: string, folder: string): NonNullable<ServicePlan['source']> {
  if (spec === SAMPLE_SPEC) return { kind: 'file', path: fileURLToPath(bundledFile('sample/shop.yaml', import.meta.url)) }
  if (/^https?:\/\//i.test(spec)) return { kind: 'url', url: spec }
  return { kind: 'file', path: resolve(folder, spec) }
}

/** A path as it is written into a workspace file: relative where it lies inside, with forward slashes. */
export function specPath(path: string, folder: string): string {
  const inside = relative(folder, path)
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return path
  return `./${inside.split(sep).join('/')}`
}

/** The name of the document that a service is named after when it has no title. */
export function sourceName(source: NonNullable<ServicePlan['source']>): string {
  if (source.kind === 'text') return source.name
  const path = source.kind === 'file' ? source.path : new URL(source.url).pathname
  return basename(path).replace(/\.(ya?ml|json)$/i, '') || basename(dirname(path))
}

function shownSource(source: ServicePlan['source'], folder: string): string | null {
  if (!source) return null
  if (source.kind === 'file') return specPath(source.path, folder)
  return source.kind === 'url' ? source.url : source.name
}
