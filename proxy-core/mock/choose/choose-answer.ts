import type { ErrorCode } from '../../model/errors.ts'
import type { RouteResponse } from '../../model/route.ts'
import { chooseMediaType } from './accept.ts'
import type { Content, Example, Offer } from './offers.ts'
import type { Wishes } from './wishes.ts'

/** Which answer of the document it is, and in words why. */
export type Chosen =
  | {
      kind: 'answer'
      status: number
      offer: Offer | null
      content: Content | null
      named: string | null
      example: Example | null
      reasons: string[]
    }
  | { kind: 'refusal'; code: ErrorCode; detail: string; candidates: string[] }

export interface Asked {
  wishes: Wishes
  /** Examples are skipped unless one is named. */
  dynamic: boolean
  accept: string | undefined
  /** Set on the route, beneath the client's wishes. */
  response: RouteResponse | null
}

/** What a request that breaks the contract is answered with, of what the document has; null where it has nothing for it. */
export function chooseForInvalid(offers: readonly Offer[], asked: Asked, statuses: readonly number[]): Chosen | null {
  const { wishes, response } = asked
  const wished = wishes.code !== null && statuses.includes(wishes.code)
  const preferred = wished ? wishes.code : response?.status
  const isPreferred = preferred !== null && preferred !== undefined && statuses.includes(preferred)
  const found = statusForInvalid(offers, isPreferred ? [preferred, ...statuses] : statuses)
  if (found === null) return null
  const kept = { ...wishes, code: wished ? wishes.code : null, example: wished ? wishes.example : null }
  const chosen = answerWith(found, { ...asked, wishes: kept, response: response?.status === found.status ? response : null })
  return chosen.kind === 'answer' ? chosen : null
}

type ChosenStatus = { status: number; offer: Offer | null; reason: string }
const bodiless = new Set([204, 205, 304])

/** After Prism: status, then media type, then example. */
export function chooseAnswer(offers: readonly Offer[], asked: Asked): Chosen {
  const found = chooseStatus(offers, asked)
  if (found === null) return refuseStatus(offers, asked.wishes.code)
  return answerWith(found, asked)
}

function answerWith({ status, offer, reason }: ChosenStatus, asked: Asked): Chosen {
  const contents = offer?.contents ?? []
  const answer = { kind: 'answer' as const, status, offer, content: null, named: null, example: null, reasons: [reason] }
  if (contents.length === 0 || bodiless.has(status)) return answer
  const wanted = namedContents(contents, asked)
  const acceptance = chooseMediaType(
    wanted.map((content) => content.mediaType),
    asked.accept,
  )
  if (acceptance.chosen === null) return refuseMediaType(status, contents, asked.accept ?? '')
  const content = wanted[acceptance.chosen] as Content
  const example = chooseExample(content, asked)
  if (example === 'missing') return refuseExample(content, asked.wishes.example ?? '')
  const reasons = [reason, ...mediaReason(wanted, acceptance.refused), ...exampleReason(content, example, asked)]
  return { ...answer, content, named: acceptance.named, example, reasons }
}

function chooseStatus(offers: readonly Offer[], { wishes, response }: Asked): ChosenStatus | null {
  if (wishes.code !== null) {
    const offer = offerFor(offers, wishes.code)
    return offer === null ? null : { status: wishes.code, offer, reason: `status ${wishes.code}, as the request prefers` }
  }
  if (response?.status !== undefined) {
    const offer = offerFor(offers, response.status)
    const unknown = offer === null ? '; the document has no such response, so it has no body' : ''
    return { status: response.status, offer, reason: `status ${response.status}, set on the route${unknown}` }
  }
  return usualStatus(offers)
}

/** Exact in their order, then their range, then `default`. */
function statusForInvalid(offers: readonly Offer[], statuses: readonly number[]): ChosenStatus | null {
  const exact = statuses.find((status) => offers.some(({ key }) => key === String(status)))
  const status = exact ?? (statuses[0] as number)
  const offer = offerFor(offers, status)
  return offer === null ? null : { status, offer, reason: `status ${status}, the document's response (${offer.key}) to an invalid request` }
}

/** Exact, then its range, then `default`. */
function offerFor(offers: readonly Offer[], status: number): Offer | null {
  const keys = [String(status), `${Math.floor(status / 100)}XX`, 'default']
  for (const key of keys) {
    const offer = offers.find((one) => one.key === key)
    if (offer !== undefined) return offer
  }
  return null
}

function usualStatus(offers: readonly Offer[]): ChosenStatus | null {
  const exact = offers.filter(({ key }) => /^2\d\d$/.test(key)).sort((one, other) => Number(one.key) - Number(other.key))[0]
  if (exact !== undefined) return { status: Number(exact.key), offer: exact, reason: `status ${exact.key}, the lowest 2XX of the document` }
  const range = offers.find(({ key }) => key === '2XX')
  if (range !== undefined) return { status: 200, offer: range, reason: 'status 200, for the range 2XX of the document' }
  const fallback = offers.find(({ key }) => key === 'default')
  if (fallback !== undefined) return { status: 200, offer: fallback, reason: 'status 200, for the default response of the document' }
  // an informational status can't end an exchange
  const first = offers.find(({ key }) => !key.startsWith('1'))
  if (first === undefined) return null
  const status = Number(first.key.replace('XX', '00'))
  return { status, offer: first, reason: `status ${status}, the first response of the document` }
}

/** Where the client takes anything, a named example decides the media type. */
function namedContents(contents: readonly Content[], { wishes, response, accept }: Asked): readonly Content[] {
  const name = wishes.example ?? response?.example
  if (name === undefined || accept !== undefined) return contents
  const having = contents.filter((content) => content.examples.some((example) => example.name === name))
  return having.length > 0 ? having : contents
}

function chooseExample({ examples, schema }: Content, { wishes, dynamic, response }: Asked): Example | null | 'missing' {
  if (wishes.example !== null) return examples.find(({ name }) => name === wishes.example) ?? 'missing'
  const isSet = response?.example !== undefined && (wishes.code === null || wishes.code === response.status) && wishes.dynamic !== true
  const set = isSet ? examples.find(({ name }) => name === response.example) : undefined
  if (set !== undefined) return set
  return dynamic && schema !== null ? null : (examples[0] ?? null)
}

function mediaReason(contents: readonly Content[], refused: readonly number[]): string[] {
  if (refused.length === 0) return []
  return [`Accept left out ${refused.map((number) => contents[number]?.mediaType.text).join(', ')}`]
}

function exampleReason({ examples }: Content, example: Example | null, { wishes, response }: Asked): string[] {
  if (example !== null && example.name === wishes.example) return [`example "${example.name}", as the request prefers`]
  if (response?.example === undefined || wishes.code !== null) return []
  if (example?.name === response.example) return [`example "${response.example}", set on the route`]
  return examples.some(({ name }) => name === response.example)
    ? []
    : [`the route is set to the example "${response.example}", which this response has not`]
}

function refuseStatus(offers: readonly Offer[], code: number | null): Chosen {
  const candidates = offers.map(({ key }) => key)
  if (code === null)
    return {
      kind: 'refusal',
      code: 'NO_RESPONSE_DEFINED',
      detail: 'The document lists no response that the operation could give.',
      candidates,
    }
  return {
    kind: 'refusal',
    code: 'NOT_FOUND',
    detail: `The document has no response ${code} for the operation. It has ${candidates.join(', ') || 'none'}.`,
    candidates,
  }
}

function refuseMediaType(status: number, contents: readonly Content[], accept: string): Chosen {
  const candidates = contents.map(({ mediaType }) => mediaType.text)
  const detail = `Response ${status} comes as ${candidates.join(', ')}; the request accepts ${accept}.`
  return { kind: 'refusal', code: 'NOT_ACCEPTABLE', detail, candidates }
}

function refuseExample({ mediaType, examples }: Content, name: string): Chosen {
  const candidates = examples.map((example) => example.name)
  const detail = `The response ${mediaType.text} has no example "${name}". It has ${candidates.join(', ') || 'none'}.`
  return { kind: 'refusal', code: 'NOT_FOUND', detail, candidates }
}
