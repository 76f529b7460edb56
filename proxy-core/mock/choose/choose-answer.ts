import type { ErrorCode } from '../../model/errors.ts'
import { type Acceptance, chooseMediaType } from './accept.ts'
import type { Asked } from './asked.ts'
import { type ChosenStatus, chooseStatus, statusForInvalid } from './choose-status.ts'
import type { Content, Example, Offer } from './offers.ts'
import { cut, exampleReasons, mediaReasons, unmetWithoutBody } from './reasons.ts'
import { type Wishes, wishText } from './wishes.ts'

/** Which answer of the document it is, and in words why. */
export type Chosen = ChosenAnswer | Refused
export interface ChosenAnswer {
  kind: 'answer'
  status: number
  offer: Offer | null
  content: Content | null
  named: string | null
  example: Example | null
  reasons: string[]
}
interface Refused {
  kind: 'refusal'
  code: ErrorCode
  detail: string
  candidates: string[]
  /** What was chosen before. */
  reasons: string[]
}

/** After Prism: status, then media type, then example. */
export function chooseAnswer(offers: readonly Offer[], asked: Asked): Chosen {
  const found = chooseStatus(offers, asked.wishes, asked.response)
  if (found === null) return refuseStatus(offers, asked.wishes)
  return answerWith(found, asked)
}

/**
 * What a request that breaks the contract is answered with, of what the document has; null where it has nothing for it.
 * As in Prism a code that is asked for has no say, and the example only with one of these codes.
 */
export function chooseForInvalid(offers: readonly Offer[], asked: Asked, statuses: readonly number[]): Chosen | null {
  const { wishes, response } = asked
  const isSet = response?.status !== undefined && statuses.includes(response.status)
  const found = statusForInvalid(offers, isSet ? [response.status as number, ...statuses] : statuses)
  if (found === null) return null
  const named = wishes.code !== null && statuses.includes(wishes.code)
  const kept: Wishes = { ...wishes, code: null, example: named ? wishes.example : null }
  const { contents, accept } = contentsForInvalid(found, asked.accept)
  const answered = found.offer === null ? found : { ...found, offer: { ...found.offer, contents } }
  const chosen = answerWith(answered, {
    ...asked,
    wishes: kept,
    accept,
    response: response?.status === found.status ? response : null,
  })
  const unmet = [
    ...(wishes.code === null || wishes.code === found.status ? [] : [wishText(wishes.from, 'code', wishes.code)]),
    ...(wishes.example === null || named ? [] : [wishText(wishes.from, 'example', wishes.example)]),
  ].map((text) => `${text} does not count for an invalid request`)
  return { ...chosen, reasons: [...unmet, ...chosen.reasons] }
}

/** That a request is wrong is said in any case, and by an example where one is accepted. */
function contentsForInvalid({ offer }: ChosenStatus, accept: string | undefined): { contents: Content[]; accept: string | undefined } {
  const contents = offer?.contents ?? []
  const heeded = accepted(contents, accept).chosen === null ? undefined : accept
  const shown = contents.filter(({ examples }) => examples.length > 0)
  return { contents: accepted(shown, heeded).chosen === null ? contents : shown, accept: heeded }
}

const bodiless = new Set([204, 205, 304])

function answerWith({ status, offer, reason }: ChosenStatus, asked: Asked): Chosen {
  const contents = offer?.contents ?? []
  const answer = { kind: 'answer' as const, status, offer, content: null, named: null, example: null }
  if (contents.length === 0 || bodiless.has(status)) return { ...answer, reasons: [reason, ...unmetWithoutBody(asked.wishes)] }
  const wanted = namedContents(contents, asked)
  const acceptance = accepted(wanted, asked.accept)
  if (acceptance.chosen === null) return refuseMediaType(status, contents, asked.accept ?? '', [reason])
  const content = wanted[acceptance.chosen] as Content
  const media = mediaReasons(wanted, acceptance, asked.accept)
  const example = chooseExample(content, asked)
  if (example === 'missing') return refuseExample(content, asked.wishes, [reason, ...media])
  const reasons = [reason, ...media, ...exampleReasons(content, example, asked)]
  return { ...answer, content, named: acceptance.named, example, reasons }
}

function accepted(contents: readonly Content[], accept: string | undefined): Acceptance {
  return chooseMediaType(
    contents.map(({ mediaType }) => mediaType),
    accept,
  )
}

/** A named example decides the media type, as far as the client takes those that have it. */
function namedContents(contents: readonly Content[], { wishes, response, accept }: Asked): readonly Content[] {
  const name = wishes.example ?? response?.example
  if (name === undefined) return contents
  const having = contents.filter((content) => content.examples.some((example) => example.name === name))
  return having.length > 0 && accepted(having, accept).chosen !== null ? having : contents
}

function chooseExample({ examples, schema }: Content, { wishes, dynamic, response }: Asked): Example | null | 'missing' {
  if (wishes.example !== null) return examples.find(({ name }) => name === wishes.example) ?? 'missing'
  const isSet = response?.example !== undefined && (wishes.code === null || wishes.code === response.status) && wishes.dynamic !== true
  const set = isSet ? examples.find(({ name }) => name === response.example) : undefined
  if (set !== undefined) return set
  return dynamic && schema !== null ? null : (examples[0] ?? null)
}

function refuseStatus(offers: readonly Offer[], { code, from }: Wishes): Refused {
  const candidates = offers.map(({ key }) => key)
  if (code === null) {
    const detail = 'The document lists no response that the operation could give.'
    return { kind: 'refusal', code: 'NO_RESPONSE_DEFINED', detail, candidates, reasons: [] }
  }
  const detail = `${wishText(from, 'code', code)} can't be met: the document has no response ${code} for the operation. It has ${listed(candidates)}.`
  return { kind: 'refusal', code: 'NOT_FOUND', detail, candidates, reasons: [] }
}

function refuseMediaType(status: number, contents: readonly Content[], accept: string, reasons: string[]): Refused {
  const candidates = contents.map(({ mediaType }) => mediaType.text)
  const detail = `Accept wanted ${cut(accept)}; response ${status} of the document has ${listed(candidates)}.`
  return { kind: 'refusal', code: 'NOT_ACCEPTABLE', detail, candidates, reasons }
}

function refuseExample({ mediaType, examples }: Content, { example, from }: Wishes, reasons: string[]): Refused {
  const candidates = examples.map(({ name }) => name)
  const asked = wishText(from, 'example', example ?? '')
  const detail = `${asked} can't be met: the response ${mediaType.text} has no example "${example}". It has ${listed(candidates)}.`
  return { kind: 'refusal', code: 'NOT_FOUND', detail, candidates, reasons }
}

function listed(names: readonly string[]): string {
  return names.join(', ') || 'none'
}
