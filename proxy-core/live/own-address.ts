import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Code of the error when an upstream turns out to be this host's own port. */
export const OWN_ADDRESS_CODE = 'SWITCHYARD_OWN_ADDRESS'

/** An address that something of ours is bound to. */
export interface BoundAddress {
  address: string
  port: number
}

/** Tells own listeners from others by address and port; `bound` is asked each time, as ports may move. */
export function ownAddressCheck(bound: () => Iterable<BoundAddress>): (address: string, port: number) => boolean {
  return (address, port) => {
    for (const own of bound()) if (own.port === port && reaches(plainAddress(address), plainAddress(own.address))) return true
    return false
  }
}

/** The system's resolver, which fails when any address it finds is refused. */
export function guardedLookup(refused: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      const first = addresses?.[0]
      if (error || !first) return callback(error ?? notFound(hostname), '', 0)
      const own = addresses.find(({ address }) => refused(address))
      if (own) return callback(ownAddress(hostname, own.address), '', 0)
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

/** The address that an origin names by an IP literal, which never passes through a lookup; null when it has a name. */
export function literalAddress(origin: string): BoundAddress | null {
  const { hostname, port, protocol } = new URL(origin)
  const address = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return isIP(address) === 0 ? null : { address, port: Number(port) || (protocol === 'https:' ? 443 : 80) }
}

const ANY = new Set(['0.0.0.0', '::'])
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

function reaches(target: string, own: string): boolean {
  if (target === own) return true
  // Connecting to "any address" goes to loopback.
  if (ANY.has(target)) return ANY.has(own) || isLoopback(own)
  if (!ANY.has(own)) return false
  if (isLoopback(target)) return true
  for (const list of Object.values(networkInterfaces()))
    for (const { address } of list ?? []) if (plainAddress(address) === target) return true
  return false
}

function isLoopback(address: string): boolean {
  return loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Lower case, without zone, IPv4-mapped addresses as IPv4 in whichever notation they came. */
function plainAddress(address: string): string {
  const bare = (address.split('%')[0] as string).toLowerCase()
  if (isIP(bare) !== 6) return bare
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (!mapped) return canonical
  const high = Number.parseInt(mapped[1] as string, 16)
  const low = Number.parseInt(mapped[2] as string, 16)
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

function ownAddress(hostname: string, address: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} is ${address}, an address of this gateway`), { code: OWN_ADDRESS_CODE })
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' })
}
