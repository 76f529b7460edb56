import type { GatewayContext } from './context.ts'
import { isTrustedOrigin } from './hosts.ts'
import type { RequestFields } from './request-check.ts'

type CorsContext = Pick<GatewayContext, 'cors' | 'origins'>

const EXPOSED = '*, x-switchyard-source, x-switchyard-exchange, sl-violations'
const NONE: readonly string[] = []

/** Fields of a mock's answer: anyone may read it, but only pages of this machine or named ones with credentials. */
export function mockCors(context: CorsContext, fields: RequestFields): readonly string[] {
  const { origin } = fields
  if (!context.cors || origin === null) return NONE
  if (!isTrustedOrigin(origin, context.origins(), fields.host))
    return ['access-control-allow-origin', '*', 'access-control-expose-headers', EXPOSED, 'vary', 'origin']
  return trusted(origin)
}

/** Fields of the gateway's own problems: readable where a live answer would be. */
export function problemCors(context: CorsContext, fields: RequestFields | null): readonly string[] {
  if (!context.cors || !fields?.origin || !isTrustedOrigin(fields.origin, context.origins(), fields.host)) return NONE
  return trusted(fields.origin)
}

export function isPreflight(method: string, fields: RequestFields): boolean {
  return method === 'OPTIONS' && fields.origin !== null && fields.preflightMethod !== null
}

/** Fields of the 204 by which a mock's preflight is answered: as in Prism, whatever it asks for. */
export function preflightFields(context: CorsContext, fields: RequestFields): string[] {
  const { preflightMethod, preflightHeaders } = fields
  const allowed = ['access-control-allow-methods', preflightMethod ?? '*', 'access-control-allow-headers', preflightHeaders ?? '*']
  return [...mockCors(context, fields), ...allowed]
}

/** A document's own CORS fields speak for another server; two of them would shut the page out. */
export function withCors(headers: readonly string[], cors: readonly string[]): string[] {
  const kept = headers.filter((_, at) => !/^access-control-(?!allow-headers|allow-methods)/i.test(headers[at & ~1] as string))
  kept.push(...cors)
  return kept
}

/** Whether an answer with the developer's credentials and data may go to whoever asks. */
export function mayReadLive(context: Pick<GatewayContext, 'origins'>, fields: RequestFields): boolean {
  if (fields.origin === null) return fields.secFetchSite?.toLowerCase() !== 'cross-site'
  return isTrustedOrigin(fields.origin, context.origins(), fields.host)
}

function trusted(origin: string): string[] {
  return [
    'access-control-allow-origin',
    origin,
    'access-control-allow-credentials',
    'true',
    'access-control-expose-headers',
    EXPOSED,
    'vary',
    'origin',
  ]
}
