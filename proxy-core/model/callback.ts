import { z } from 'zod'
import { finding } from './finding.ts'
import { duration, parseDuration } from './quantities.ts'

/** Whether a route fires its callbacks by itself after it was answered by the mock, and how much later. */
export const callbackSetting = z.union([z.boolean(), z.strictObject({ delay: duration.optional() })])
export type CallbackSetting = z.infer<typeof callbackSetting>

/** What a route that fires by itself is set to. */
export const automaticCallbacks = z.object({ delayMs: z.number().describe('from the end of the answer') })
export type AutomaticCallbacks = z.infer<typeof automaticCallbacks>

export function automaticOf(setting: CallbackSetting | undefined): AutomaticCallbacks | null {
  if (setting === undefined || setting === false) return null
  return { delayMs: setting === true ? 0 : (parseDuration(setting.delay ?? 0) ?? 0) }
}

const outgoing = z.object({
  name: z.string(),
  method: z.string(),
  summary: z.string().nullable(),
  contentTypes: z.array(z.string()).describe('of the body that is sent'),
  examples: z.array(z.string()).describe('named ones of that body'),
  statuses: z.array(z.string()).describe('answers that the document expects, as written: 204, 2XX, default'),
})

/** One request of the document that the API sends by itself. One name may have several methods. */
export const webhook = outgoing
export type Webhook = z.infer<typeof webhook>

export const routeCallback = outgoing.extend({ expression: z.string().describe('its URL as the document has it') })
export type RouteCallback = z.infer<typeof routeCallback>

/** A callback of the operation that an exchange hit, with where it goes. */
export const exchangeCallback = routeCallback.extend({
  url: z.string().nullable().describe('the expression evaluated against the exchange'),
  problem: z.string().nullable().describe('why it can not be fired as it is'),
})
export type ExchangeCallback = z.infer<typeof exchangeCallback>

const wishes = {
  method: z.string().optional().describe('where one name has several'),
  example: z.string().optional().describe('a named example of the body'),
  seed: z.string().optional().describe('moves what is generated'),
}
const target = z.string().min(1).describe('http or https')

export const fireWebhook = z.strictObject({ url: target, ...wishes })
export const fireCallbacks = z.strictObject({
  name: z.string().optional().describe('every callback of the operation when left out'),
  url: target.optional().describe('in place of the one that the exchange gives'),
  ...wishes,
})
export type FireCallbacks = z.infer<typeof fireCallbacks>

/** What became of one that was fired; the exchange says more. */
export const fired = z.object({
  exchange: z.string().describe('id of the exchange it left'),
  name: z.string(),
  method: z.string(),
  url: z.string(),
  status: z.number().int().nullable().describe('null when there was no answer'),
  error: z.string().nullable().describe('a code of the error catalogue'),
  detail: z.string().describe('a sentence for people'),
  durationMs: z.number(),
  findings: z.array(finding),
})
export type Fired = z.infer<typeof fired>
