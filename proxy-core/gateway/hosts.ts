/** Names that always mean this machine. A rebinding attack needs a name that an attacker controls; these are none. */
export function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' ||
    name === '127.0.0.1' ||
    name === '[::1]' ||
    name.endsWith('.localhost') ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  )
}

/** Whether the gateway answers for the host that a client named. `local` is the address the connection came in at. */
export function isAllowedHost(host: string, allowed: readonly string[], local: string | undefined): boolean {
  const name = hostName(host)
  if (isLoopbackName(name) || name === 'host.docker.internal') return true
  if (local !== undefined && name === addressName(local)) return true
  return allowed.some((pattern) => matchesHost(name, hostName(pattern)))
}

/**
 * Whether a web page may read answers that carry the developer's credentials and data: it comes from this machine, is
 * named in `gateway.origins`, or was served by the gateway itself under the host that was asked for.
 */
export function isTrustedOrigin(origin: string, origins: readonly string[], host: string): boolean {
  const wanted = origin.toLowerCase()
  if (origins.some((known) => known === '*' || known.toLowerCase().replace(/\/$/, '') === wanted)) return true
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/]+)$/.exec(wanted)?.[1]
  if (authority === undefined) return false
  return isLoopbackName(hostName(authority)) || authority === host.toLowerCase()
}

/** A host without its port, in lower case. */
function hostName(host: string): string {
  const colon = host.lastIndexOf(':')
  const bare = colon > 0 && !host.endsWith(']') ? host.slice(0, colon) : host
  return bare.toLowerCase()
}

function matchesHost(name: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern
}

/** A socket's address as it stands in a Host field. */
function addressName(address: string): string {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address
  return plain.includes(':') ? `[${plain}]` : plain
}
