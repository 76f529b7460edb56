/** Where a service lives, ready for requests. */
export interface UpstreamAddress {
  /** Scheme, host and port. */
  origin: string
  /** Value of the Host field. */
  host: string
  hostname: string
  /** Path of the upstream's URL without a trailing slash: what takes the place of the mount. */
  path: string
}

const MAX_KEPT = 256
const kept = new Map<string, UpstreamAddress>()

/** The parts of an upstream's URL; it was checked when it was set. */
export function upstreamAddress(url: string): UpstreamAddress {
  const known = kept.get(url)
  if (known) return known
  const { origin, host, hostname, pathname } = new URL(url)
  const address = { origin, host, hostname, path: pathname.replace(/\/+$/, '') }
  if (kept.size >= MAX_KEPT) kept.clear()
  kept.set(url, address)
  return address
}

/** Path and query on the upstream for a path below the mount: `''` and `/` both name the upstream's root. */
export function targetPath(address: UpstreamAddress, rest: string, query: string): string {
  const path = rest === '' ? address.path || '/' : address.path + rest
  return query === '' ? path : `${path}?${query}`
}
