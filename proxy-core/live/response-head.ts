import { STATUS_CODES } from 'node:http'
import type { RawHeaders } from '../model/headers.ts'
import { createFieldKinds } from './field-kinds.ts'
import { connectionListed } from './request-headers.ts'
import { rewrittenCookie, rewrittenLocation, type UpstreamView } from './rewrite.ts'

export type ResponseHead =
  | { kind: 'passed'; statusText: string; headers: string[] /** Framed by us as chunks, so that trailers can follow. */; chunked: boolean }
  | { kind: 'invalid'; reason: string }

/** Anything but visible Latin-1, space and tab: what node:http refuses to write. */
const UNWRITABLE = /[^\t\x20-\x7e\x80-\xff]/

const notPassed = new Set(['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'te', 'upgrade'])

const kindOf = createFieldKinds((name) => {
  if (name === 'transfer-encoding' || name === 'trailer' || name === 'content-length') return name
  if (name === 'location' || name === 'content-location') return 'url'
  if (name === 'set-cookie') return 'cookie'
  return notPassed.has(name) || name.startsWith('x-switchyard-') ? 'not-passed' : 'passed'
})

/**
 * The head of an upstream's reply as the client gets it, or why it can not be passed on: bad status or reason (RFC 9110 15),
 * framing that would change the message on its way. Single fields are left to node, which checks each that it writes.
 */
export function responseHead(method: string, status: number, raw: RawHeaders, statusText: string, view: UpstreamView): ResponseHead {
  if (!Number.isInteger(status) || status < 200 || status > 999) return invalid(`its status is ${String(status).padStart(3, '0')}`)
  const usual = statusText === STATUS_CODES[status]
  if (!usual && hasControl(statusText)) return invalid('its reason phrase has a control character')
  const bodiless = method === 'HEAD' || status === 204 || status === 304
  const listed = connectionListed(raw)
  const headers: string[] = []
  let length = false
  let trailer: string | null = null
  for (let i = 0; i < raw.length; i += 2) {
    const { field, kind } = kindOf(raw[i] as string)
    const value = raw[i + 1] as string
    if (kind === 'not-passed') continue
    if (kind === 'transfer-encoding') {
      if (value.trim().toLowerCase() !== 'chunked') return invalid(`its Transfer-Encoding is ${value}`)
      continue
    }
    if (kind === 'trailer') {
      trailer = value
      continue
    }
    if (kind === 'content-length') {
      if (status === 204) continue
      length = true
    }
    if (listed?.has(field.toLowerCase())) continue
    headers.push(field, kind === 'url' ? rewrittenLocation(value, view) : kind === 'cookie' ? rewrittenCookie(value, view) : value)
  }
  if (trailer !== null && length && !bodiless) return invalid('it has both Trailer and Content-Length')
  const chunked = !length && !bodiless
  if (trailer !== null && chunked) headers.push('Trailer', trailer, 'Transfer-Encoding', 'chunked')
  return { kind: 'passed', statusText: !usual && UNWRITABLE.test(statusText) ? '' : statusText, headers, chunked }
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true
  }
  return false
}

function invalid(reason: string): ResponseHead {
  return { kind: 'invalid', reason }
}
