import type { RawHeaders } from '../model/headers.ts'
import { createFieldKinds } from './field-kinds.ts'

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

const kindOf = createFieldKinds((name) => {
  if (name === 'host') return 'host'
  return notForwarded.has(name) || name.startsWith('x-switchyard-') ? 'not-forwarded' : 'forwarded'
})

/** The client's fields as the upstream gets them: order and case kept, hop-by-hop and our own fields gone, `X-Forwarded-*` ours. */
export function forwardedHeaders(raw: RawHeaders, { host, client, originalHost }: ForwardedFor): string[] {
  const listed = connectionListed(raw)
  const headers: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    const { field, kind } = kindOf(raw[i] as string)
    if (kind === 'host') headers.push(field, host)
    else if (kind === 'forwarded' && (listed === null || !listed.has(field.toLowerCase()))) headers.push(field, raw[i + 1] as string)
  }
  if (client !== null) headers.push('X-Forwarded-For', client)
  headers.push('X-Forwarded-Proto', 'http', 'X-Forwarded-Host', originalHost)
  return headers
}

const CONNECTION = 'connection'

/** Names that `Connection` adds to the hop-by-hop fields. Framing and Host stay whatever it says, or it could change the message. */
export function connectionListed(raw: RawHeaders): Set<string> | null {
  let names: Set<string> | null = null
  for (let i = 0; i < raw.length; i += 2) {
    const field = raw[i] as string
    if (field.length !== CONNECTION.length || field.toLowerCase() !== CONNECTION) continue
    const value = raw[i + 1] as string
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
