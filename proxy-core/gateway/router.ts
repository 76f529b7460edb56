import { nearestRoutes } from './nearest.ts'
import type { RouteRuntime, ServiceRuntime } from './switchboard.ts'
import { createTrie, type Trie } from './trie.ts'

/** Finds routes. Made anew whenever services change and swapped as a whole, so that a request sees one state. */
export interface Router {
  find(method: string, path: string): RouteMatch | RouteMiss
  /** Full paths of the routes most like the one asked for; slow, for problems only. */
  nearest(method: string, path: string): { route: RouteRuntime; path: string }[]
}

export interface RouteMatch {
  kind: 'found'
  route: RouteRuntime
  /** Decoded values by the names in the template. */
  parameters: Readonly<Record<string, string>>
  /** The mount as the client wrote it: empty where a single service was called without. */
  prefix: string
  /** The path below the prefix, percent-encoded; may be empty. */
  rest: string
}

export type RouteMiss =
  | { kind: 'no-service' }
  /** No mount is a prefix of the path. */
  | { kind: 'no-mount' }
  | { kind: 'no-path'; service: string | null }
  | { kind: 'no-method'; service: string | null; allow: string[] }

interface Mount {
  prefix: string
  /** The service's name when it is the only one there. */
  service: string | null
  trie: Trie
}

export function createRouter(services: readonly ServiceRuntime[]): Router {
  const mounts = mountsOf(services)
  const find = (method: string, path: string) => searchMounts(mounts, method, path) ?? miss(mounts, method, path)
  const exact = exactPaths(services, mounts)

  return {
    find: (method, path) => exact.get(method)?.get(path) ?? find(method, path),
    nearest: (method, path) => nearestRoutes(services, method, path),
  }
}

/** Longest first; with a single service also the root, last. */
function mountsOf(services: readonly ServiceRuntime[]): Mount[] {
  const byPrefix = new Map<string, ServiceRuntime[]>()
  for (const service of services) byPrefix.set(service.mount, [...(byPrefix.get(service.mount) ?? []), service])
  const only = services.length === 1 ? services[0] : undefined
  const mounts: Mount[] = [...byPrefix].map(([prefix, sharing]) => ({
    prefix,
    service: sharing.length === 1 ? (sharing[0] as ServiceRuntime).name : null,
    trie: createTrie(sharing.flatMap((service) => service.routes)),
  }))
  mounts.sort((a, b) => b.prefix.length - a.prefix.length)
  const own = mounts[0]
  if (only && own && own.prefix !== '') mounts.push({ ...own, prefix: '' })
  return mounts
}

/** Paths without parameters, looked up before anything is cut into segments; each entry is what the search gives. */
function exactPaths(services: readonly ServiceRuntime[], mounts: Mount[]): Map<string, Map<string, RouteMatch>> {
  const exact = new Map<string, Map<string, RouteMatch>>()
  for (const service of services) {
    for (const { operation } of service.routes) {
      if (/[{}%?#]/.test(operation.template)) continue
      const path = service.mount + operation.template
      const match = searchMounts(mounts, operation.method, path)
      if (!match) continue
      const paths = exact.get(operation.method) ?? new Map<string, RouteMatch>()
      exact.set(operation.method, paths.set(path, match))
    }
  }
  return exact
}

function searchMounts(mounts: Mount[], method: string, path: string): RouteMatch | null {
  for (const { prefix, trie } of mounts) {
    if (!isBelow(path, prefix)) continue
    const rest = path.slice(prefix.length)
    let match = trie.find(asWritten(rest), method)
    if (match?.kind !== 'found') match = trie.find(otherSlash(rest), method)
    if (match?.kind === 'found') return { kind: 'found', route: match.route, parameters: match.parameters, prefix, rest }
  }
  return null
}

function miss(mounts: Mount[], method: string, path: string): RouteMiss {
  if (mounts.length === 0) return { kind: 'no-service' }
  const allow = new Set<string>()
  let below = false
  let service: string | null = null
  for (const mount of mounts) {
    if (!isBelow(path, mount.prefix)) continue
    if (!below) service = mount.service
    below = true
    const rest = path.slice(mount.prefix.length)
    for (const candidate of [asWritten(rest), otherSlash(rest)]) {
      const match = mount.trie.find(candidate, method)
      if (match?.kind === 'methods') for (const known of match.methods) allow.add(known)
    }
  }
  if (!below) return { kind: 'no-mount' }
  if (allow.size === 0) return { kind: 'no-path', service }
  if (allow.has('GET')) allow.add('HEAD')
  return { kind: 'no-method', service, allow: [...allow.add('OPTIONS')].sort() }
}

function isBelow(path: string, prefix: string): boolean {
  return prefix === '' || (path.startsWith(prefix) && (path.length === prefix.length || path.charCodeAt(prefix.length) === 0x2f))
}

function asWritten(rest: string): string {
  return rest === '' ? '/' : rest
}

/** With the trailing slash the other way. */
function otherSlash(rest: string): string {
  if (rest === '' || rest === '/') return '/'
  return rest.endsWith('/') ? rest.slice(0, -1) : `${rest}/`
}
