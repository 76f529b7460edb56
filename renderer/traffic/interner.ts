import type { ExchangeSummary } from '../../proxy-core/model/exchange.ts'

/** How many different strings are shared at most; a log with more of them gets fresh copies until the table starts over. */
const MAX_SHARED_STRINGS = 20_000

/** Copies a summary into one fixed shape in which repeated words (host, path, service, route…) are the same string, so that 100,000 rows stay small. */
export function createInterner() {
  let shared = new Map<string, string>()
  const same = (text: string): string => {
    const known = shared.get(text)
    if (known !== undefined) return known
    if (shared.size >= MAX_SHARED_STRINGS) shared = new Map()
    shared.set(text, text)
    return text
  }
  const sameOrNull = (text: string | null) => (text === null ? null : same(text))

  return (row: ExchangeSummary): ExchangeSummary => ({
    id: row.id,
    startedAt: row.startedAt,
    state: row.state,
    method: same(row.method),
    scheme: same(row.scheme),
    host: same(row.host),
    path: same(row.path),
    query: same(row.query),
    service: sameOrNull(row.service),
    route: sameOrNull(row.route),
    mode: row.mode,
    source: row.source,
    environment: sameOrNull(row.environment),
    status: row.status,
    error: sameOrNull(row.error),
    durationMs: row.durationMs,
    requestBytes: row.requestBytes,
    responseBytes: row.responseBytes,
    contentType: sameOrNull(row.contentType),
    client: sameOrNull(row.client),
    consumer: sameOrNull(row.consumer),
    findings: row.findings,
    replayOf: row.replayOf,
    pinned: row.pinned,
    color: row.color,
  })
}
