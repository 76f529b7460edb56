import { isIP } from 'node:net'
import { Refusal } from '../model/errors.ts'

/**
 * Refuses an upstream that names one of the host's own ports outright. What a name resolves to is checked when it is
 * connected to.
 */
export function refuseOwnUpstream(upstream: string | null | undefined, isOwnAddress: (address: string, port: number) => boolean): void {
  if (!upstream || !URL.canParse(upstream)) return
  const { hostname, port, protocol } = new URL(upstream)
  const literal = hostname.replace(/^\[|\]$/g, '')
  const address = literal === 'localhost' || literal.endsWith('.localhost') ? '127.0.0.1' : literal
  if (isIP(address) === 0 || !isOwnAddress(address, Number(port || (protocol === 'https:' ? 443 : 80)))) return
  throw new Refusal(
    'upstream-not-allowed',
    `${upstream} is Switchyard itself: requests would go round in circles. Name the address of your backend.`,
  )
}
