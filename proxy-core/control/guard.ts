import type { IncomingMessage } from 'node:http'
import { type Problem, problemOf } from '../model/errors.ts'

/**
 * Refuses what a foreign web page could send: a Host that only a rebound name gives, an Origin that is not this
 * port's own page, a fetch that the browser itself marks as foreign. null lets the request through.
 */
export function refuseForeign(request: IncomingMessage, port: number): Problem | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
  const host = request.headers.host ?? ''
  if (!hosts.includes(host.toLowerCase())) {
    return problemOf(
      'unknown-host',
      `The control port answers for ${hosts[0]} and ${hosts[1]}, not for "${host}". Open the URL that Switchyard printed.`,
    )
  }
  const origin = request.headers.origin
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`)) {
    return problemOf(
      'forbidden',
      `A page from ${origin} may not use the control port. Only the interface that Switchyard serves itself may.`,
    )
  }
  const site = request.headers['sec-fetch-site']
  if (site === 'cross-site' || site === 'same-site') {
    return problemOf(
      'forbidden',
      `The browser says that this request comes from another site (${site}). Open the URL that Switchyard printed in a tab of its own.`,
    )
  }
  return null
}

/** Fields that every answer of the control port carries. */
export const securityHeaders: Record<string, string> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; frame-src 'self' blob:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
}
