import type { ExchangeSummary } from '../../../proxy-core/model/exchange.ts'

export function exchangeRow(id: number, change: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    id: String(id),
    startedAt: new Date(Date.UTC(2026, 2, 2, 14, 32, 5, id % 1_000)).toISOString(),
    state: 'done',
    method: 'GET',
    scheme: 'http',
    host: '127.0.0.1:4010',
    path: '/api/products',
    query: '',
    service: 'shop',
    route: 'shop:GET /products',
    mode: 'mock',
    source: 'mock',
    environment: null,
    status: 200,
    error: null,
    durationMs: 4,
    requestBytes: 0,
    responseBytes: 612,
    contentType: 'application/json',
    client: '127.0.0.1:53122',
    consumer: null,
    findings: 0,
    replayOf: null,
    pinned: false,
    color: null,
    ...change,
  }
}

/** Newest first, as the control API lists them. */
export function pageOf(from: number, to: number): ExchangeSummary[] {
  return Array.from({ length: from - to + 1 }, (_, i) => exchangeRow(from - i))
}
