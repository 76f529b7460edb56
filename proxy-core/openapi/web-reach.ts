import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { ImportLimits } from '../model/limits.ts'
import type { FileBytes, NoFile, Reach, Whereabouts } from './reach.ts'
import type { SourceFile } from './source-file.ts'
import { tooLarge, Unservable } from './unservable.ts'

/** A document from the web reads what its own origin serves. */
export async function webReach(address: string, limits: ImportLimits): Promise<Reach> {
  const startsPrivate = URL.canParse(address) && (await leadsToPrivate(new URL(address)))
  const root = await fetchFile(address, limits.MAX_DOCUMENT_BYTES, limits, async (url) => {
    // a public address must not lead into the private network of this machine
    return !startsPrivate && (await leadsToPrivate(url)) ? 'an address of a private network; fetch the file by hand' : null
  })
  const { origin } = new URL(root.place)
  const foreign = (url: URL) => (url.origin === origin ? null : `only files of ${origin} are fetched with this document`)

  function locate(reference: string, from: SourceFile): Whereabouts | NoFile {
    if (!URL.canParse(reference, from.place)) return { kind: 'missing', reason: 'this is not a URL' }
    const url = new URL(reference, from.place)
    url.hash = ''
    const reason = foreign(url)
    if (reason !== null) return { kind: 'refused', reason }
    return { place: url.href, name: url.href === root.place ? '' : url.href }
  }

  const read = (place: string, maximum: number) => fetchFile(place, maximum, limits, async (url) => foreign(url))
  return { root, locate, read }
}

/**
 * Redirects are followed by hand.
 * @param refusing why an address is not asked, else null
 */
async function fetchFile(
  address: string,
  maximum: number,
  limits: ImportLimits,
  refusing: (url: URL) => Promise<string | null>,
): Promise<FileBytes> {
  let url = webUrl(address, address)
  for (let redirects = 0; redirects <= limits.MAX_REDIRECTS; redirects++) {
    const reason = await refusing(url)
    if (reason !== null) throw new Unservable('document-unreadable', `${address} redirects to ${url.href}: ${reason}.`)
    const response = await request(url)
    const location = response.headers.get('location')
    if (response.ok) return { place: url.href, bytes: await bytesOf(response, url.href, maximum, limits) }
    await response.body?.cancel()
    if (response.status < 300 || response.status >= 400 || location === null) {
      throw new Unservable(
        'document-unreadable',
        `${url.href} answered ${`${response.status} ${response.statusText}`.trim()}; check the address.`,
      )
    }
    url = webUrl(location, url.href)
  }
  throw new Unservable('document-unreadable', `${address} redirects more than ${limits.MAX_REDIRECTS} times.`)
}

function webUrl(address: string, base: string): URL {
  const url = URL.canParse(address, base) ? new URL(address, base) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Unservable('document-unreadable', `${address} is not an http or https address.`)
  }
  url.hash = ''
  return url
}

async function request(url: URL): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'manual', headers: { accept: 'application/json, application/yaml, text/yaml, */*' } })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new Unservable('document-unreadable', `${url.href} can not be fetched (${reason}); check the address, and that its server runs.`)
  }
}

async function bytesOf(response: Response, place: string, maximum: number, limits: ImportLimits): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength
      if (size > maximum) throw tooLarge(place, limits)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof Unservable) throw error
    throw new Unservable('document-unreadable', `${place} ended before it was whole; try again.`)
  }
  return Buffer.concat(chunks)
}

const ipv4Networks = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']
const ipv6Networks = ['::/127', 'fc00::/7', 'fe80::/10']
const privateNetworks = new BlockList()
for (const [networks, family] of [
  [ipv4Networks, 'ipv4'],
  [ipv6Networks, 'ipv6'],
] as const) {
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    privateNetworks.addSubnet(address, Number(prefix), family)
  }
}

async function leadsToPrivate(url: URL): Promise<boolean> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const addresses = isIP(host) > 0 ? [{ address: host }] : await lookup(host, { all: true }).catch(() => [])
  return addresses.some(({ address }) => privateNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'))
}
