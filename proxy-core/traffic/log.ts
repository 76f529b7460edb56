import type { ExchangeChange, ExchangeDetail, ExchangeRecord, ExchangeSummary } from '../model/exchange.ts'
import type { LogLimits } from '../model/limits.ts'
import type { LogHealth, Stats } from '../model/status.ts'

/** The log of a workspace: a writer thread, a reader thread, one SQLite file. */
export interface Log {
  /** The next exchange id; increases across restarts, never used twice. */
  nextId(): number
  /** Takes a finished record. Never throws, never blocks: batches to the writer, sheds when the queue is full. */
  append(record: ExchangeRecord): void
  /** Newest first; only what matches the filter. Rejects with a Refusal `filter-invalid`. What `append` took before is in the answer. */
  list(query: ListQuery): Promise<{ items: ExchangeSummary[]; next: string | null }>
  get(id: number): Promise<ExchangeDetail | null>
  body(id: number, side: 'request' | 'response'): Promise<LoggedBody | null>
  change(id: number, change: ExchangeChange): Promise<ExchangeDetail | null>
  /** Moves what matches and is not pinned out of sight, or one exchange, pinned or not; `undo` brings them back for ten minutes. */
  remove(what: { filter: string } | { id: number }): Promise<{ deleted: number; undo: string }>
  undo(undo: string): Promise<{ restored: number } | null>
  stats(query: { filter?: string; from?: number; to?: number; buckets?: number }): Promise<Stats>
  total(): number
  health(): LogHealth
  /** Changes retention while running. */
  keep(retention: Retention): void
  /** Resolves when everything taken so far is committed. */
  flush(): Promise<void>
  /** Flushes, checkpoints, ends the threads. */
  close(): Promise<void>
}

export interface ListQuery {
  filter?: string
  /** Ids below this one. */
  before?: number
  /** Ids above this one. */
  after?: number
  limit: number
}

export interface LoggedBody {
  data: Uint8Array
  /** The Content-Type as sent, with parameters. */
  contentType: string | null
  contentEncoding: string | null
  truncated: boolean
}

export interface Retention {
  exchanges: number
  bytes: number
}

export interface LogOptions {
  /** Absolute folder of the log (`.switchyard` of the workspace); made with 0700 when missing. */
  folder: string
  retention: Retention
  limits: LogLimits
  /** Called when the state of `health` changes: for the banner. */
  onHealth?: (health: LogHealth) => void
}
