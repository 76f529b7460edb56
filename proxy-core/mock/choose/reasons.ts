import type { Acceptance } from './accept.ts'
import type { Asked } from './asked.ts'
import type { Content, Example } from './offers.ts'
import { type Wishes, wishText } from './wishes.ts'

/** Why this media type; nothing where there was no choice. */
export function mediaReasons(
  contents: readonly Content[],
  { chosen, standsIn, refused }: Acceptance,
  accept: string | undefined,
): string[] {
  const text = contents[chosen ?? 0]?.mediaType.text ?? ''
  if (accept === undefined) {
    if (contents.length < 2) return []
    const { type, subtype } = contents[chosen ?? 0]?.mediaType ?? {}
    const isJson = type === 'application' && subtype === 'json'
    return [`${text}${isJson ? '' : ', the first of the document'}, as there is no Accept`]
  }
  const wanted = cut(accept)
  if (standsIn) return [`${text}, as Accept wanted ${wanted} and one JSON type stands for another${refusals(contents, refused)}`]
  if (contents.length < 2) return []
  return [`${text}, as Accept wanted ${wanted}${refusals(contents, refused)}`]
}

/** What a client sends may be long; the header itself stands in the request. */
export function cut(text: string): string {
  return text.length > MAX_TOLD_CHARACTERS ? `${text.slice(0, MAX_TOLD_CHARACTERS)}…` : text
}
const MAX_TOLD_CHARACTERS = 200

function refusals(contents: readonly Content[], refused: Acceptance['refused']): string {
  if (refused.length === 0) return ''
  return `; refused: ${refused.map(({ number, why }) => `${contents[number]?.mediaType.text} (${why})`).join(', ')}`
}

/** Why this example or none, and which wishes came to nothing. */
export function exampleReasons({ examples, schema }: Content, example: Example | null, asked: Asked): string[] {
  const { wishes, dynamic, response } = asked
  if (example === null) {
    if (!dynamic || examples.length === 0) return []
    const skipped = `${examples.length === 1 ? 'the example' : 'the examples'} ${examples.map(({ name }) => name).join(', ')}`
    return [`${skipped} skipped, as ${askedDynamic(wishes)}`]
  }
  const reasons = seedUnmet(wishes)
  if (example.name === wishes.example) {
    if (dynamic) reasons.push(`${askedDynamic(wishes)} does not count, as an example is named`)
    return [...reasons, `example "${example.name}", as the request prefers (${wishText(wishes.from, 'example', example.name)})`]
  }
  if (dynamic && schema === null) reasons.push(`${askedDynamic(wishes)} can't be met: the response has no schema, so an example is sent`)
  if (response?.example === undefined || wishes.code !== null) return reasons
  if (example.name === response.example) return [...reasons, `example "${response.example}", set on the route`]
  const known = examples.some(({ name }) => name === response.example)
  return known ? reasons : [...reasons, `the route is set to the example "${response.example}", which this response has not`]
}

/** Wishes about a body where there is none. */
export function unmetWithoutBody({ example, dynamic, seed, from }: Wishes): string[] {
  const unmet: string[] = []
  if (example !== null) unmet.push(wishText(from, 'example', example))
  if (dynamic !== null) unmet.push(wishText(from, 'dynamic', dynamic))
  if (seed !== null) unmet.push(wishText(from, 'seed', seed))
  return unmet.map((text) => `${text} does not count: the response has no body`)
}

function seedUnmet({ seed, example, from }: Wishes): string[] {
  if (seed === null) return []
  const generated = example === null ? '; with dynamic=true it is generated' : ''
  return [`${wishText(from, 'seed', seed)} does not count: the answer is an example${generated}`]
}

function askedDynamic({ dynamic, from }: Wishes): string {
  return dynamic === true ? wishText(from, 'dynamic', true) : '--dynamic'
}
