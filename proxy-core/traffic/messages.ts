import type { ExchangeChange, ExchangeDetail, ExchangeSummary } from '../model/exchange.ts'
import type { FilterTerm } from '../model/filter-terms.ts'
import type { LogLimits } from '../model/limits.ts'
import type { Stats } from '../model/status.ts'
import type { LoggedBody, Retention } from './log.ts'
import type { Batch } from './packed-record.ts'

/** What goes between the loop and the threads of the log. Everything is structured-cloned. */
export type Answers = Record<string, { input: unknown; output: unknown }>

export type ToThread<Told> = { kind: 'ask'; ask: number; name: string; input: unknown } | { kind: 'tell'; told: Told }
export type FromThread<Report> =
  | { kind: 'answer'; ask: number; output: unknown }
  | { kind: 'failure'; ask: number; text: string; code: string | null }
  | { kind: 'report'; report: Report }

export type WriterQuestions = {
  open: { input: OpenRequest; output: Opening }
  /** Sets a damaged file aside and starts a new one. */
  replace: { input: { damage: string }; output: Opening }
  /** False when there is no such exchange. */
  change: { input: { id: number; change: ExchangeChange }; output: boolean }
  /** Moves those that are there out of sight, pinned ones only where told so; answers with their number. */
  remove: { input: { undo: string; ids: Float64Array; pinnedToo: boolean }; output: number }
  /** Brings some back; null when there is nothing to undo. */
  restore: { input: { undo: string }; output: { restored: number; more: boolean } | null }
  close: { input: { nextId: number }; output: null }
}

export type ReaderQuestions = {
  open: { input: { path: string; limits: LogLimits }; output: null }
  list: { input: ListRequest; output: { items: ExchangeSummary[]; next: string | null } }
  /** Ids of what matches, for the writer to remove: newest first, in portions. `next` as in lists. */
  matching: { input: ListRequest; output: { ids: Float64Array<ArrayBuffer>; next: number | null } }
  get: { input: { id: number }; output: ExchangeDetail | null }
  body: { input: { id: number; side: 'request' | 'response' }; output: LoggedBody | null }
  stats: { input: StatsRequest; output: Stats }
  close: { input: null; output: null }
}

/** Without a folder the log is kept in memory, and the writer answers the reader's questions too. */
export interface OpenRequest {
  folder: string | null
  retention: Retention
  limits: LogLimits
}

export type Opening =
  | { kind: 'open'; path: string | null; nextId: number; reservedTo: number; total: number; bytes: number; notice: string | null }
  | { kind: 'newer'; text: string }

export type ToldToWriter = { kind: 'batch'; batch: Batch } | { kind: 'reserve'; nextId: number } | { kind: 'keep'; retention: Retention }

export type WriterReport =
  /** The oldest batch that was not committed yet is. `lost` of its records could not be written at all. */
  | { kind: 'committed'; lost: number; total: number; bytes: number; error: string | null }
  | { kind: 'standing'; total: number; bytes: number }
  | { kind: 'reserved'; upTo: number }
  /** Nothing can be written for the moment; the writer keeps trying. null: it can again. */
  | { kind: 'trouble'; error: string | null }
  /** The file is broken; the writer waits for `replace`. */
  | { kind: 'damaged'; error: string }

export interface ListRequest {
  terms: FilterTerm[]
  before: number | null
  after: number | null
  limit: number
}

export interface StatsRequest {
  terms: FilterTerm[]
  from: number
  to: number
  buckets: number
}
