import type { UpstreamAddress } from './upstream-address.ts'

/** How the client sees the upstream. */
export interface UpstreamView {
  upstream: UpstreamAddress
  /** Scheme and authority by which the client called the gateway. */
  gatewayOrigin: string
  /** What the client wrote where the upstream has its base path: the mount, or nothing. */
  prefix: string
}

/** A Location that names the upstream's origin, absolute or by a path, as the client can follow it; any other as it is. */
export function rewrittenLocation(location: string, view: UpstreamView): string {
  if (location.startsWith('/') && !location.startsWith('//')) return moved(location, view) ?? location
  if (!/^(https?:)?\/\//i.test(location) || !URL.canParse(location, view.upstream.origin)) return location
  const url = new URL(location, view.upstream.origin)
  if (url.origin !== view.upstream.origin) return location
  const path = moved(url.pathname + url.search + url.hash, view)
  return path === null ? location : view.gatewayOrigin + path
}

/** A cookie without a Domain that names the upstream, which the client would refuse from the gateway, and with the mount in its Path. */
export function rewrittenCookie(cookie: string, view: UpstreamView): string {
  const parts = cookie.split(';')
  const kept = [parts[0] as string]
  for (const part of parts.slice(1)) {
    const [name = '', ...rest] = part.split('=')
    const attribute = name.trim().toLowerCase()
    const value = rest.join('=').trim()
    if (attribute === 'domain' && namesUpstream(value, view.upstream.hostname)) continue
    const path = attribute === 'path' && value.startsWith('/') ? moved(value, view) : null
    kept.push(path === null ? part : `${name}=${path}`)
  }
  return kept.join(';')
}

/** The path on the gateway for a path of the upstream; null when it lies outside of what is mounted. */
function moved(path: string, { upstream, prefix }: UpstreamView): string | null {
  if (upstream.path === prefix) return path
  if (upstream.path === '') return path === '/' && prefix !== '' ? `${prefix}/` : prefix + path
  if (!path.startsWith(upstream.path)) return null
  const rest = path.slice(upstream.path.length)
  if (rest !== '' && !/^[/?#]/.test(rest)) return null
  return prefix + rest || '/'
}

function namesUpstream(domain: string, hostname: string): boolean {
  const bare = domain.replace(/^\./, '').toLowerCase()
  return bare !== '' && (hostname === bare || hostname.endsWith(`.${bare}`))
}
