import { z } from 'zod'
import { finding } from './finding.ts'
import type { RawHeaders } from './headers.ts'
import { mode, source } from './mode.ts'

export const exchangeState = z.enum(['pending', 'done', 'failed', 'aborted'])
export type ExchangeState = z.infer<typeof exchangeState>

export const exchangeColors = ['red', 'amber', 'green', 'blue', 'violet'] as const
export const exchangeColor = z.enum(exchangeColors)

/** One row of a list and the data of an `exchange` event. Times are ISO 8601, durations milliseconds, sizes bytes of the body on the wire. */
export const exchangeSummary = z.object({
  id: z.string().regex(/^\d+$/).describe('decimal integer, increasing, going on after a restart'),
  startedAt: z.string().describe('ISO 8601, UTC, milliseconds'),
  state: exchangeState,
  method: z.string(),
  scheme: z.string(),
  host: z.string(),
  path: z.string(),
  query: z.string().describe('without the question mark; empty when there was none'),
  service: z.string().nullable(),
  route: z.string().nullable().describe('route id, service:METHOD /path/{template}'),
  mode: mode.nullable(),
  source: source.nullable(),
  environment: z.string().nullable(),
  status: z.number().int().nullable(),
  error: z.string().nullable().describe('a code of the error catalogue, or of the socket that broke'),
  durationMs: z.number().nullable(),
  requestBytes: z.number().int(),
  responseBytes: z.number().int(),
  contentType: z.string().nullable().describe('media type of the response, without parameters'),
  client: z.string().nullable().describe('address:port'),
  consumer: z.string().nullable(),
  findings: z.number().int(),
  replayOf: z.string().nullable(),
  pinned: z.boolean(),
  color: exchangeColor.nullable(),
})
export type ExchangeSummary = z.infer<typeof exchangeSummary>

/** One reason for the answer, as a sentence about this request. */
export const traceStep = z.object({
  step: z.string().describe('route, mode, mock, live, gateway, contract, or the name of a policy'),
  outcome: z.enum(['passed', 'answered', 'refused', 'failed', 'note']),
  text: z.string(),
  durationMs: z.number().nullable(),
})
export type TraceStep = z.infer<typeof traceStep>

/** When things happened, in milliseconds since the request's first byte was read; null for what did not happen. */
export const timing = z.object({
  routedMs: z.number().nullable().describe('route and mode known'),
  upstreamSocketMs: z.number().nullable().describe('upstream connection ready'),
  requestSentMs: z.number().nullable().describe('request body read to its end'),
  firstByteMs: z.number().nullable().describe('head of the response written to the client'),
  endMs: z.number().nullable().describe('response ended, failed or aborted'),
})
export type Timing = z.infer<typeof timing>

export const policyOutcome = z.object({ name: z.string(), outcome: z.string(), micros: z.number() })
export type PolicyOutcome = z.infer<typeof policyOutcome>

/** Of an exchange that Switchyard began itself. */
export const firedFor = z.object({
  kind: z.enum(['callback', 'webhook']),
  name: z.string(),
  of: z.string().nullable().describe('id of the exchange that it follows'),
})
export type FiredFor = z.infer<typeof firedFor>

const bodyFacts = z.object({
  bytes: z.number().int().describe('true size on the wire'),
  sha256: z.string().nullable().describe('hex, of the whole body'),
  truncated: z.boolean().describe('only the beginning was kept'),
  masked: z.boolean().describe('secrets in it were masked at capture'),
})

const message = z.object({
  headers: z.array(z.tuple([z.string(), z.string()])).describe('in original order and case'),
  body: bodyFacts,
})

/** The full record of an exchange, without the bytes of its bodies. */
export const exchangeDetail = exchangeSummary.extend({
  httpVersion: z.string(),
  request: message,
  response: message.nullable().describe('null while pending, or when none was sent'),
  timing,
  trace: z.array(traceStep),
  policies: z.array(policyOutcome),
  findingList: z.array(finding),
  fired: firedFor.optional().describe('left out for requests of clients'),
  note: z.string().nullable(),
})
export type ExchangeDetail = z.infer<typeof exchangeDetail>

export const exchangeChange = z.strictObject({
  pinned: z.boolean().optional(),
  color: exchangeColor.nullable().optional(),
  note: z.string().max(10_000).nullable().optional(),
})
export type ExchangeChange = z.infer<typeof exchangeChange>

/** A body as it was captured: at most the cap's bytes of it, with its true size. `sha256` may be left to the log when nothing was cut. */
export interface CapturedBody {
  bytes: number
  sha256: string | null
  truncated: boolean
  masked: boolean
  data: Uint8Array
}

/**
 * What the gateway hands to the log when an exchange has ended, exactly once. Already masked.
 * `startedAt` is epoch milliseconds; durations come from the monotonic clock and are never negative.
 */
export interface ExchangeRecord {
  id: number
  startedAt: number
  state: Exclude<ExchangeState, 'pending'>
  method: string
  scheme: string
  host: string
  path: string
  query: string
  httpVersion: string
  service: string | null
  route: string | null
  mode: z.infer<typeof mode> | null
  source: z.infer<typeof source> | null
  environment: string | null
  status: number | null
  error: string | null
  durationMs: number
  contentType: string | null
  client: string | null
  consumer: string | null
  replayOf: number | null
  requestHeaders: RawHeaders
  responseHeaders: RawHeaders | null
  requestBody: CapturedBody
  responseBody: CapturedBody
  timing: Timing
  trace: TraceStep[]
  policies: PolicyOutcome[]
  findings: z.infer<typeof finding>[]
  fired?: FiredFor
}

/** What only the detail of an exchange shows, but for its times. It is logged as one text, so a field more, if it may be missing, needs no column. */
export type Circumstances = Pick<ExchangeRecord, 'trace' | 'policies' | 'findings' | 'fired'>

export function circumstancesOf({ trace, policies, findings, fired }: ExchangeRecord): Circumstances {
  return fired === undefined ? { trace, policies, findings } : { trace, policies, findings, fired }
}

/** The summary of a finished exchange, as lists and events show it. */
export function summaryOf(record: ExchangeRecord): ExchangeSummary {
  return {
    id: String(record.id),
    startedAt: new Date(record.startedAt).toISOString(),
    state: record.state,
    method: record.method,
    scheme: record.scheme,
    host: record.host,
    path: record.path,
    query: record.query,
    service: record.service,
    route: record.route,
    mode: record.mode,
    source: record.source,
    environment: record.environment,
    status: record.status,
    error: record.error,
    durationMs: record.durationMs,
    requestBytes: record.requestBody.bytes,
    responseBytes: record.responseBody.bytes,
    contentType: record.contentType,
    client: record.client,
    consumer: record.consumer,
    findings: record.findings.length,
    replayOf: record.replayOf === null ? null : String(record.replayOf),
    pinned: false,
    color: null,
  }
}
