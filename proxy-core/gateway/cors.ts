import type { GatewayContext } from './context.ts'
import { isTrustedOrigin } from './hosts.ts'
import type { RequestFields } from './request-check.ts'

type CorsContext = Pick<GatewayContext, 'cors' | 'origins'>

const EXPOSED = '*, x-switchyard-source, x-switchyard-exchange, sl-violations'
const ALLOWED_METHODS = 'GET,DELETE,HEAD,PATCH,POST,PUT,OPTIONS'
const NONE: readonly string[] = []

/** Fields of a mock's answer: anyone may read it, but only pages of this machine or named ones with credentials. */
export function mockCors(context: CorsContext, fields: RequestFields): readonly string[] {
  const { origin } = fields
  if (!context.cors || origin === null) return NONE
  if (!isTrustedOrigin(origin, context.origins(), fields.host))
    return ['access-control-allow-origin', '*', 'access-control-expose-headers', EXPOSED]
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

/** Fields of the 204 by which a mock's preflight is answered. */
export function preflightFields(context: CorsContext, fields: RequestFields): string[] {
  const allowed = fields.preflightHeaders ?? '*'
  return [...mockCors(context, fields), 'access-control-allow-methods', ALLOWED_METHODS, 'access-control-allow-headers', allowed]
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
