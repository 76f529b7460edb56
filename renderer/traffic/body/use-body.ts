import { useQuery } from '@tanstack/react-query'
import type { ExchangeDetail } from '../../../proxy-core/model/exchange.ts'
import { headerValues } from '../../../proxy-core/model/headers.ts'
import { callRaw } from '../../api/call.ts'
import { type BodyKind, bodyKind } from './body-kind.ts'
import { type DecodedBody, decodeBody } from './decode-body.ts'

export type Side = 'request' | 'response'

/** A captured body, ready to be looked at. */
export interface LoadedBody {
  captured: Uint8Array
  decoded: DecodedBody
  kind: BodyKind
  contentType: string | undefined
}

/** Bodies are up to 10 MiB each when decoded: those not looked at are soon let go. */
const KEPT_MS = 30_000

export function bodyQuery(exchange: ExchangeDetail, side: Side) {
  return {
    queryKey: ['body', exchange.id, side],
    queryFn: ({ signal }: { signal: AbortSignal }) => loadBody(exchange, side, signal),
    enabled: (exchange[side]?.body.bytes ?? 0) > 0,
    gcTime: KEPT_MS,
  }
}

export function useBody(exchange: ExchangeDetail, side: Side) {
  return useQuery(bodyQuery(exchange, side))
}

async function loadBody(exchange: ExchangeDetail, side: Side, signal: AbortSignal): Promise<LoadedBody> {
  const raw = exchange[side]?.headers.flat() ?? []
  const operation = side === 'request' ? 'getRequestBody' : 'getResponseBody'
  const blob = await callRaw(operation, { params: { id: exchange.id } }, { signal })
  const captured = new Uint8Array(await blob.arrayBuffer())
  const decoded = await decodeBody(captured, headerValues(raw, 'content-encoding').join(','))
  const contentType = headerValues(raw, 'content-type')[0]
  const kind: BodyKind = decoded.kind === 'undecodable' ? { views: ['hex'], text: null, form: null } : bodyKind(decoded.bytes, contentType)
  return { captured, decoded, kind, contentType }
}
