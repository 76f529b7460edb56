import { logLimits } from '../../proxy-core/model/limits.ts'
import { openLog } from '../../proxy-core/traffic/open-log.ts'

const HISTORY_MS = 5 * 60_000
/** Old exchanges by how often they occur: method, path, service, status, source, duration. */
const OLD = [
  ['GET', '/api/products', 'shop', 200, 'live', 60],
  ['GET', '/api/products/42', 'shop', 200, 'mock', 1],
  ['GET', '/api/cart', 'shop', 200, 'mock', 1],
  ['GET', '/api/products/42/reviews', 'shop', 200, 'live', 120],
  ['POST', '/api/cart/items', 'shop', 201, 'mock', 1],
  ['GET', '/pay/intents', 'payments', 200, 'live', 210],
  ['POST', '/pay/intents/pi_3Nf/confirm', 'payments', 503, 'live', 900],
]

/** Five minutes of an earlier session, the same at every run but for the time of day. */
export async function writeHistory(folder, until, random) {
  const log = await openLog({ folder, retention: { exchanges: 1_000_000, bytes: 2 ** 32 }, limits: logLimits })
  for (let at = until - HISTORY_MS; at < until - 3_000; ) {
    const hour = (at - until + HISTORY_MS) / HISTORY_MS
    at += 90 + random() * 360 * (1.2 - Math.sin(hour * 5) * 0.8)
    const bad = random() < (hour > 0.3 && hour < 0.4 ? 0.08 : 0.006)
    const old = bad ? OLD.at(-1) : OLD[Math.floor(random() ** 1.5 * (OLD.length - 1))]
    log.append(recordOf(log.nextId(), Math.round(at), old, random))
  }
  await log.close()
}

function recordOf(id, startedAt, [method, path, service, status, source, typicalMs], random) {
  const durationMs = typicalMs * (0.6 + random() ** 3 * 2.4)
  const data = Buffer.from('{}')
  const none = { bytes: 0, sha256: null, truncated: false, masked: false, data: Buffer.alloc(0) }
  return {
    ...{ id, startedAt, state: 'done', method, scheme: 'http', host: '127.0.0.1:4010', path, query: '', httpVersion: '1.1', service },
    ...{ route: null, mode: source, source, environment: 'staging', status, error: null, durationMs, contentType: 'application/json' },
    ...{ client: '127.0.0.1:53122', consumer: null, replayOf: null },
    requestHeaders: ['Host', '127.0.0.1:4010'],
    responseHeaders: ['Content-Type', 'application/json'],
    requestBody: none,
    responseBody: { ...none, bytes: data.length, data },
    timing: { routedMs: 0, upstreamSocketMs: null, requestSentMs: 0, firstByteMs: durationMs, endMs: durationMs },
    ...{ trace: [], policies: [], findings: [] },
  }
}

/** A small generator of random numbers, so that every run has the same ones. */
export function mulberry(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
