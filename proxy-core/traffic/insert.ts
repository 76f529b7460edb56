import type { Blobs } from './blobs.ts'
import type { Database } from './database.ts'
import { blockWithoutId } from './header-block.ts'
import { type Batch, type PackedSummary, TRUNCATED } from './packed-record.ts'

export interface Inserter {
  /** Inserts a batch, inside the caller's transaction. */
  insert(batch: Batch): void
}

const SUMMARY_COLUMNS = `id, started_at, state, method, scheme, host, path, query, service, route, mode, source, environment, status,
  error, duration_ms, request_bytes, response_bytes, content_type, client, consumer, findings, replay_of`

export function createInserter(db: Database, blobs: Blobs): Inserter {
  const exchange = db.prepare<[PackedSummary]>(
    `INSERT INTO exchange (${SUMMARY_COLUMNS}) VALUES (${SUMMARY_COLUMNS.split(',')
      .map(() => '?')
      .join(', ')})`,
  )
  const payload = db.prepare<unknown[]>(
    `INSERT INTO payload (id, request_headers, response_headers, request_body, response_body, request_flags, response_flags,
      request_sha256, response_sha256, http_version, circumstances) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )

  return {
    insert({ records, bodies }) {
      let at = 0
      const next = (bytes: number) => {
        at += bytes
        return bodies.subarray(at - bytes, at)
      }
      for (const record of records) {
        const [summary, version, requestHeaders, responseHeaders, request, response, circumstances] = record
        exchange.run(summary)
        payload.run(
          summary[0],
          blobs.put(requestHeaders, null),
          responseHeaders === null ? null : blobs.put(blockWithoutId(responseHeaders, summary[0]), null),
          putBody(next(request[0]), request[1], request[2]),
          putBody(next(response[0]), response[1], response[2]),
          request[2],
          response[2],
          hashOfCut(request[1], request[2]),
          hashOfCut(response[1], response[2]),
          version,
          circumstances,
        )
      }
    },
  }

  /** The hash of a cut body is of the whole of it and does not name what was kept. */
  function putBody(data: Uint8Array, sha256: string | null, flags: number): number | null {
    return data.byteLength === 0 ? null : blobs.put(data, flags & TRUNCATED ? null : sha256)
  }
}

function hashOfCut(sha256: string | null, flags: number): Buffer | null {
  return sha256 !== null && flags & TRUNCATED ? Buffer.from(sha256, 'hex') : null
}
