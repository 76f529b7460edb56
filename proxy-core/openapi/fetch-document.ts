import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { Refusal } from '../model/errors.ts'
import type { ImportLimits } from '../model/limits.ts'
import { tooLarge } from './library.ts'

/**
 * Fetches one file over http or https. Redirects are followed by hand, so that a public address can't lead into the
 * private network of this machine.
 * @returns the address that answered, and the bytes
 */
export async function fetchDocument(address: string, maximum: number, limits: ImportLimits): Promise<{ place: string; bytes: Uint8Array }> {
  let url = webUrl(address, address)
  let isPrivate = await leadsToPrivate(url)
  for (let redirects = 0; redirects <= limits.MAX_REDIRECTS; redirects++) {
    const response = await request(url)
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel()
      url = webUrl(location, url.href)
      const next = await leadsToPrivate(url)
      if (next && !isPrivate)
        throw new Refusal(
          'document-unreadable',
          `${address} redirects to ${url.host}, an address of a private network; fetch the file by hand.`,
        )
      isPrivate = next
      continue
    }
    if (!response.ok) {
      await response.body?.cancel()
      throw new Refusal(
        'document-unreadable',
        `${url.href} answered ${response.status} ${response.statusText}; check the address.`.replace(' ;', ';'),
      )
    }
    url.hash = ''
    return { place: url.href, bytes: await bodyOf(response, url.href, maximum, limits) }
  }
  throw new Refusal('document-unreadable', `${address} redirects more than ${limits.MAX_REDIRECTS} times.`)
}

function webUrl(address: string, base: string): URL {
  const url = URL.canParse(address, base) ? new URL(address, base) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Refusal('document-unreadable', `${address} is not an http or https address.`)
  }
  return url
}

async function request(url: URL): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'manual', headers: { accept: 'application/json, application/yaml, text/yaml, */*' } })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new Refusal('document-unreadable', `${url.href} can not be fetched: ${reason}; is the server running?`)
  }
}

async function bodyOf(response: Response, place: string, maximum: number, limits: ImportLimits): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength
      if (size > maximum) throw tooLarge(place, limits)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('document-unreadable', `${place} ended before it was whole: ${String(error)}.`)
  }
  return Buffer.concat(chunks)
}

const privateAddresses = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv6')

async function leadsToPrivate(url: URL): Promise<boolean> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const addresses = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(() => [])
  return addresses.some(({ address }) => privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
}
