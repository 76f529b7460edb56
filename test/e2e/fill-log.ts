// Writes exchanges straight into the log of a workspace: node fill-log.ts FOLDER COUNT. Run by a test before its host starts.
import { join } from 'node:path'
import type { ExchangeRecord } from '../../proxy-core/model/exchange.ts'
import { logLimits } from '../../proxy-core/model/limits.ts'
import { openLog } from '../../proxy-core/traffic/open-log.ts'

const [folder = '', count = '0'] = process.argv.slice(2)
const log = await openLog({ folder: join(folder, '.switchyard'), retention: { exchanges: 1_000_000, bytes: 2 ** 32 }, limits: logLimits })
const began = Date.now() - Number(count)
for (let written = 0; written < Number(count); written++) {
  log.append(recordOf(log.nextId(), began + written))
  if (written % 5_000 === 0) await log.flush()
}
await log.close()

function recordOf(id: number, startedAt: number): ExchangeRecord {
  const status = id % 100 === 0 ? 500 : id % 25 === 0 ? 404 : 200
  const data = new TextEncoder().encode(JSON.stringify({ id, name: 'Rex' }))
  return {
    id,
    startedAt,
    state: 'done',
    method: 'GET',
    scheme: 'http',
    host: '127.0.0.1:4010',
    path: `/pets-api/pets/${id}`,
    query: '',
    httpVersion: '1.1',
    service: 'pets',
    route: 'pets:GET /pets/{id}',
    mode: 'mock',
    source: 'mock',
    environment: null,
    status,
    error: null,
    durationMs: id % 50,
    contentType: 'application/json',
    client: '127.0.0.1:50000',
    consumer: null,
    replayOf: null,
    requestHeaders: ['Host', '127.0.0.1:4010', 'Accept', '*/*'],
    responseHeaders: ['Content-Type', 'application/json'],
    requestBody: { bytes: 0, sha256: null, truncated: false, masked: false, data: new Uint8Array() },
    responseBody: { bytes: data.length, sha256: null, truncated: false, masked: false, data },
    timing: { routedMs: 0, upstreamSocketMs: null, requestSentMs: 0, firstByteMs: 1, endMs: id % 50 },
    trace: [{ step: 'mock', outcome: 'answered', text: '200 application/json, example "rex"', durationMs: 1 }],
    policies: [],
    findings: [],
  }
}
