import { headerValues, type RawHeaders } from '../model/headers.ts'

export interface ForwardedFor {
  /** Host of the upstream. */
  host: string
  /** Address of the client, without port. */
  client: string | null
  /** Host that the client asked for. */
  originalHost: string
}

/** Fields that concern one connection only (RFC 9110, 7.6.1), and those that the gateway says itself. */
const notForwarded = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'http2-settings',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
])

/** The client's fields as the upstream gets them: order and case kept, hop-by-hop and our own fields gone, `X-Forwarded-*` ours. */
export function forwardedHeaders(raw: RawHeaders, { host, client, originalHost }: ForwardedFor): string[] {
  const listed = connectionListed(raw)
  const headers: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    const field = raw[i] as string
    const name = field.toLowerCase()
    if (name === 'host') headers.push(field, host)
    else if (!notForwarded.has(name) && !name.startsWith('x-switchyard-') && !listed?.has(name)) headers.push(field, raw[i + 1] as string)
  }
  if (client !== null) headers.push('X-Forwarded-For', client)
  headers.push('X-Forwarded-Proto', 'http', 'X-Forwarded-Host', originalHost)
  return headers
}

/** Names that `Connection` adds to the hop-by-hop fields. Framing and Host stay whatever it says, or it could change the message. */
export function connectionListed(raw: RawHeaders): Set<string> | null {
  let names: Set<string> | null = null
  for (const value of headerValues(raw, 'connection')) {
    if (value === 'keep-alive' || value === 'close') continue
    for (const part of value.split(',')) {
      const name = part.trim().toLowerCase()
      if (name === '' || name === 'close' || name === 'keep-alive' || name === 'host' || name === 'content-length') continue
      names ??= new Set()
      names.add(name)
    }
  }
  return names
}
