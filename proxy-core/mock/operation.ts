import { nothingWrong } from '../contract/compile-response-check.ts'
import { familyOf, type MediaType, parseMediaType } from '../contract/media-type.ts'
import type { ErrorCode } from '../model/errors.ts'
import type { TraceStep } from '../model/exchange.ts'
import { type ApiDocument, type ApiOperation, type OperationObject, resolve } from '../openapi/document.ts'
import type { AnswerCache } from './answer-cache.ts'
import { type BodyForm, type WrittenBody, writeExample, writeValue } from './body/write-body.ts'
import { type Chosen, type ChosenAnswer, chooseAnswer, chooseForInvalid } from './choose/choose-answer.ts'
import { type Content, readOffers } from './choose/offers.ts'
import { readWishes, type Wishes, withoutWishes } from './choose/wishes.ts'
import { planEcho } from './generate/echo.ts'
import type { Generators } from './generate/generate.ts'
import { type Page, planPages, withoutPages } from './generate/pages.ts'
import { challenged, type InvalidRequest, invalidRequest, invalidRequestProblem } from './invalid-request.ts'
import type { MockAnswer, MockOptions, MockRequest } from './mock.ts'
import { problemAnswer, unsatisfiableProblem } from './problem-answer.ts'
import { responseHeaders, safeFieldValue } from './response-headers.ts'
import { DEFAULT_SEED, generationText } from './seeds.ts'

export interface OperationMaterials {
  document: ApiDocument
  options: MockOptions
  /** Made when first needed: most of their cost is loading faker. */
  generators(): Generators
  cache: AnswerCache
  /** Different at each call, for answers that must be fresh. */
  nextNumber(): number
  /** The last one came to nothing. */
  takeBack(): void
}

/** How requests with the same wishes are answered. */
type Plan =
  | { kind: 'ready'; answer: MockAnswer }
  | GeneratedPlan
  /** The document has no answer to an invalid request. */
  | { kind: 'problem'; code: ErrorCode; reason: string }
interface GeneratedPlan {
  kind: 'generated'
  /** Beginning of the keys under which its answers are kept. */
  key: string
  chosen: ChosenContent
  form: BodyForm
  wishes: Wishes
  /** The seed that was asked for, else the mock's. */
  seed: string
  fresh: boolean
  dynamic: boolean
}
type ChosenContent = ChosenAnswer & { content: Content }

/** Plans of one operation that are kept; the wishes come from clients, so they are unbounded. */
const MAX_PLANS = 256

/** @throws when the document has nothing to mock there */
export function compileOperation(operation: ApiOperation, materials: OperationMaterials): (request: MockRequest) => MockAnswer {
  const { document, options, cache } = materials
  const node = resolve<OperationObject>(document, document.node(operation.ref) as OperationObject)
  if (node === undefined) throw new Error(`${operation.ref} is not in the document`)
  const offers = readOffers(document, node, operation.ref)
  const name = `${operation.method} ${operation.template}`
  const echo = planEcho(operation.template)
  const pages = planPages(document, node, operation.method, operation.template)
  const oneType = offers.every(({ contents }) => contents.length < 2)
  let usual: Plan | null = null
  let usualOfAny: Plan | null = null
  let plans = new Map<string, Plan>()

  function answer(request: MockRequest): MockAnswer {
    const invalid = request.verdict === undefined ? null : invalidRequest(request.verdict)
    const answered = follow(planFor(request, invalid), request)
    return invalid === null ? answered : challenged(answered, invalid.challenges)
  }

  function follow(plan: Plan, request: MockRequest): MockAnswer {
    if (plan.kind === 'ready') return plan.answer
    if (plan.kind === 'problem') return reasoned(invalidRequestProblem(name, plan.code, request.verdict?.findings ?? []), [plan.reason])
    if (plan.fresh) return generateAfresh(plan, request)
    const key = `${plan.key}${request.path}?${request.query}`
    const kept = cache.get(key)
    if (kept !== undefined) return kept
    const made = generate(plan, request, plan.seed)
    cache.set(key, made)
    return made
  }

  function generateAfresh(plan: GeneratedPlan, request: MockRequest): MockAnswer {
    try {
      return generate(plan, request, `${plan.seed}-${materials.nextNumber()}`)
    } catch (thrown) {
      materials.takeBack()
      throw thrown
    }
  }

  function planFor(request: MockRequest, invalid: InvalidRequest | null): Plan {
    const accept = fieldOf(request.headers, 'accept')
    const prefer = fieldOf(request.headers, 'prefer')
    const asksNothing = prefer === undefined && request.response === null && invalid === null && !request.query.includes('__')
    if (asksNothing && (accept === undefined || (accept === '*/*' && oneType))) {
      usual ??= makePlan(request, undefined, '', null)
      return usual
    }
    if (asksNothing && accept === '*/*') {
      usualOfAny ??= makePlan(request, accept, accept, null)
      return usualOfAny
    }
    const wished = `${prefer ?? ''}${request.query.includes('__') ? `?${request.query}` : ''}`
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
    const { wishes, bad, overlooked } = readWishes(request.headers, request.query)
    if (bad.length > 0) {
      const validation = bad.map((one) => ({ ...one, severity: 'Error' as const, code: 'wish' }))
      return ready(problemAnswer('UNPROCESSABLE_ENTITY', `${bad.map((one) => one.message).join('; ')}.`, { validation }))
    }
    const dynamic = wishes.dynamic ?? options.dynamic
    const asked = { wishes, dynamic, accept, response: request.response }
    const own = invalid === null ? null : chooseForInvalid(offers, asked, invalid.statuses)
    if (invalid !== null && own === null) {
      const reason = `the document has no response for an invalid request: ${invalid.statuses.join(', ')} or default`
      return { kind: 'problem', code: invalid.code, reason }
    }
    const chosen = told(own ?? chooseAnswer(offers, asked), overlooked)
    if (chosen.kind === 'refusal') return ready(refusal(name, chosen))
    const { content, example } = chosen
    const seed = wishes.seed ?? (options.seed || DEFAULT_SEED)
    if (content === null) return ready(finish(chosen, null, `${chosen.status}, no body`, seed))
    const form = { document, mediaType: concrete(content.mediaType, chosen.named), schema: content.schema?.schema }
    if (example !== null)
      return ready(finish(chosen, writeExample(example, form), `${chosen.status} ${form.mediaType.text}, example "${example.name}"`, seed))
    const fresh = dynamic && wishes.seed === null
    return { kind: 'generated', key: `${name}\n${key}\n`, chosen: { ...chosen, content }, form, wishes, seed, fresh, dynamic }
  }

  function generate({ chosen, form, wishes, fresh, dynamic }: GeneratedPlan, request: MockRequest, seed: string): MockAnswer {
    const { schema } = chosen.content
    const query = withoutWishes(request.query)
    const seedText = (rest: string) => `${seed}\n${name}\n${chosen.status}\n${request.path}?${rest}`
    const text = seedText(query)
    const page = pages?.of(request.path, query, seedText(withoutPages(query))) ?? null
    const { schema: asked, at } = schema ?? { schema: true, at: operation.ref }
    const made = materials
      .generators()
      .of(asked, at)
      .generate({ seed: text, echo, pathParameters: request.pathParameters, examples: !dynamic, page })
    if (made.kind === 'unsatisfiable') {
      const what = `${name}, response ${chosen.status} ${form.mediaType.text}`
      return unsatisfiableProblem(what, { ...made, at: made.at || at })
    }
    const how = generationText({ seed, fresh, dynamic, generate: options.generate, wishes })
    const answer = finish(chosen, writeValue(made.value, form, text), `${chosen.status} ${form.mediaType.text}, ${how}`, seed, made.page)
    // the value was checked as it was made, and JSON says nothing else than it
    if (familyOf(form.mediaType) === 'json' && (chosen.offer?.headers.length ?? 0) === 0) answer.verdict = nothingWrong
    return answer
  }

  function finish(chosen: ChosenAnswer, written: WrittenBody | null, text: string, seed: string, page: Page | null = null): MockAnswer {
    const headers = written === null ? [] : ['Content-Type', safeFieldValue(written.contentType)]
    if (operation.deprecated || node?.deprecated === true) headers.push('Deprecation', 'true')
    headers.push(...responseHeaders(chosen.offer?.headers ?? [], materials.generators, `${seed}\n${name}\n${chosen.status}`, page))
    return {
      status: chosen.status,
      headers,
      body: written === null ? Buffer.alloc(0) : written.body,
      error: null,
      trace: [...notes(chosen.reasons), { step: 'mock', outcome: 'answered', text, durationMs: null }],
    }
  }

  return answer
}

/** With the wishes that don't count, first of all. */
function told<C extends Chosen>(chosen: C, overlooked: readonly string[]): C {
  return overlooked.length === 0 ? chosen : { ...chosen, reasons: [...overlooked, ...chosen.reasons] }
}

function refusal(name: string, { code, detail, candidates, reasons }: Extract<Chosen, { kind: 'refusal' }>): MockAnswer {
  return reasoned(problemAnswer(code, `${name}: ${detail}`, { candidates }), reasons)
}

function reasoned(answer: MockAnswer, reasons: readonly string[]): MockAnswer {
  return { ...answer, trace: [...notes(reasons), ...answer.trace] }
}

function notes(reasons: readonly string[]): TraceStep[] {
  return reasons.map((text) => ({ step: 'mock', outcome: 'note', text, durationMs: null }))
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
