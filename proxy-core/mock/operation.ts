import { nothingWrong } from '../contract/compile-response-check.ts'
import { familyOf, type MediaType, parseMediaType } from '../contract/media-type.ts'
import type { ErrorCode } from '../model/errors.ts'
import type { TraceStep } from '../model/exchange.ts'
import { type ApiDocument, type ApiOperation, type OperationObject, resolve } from '../openapi/document.ts'
import type { AnswerCache } from './answer-cache.ts'
import { type BodyForm, type WrittenBody, writeExample, writeValue } from './body/write-body.ts'
import { type Chosen, chooseAnswer, chooseForInvalid } from './choose/choose-answer.ts'
import { type Content, readOffers } from './choose/offers.ts'
import { readWishes, withoutWishes } from './choose/wishes.ts'
import { planEcho } from './generate/echo.ts'
import type { Generators } from './generate/generate.ts'
import { challenged, type InvalidRequest, invalidRequest, invalidRequestProblem } from './invalid-request.ts'
import type { MockAnswer, MockOperation, MockOptions, MockRequest } from './mock.ts'
import { problemAnswer } from './problem-answer.ts'
import { responseHeaders, safeFieldValue } from './response-headers.ts'

export interface OperationMaterials {
  document: ApiDocument
  options: MockOptions
  /** Made when first needed: most of their cost is loading faker. */
  generators(): Generators
  cache: AnswerCache
  /** Different at each call, for answers that must be fresh. */
  nextNumber(): number
}

/** How requests with the same wishes are answered. */
type Plan =
  | { kind: 'ready'; answer: MockAnswer }
  | GeneratedPlan
  /** The document has no answer to an invalid request. */
  | { kind: 'problem'; code: ErrorCode }
interface GeneratedPlan {
  kind: 'generated'
  /** Beginning of the keys under which its answers are kept. */
  key: string
  chosen: ChosenContent
  form: BodyForm
  /** The seed that was asked for, else the mock's. */
  seed: string
  fresh: boolean
  examples: boolean
}
type ChosenContent = Extract<Chosen, { kind: 'answer' }> & { content: Content }

/** Plans of one operation that are kept; the wishes come from clients, so they are unbounded. */
const MAX_PLANS = 256

/** @throws when the document has nothing to mock there */
export function compileOperation(operation: ApiOperation, materials: OperationMaterials): MockOperation {
  const { document, options, cache } = materials
  const node = resolve<OperationObject>(document, document.node(operation.ref) as OperationObject)
  if (node === undefined) throw new Error(`${operation.ref} is not in the document`)
  const offers = readOffers(document, node, operation.ref)
  const name = `${operation.method} ${operation.template}`
  const echo = planEcho(operation.template)
  let usual: Plan | null = null
  let plans = new Map<string, Plan>()

  function answer(request: MockRequest): MockAnswer {
    const invalid = request.verdict === undefined ? null : invalidRequest(request.verdict)
    const answered = follow(planFor(request, invalid), request)
    return invalid === null ? answered : challenged(answered, invalid.challenges)
  }

  function follow(plan: Plan, request: MockRequest): MockAnswer {
    if (plan.kind === 'ready') return plan.answer
    if (plan.kind === 'problem') return invalidRequestProblem(name, plan.code, request.verdict?.findings ?? [])
    if (plan.fresh) return generate(plan, request, `\n${materials.nextNumber()}`)
    const key = `${plan.key}${request.path}?${request.query}`
    const kept = cache.get(key)
    if (kept !== undefined) return kept
    const made = generate(plan, request, '')
    cache.set(key, made)
    return made
  }

  function planFor(request: MockRequest, invalid: InvalidRequest | null): Plan {
    const accept = fieldOf(request.headers, 'accept')
    const prefer = fieldOf(request.headers, 'prefer')
    const asksNothing = prefer === undefined && request.response === null && invalid === null && !request.query.includes('__')
    if (asksNothing && (accept === undefined || accept === '*/*')) {
      usual ??= makePlan(request, undefined, '', null)
      return usual
    }
    const wished = prefer ?? (request.query.includes('__') ? request.query : '')
    const key = `${invalid?.statuses ?? ''}${prefer === undefined ? '?' : '!'}${wished}\n${accept ?? ''}\n${request.response?.status ?? ''}\n${request.response?.example ?? ''}`
    let plan = plans.get(key)
    if (plan === undefined) {
      plan = makePlan(request, accept, key, invalid)
      if (plans.size >= MAX_PLANS) plans = new Map()
      plans.set(key, plan)
    }
    return plan
  }

  function makePlan(request: MockRequest, accept: string | undefined, key: string, invalid: InvalidRequest | null): Plan {
    const { wishes, bad } = readWishes(request.headers, request.query)
    if (bad.length > 0) {
      const validation = bad.map((one) => ({ ...one, severity: 'Error' as const, code: 'wish' }))
      return ready(problemAnswer('UNPROCESSABLE_ENTITY', `${bad.map((one) => one.message).join('; ')}.`, { validation }))
    }
    const dynamic = wishes.dynamic ?? options.dynamic
    const asked = { wishes, dynamic, accept, response: request.response }
    const own = invalid === null ? null : chooseForInvalid(offers, asked, invalid.statuses)
    if (invalid !== null && own === null) return { kind: 'problem', code: invalid.code }
    const chosen = own ?? chooseAnswer(offers, asked)
    if (chosen.kind === 'refusal') return ready(problemAnswer(chosen.code, `${name}: ${chosen.detail}`, { candidates: chosen.candidates }))
    const { content, example } = chosen
    if (content === null) return ready(finish(chosen, null, `${chosen.status}, no body`, ''))
    const form = { document, mediaType: concrete(content.mediaType, chosen.named), schema: content.schema?.schema }
    if (example !== null)
      return ready(finish(chosen, writeExample(example, form), `${chosen.status} ${form.mediaType.text}, example "${example.name}"`, ''))
    const seed = wishes.seed ?? options.seed
    const fresh = dynamic && wishes.seed === null
    return { kind: 'generated', key: `${name}\n${key}\n`, chosen: { ...chosen, content }, form, seed, fresh, examples: !dynamic }
  }

  function generate({ chosen, form, seed, examples }: GeneratedPlan, request: MockRequest, fresh: string): MockAnswer {
    const { schema } = chosen.content
    const text = `${seed}\n${name}\n${chosen.status}\n${request.path}?${withoutWishes(request.query)}${fresh}`
    const { schema: asked, at } = schema ?? { schema: true, at: operation.ref }
    const made = materials.generators().of(asked, at).generate({ seed: text, echo, pathParameters: request.pathParameters, examples })
    if (made.kind === 'unsatisfiable') {
      return problemAnswer(
        'mock-unsatisfiable',
        `No valid body could be made for ${name}, response ${chosen.status} ${form.mediaType.text}: keyword ${made.keyword} at ${made.at || at} (${made.message}). Give the response an example, or correct the schema.`,
      )
    }
    const how = fresh !== '' ? 'generated afresh' : seed === '' ? 'generated' : `generated with seed ${seed}`
    const answer = finish(chosen, writeValue(made.value, form, text), `${chosen.status} ${form.mediaType.text}, ${how}`, fresh)
    // the value was checked as it was made, and JSON says nothing else than it
    if (familyOf(form.mediaType) === 'json' && (chosen.offer?.headers.length ?? 0) === 0) answer.verdict = nothingWrong
    return answer
  }

  function finish(chosen: Extract<Chosen, { kind: 'answer' }>, written: WrittenBody | null, text: string, fresh: string): MockAnswer {
    const headers = written === null ? [] : ['Content-Type', safeFieldValue(written.contentType)]
    if (operation.deprecated || node?.deprecated === true) headers.push('Deprecation', 'true')
    headers.push(
      ...responseHeaders(chosen.offer?.headers ?? [], materials.generators, `${options.seed}\n${name}\n${chosen.status}${fresh}`),
    )
    const notes: TraceStep[] = chosen.reasons.map((reason) => ({ step: 'mock', outcome: 'note', text: reason, durationMs: null }))
    return {
      status: chosen.status,
      headers,
      body: written === null ? Buffer.alloc(0) : written.body,
      error: null,
      trace: [...notes, { step: 'mock', outcome: 'answered', text, durationMs: null }],
    }
  }

  return answer
}

function ready(answer: MockAnswer): Plan {
  return { kind: 'ready', answer }
}

/** All values of a field of six letters, joined; on the path of every request. */
function fieldOf(headers: MockRequest['headers'], name: 'accept' | 'prefer'): string | undefined {
  let found: string | undefined
  for (let i = 0; i < headers.length; i += 2) {
    const field = headers[i] as string
    if (field.length === 6 && field.toLowerCase() === name) found = found === undefined ? headers[i + 1] : `${found},${headers[i + 1]}`
  }
  return found
}

const usualSubtypes: Record<string, string> = {
  '*': 'application/json',
  application: 'application/json',
  text: 'text/plain',
  image: 'image/png',
  audio: 'audio/wav',
}

/** What a range of the document is served as: the type that the client names, else a usual one. */
export function concrete(mediaType: MediaType, named: string | null): MediaType {
  if (mediaType.type !== '*' && !mediaType.subtype.includes('*')) return mediaType
  const text = named ?? usualSubtypes[mediaType.type] ?? 'application/octet-stream'
  return parseMediaType(text) ?? mediaType
}
