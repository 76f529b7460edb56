import type { ErrorCode } from '../../model/errors.ts'
import type { TraceStep } from '../../model/exchange.ts'
import { type ApiDocument, type MediaTypeObject, type ParameterObject, refOf, resolve } from '../../openapi/document.ts'
import type { OutgoingOperation } from '../../openapi/outgoing.ts'
import { type BodyForm, type WrittenBody, writeExample, writeValue } from '../body/write-body.ts'
import { chooseMediaType } from '../choose/accept.ts'
import { type Content, type HeaderOffer, readContents, readExamples } from '../choose/offers.ts'
import { planEcho } from '../generate/echo.ts'
import { createGenerators, type Generators } from '../generate/generate.ts'
import type { MockOptions } from '../mock.ts'
import { concrete } from '../operation.ts'
import { responseHeaders } from '../response-headers.ts'

/** What is wished of a callback's or webhook's request. */
export interface OutgoingWish {
  /** A named example of its body. */
  example: string | null
  /** null takes the mock's. */
  seed: string | null
  /** What the same request is made for again: the exchange that it follows. */
  about: string
  /** The path template of the operation that it follows, and values for its names, which the body repeats. */
  echo: { template: string; values: Readonly<Record<string, string>> } | null
}

/** A request without its URL. */
export type Composed =
  | { kind: 'request'; headers: string[]; query: [string, string][]; body: Buffer | null; step: TraceStep }
  | { kind: 'refusal'; code: ErrorCode; detail: string; candidates: string[] }

/** Makes requests that a document's API sends. */
export interface Composer {
  compose(operation: OutgoingOperation, wish: OutgoingWish): Composed
}

/** After the mock of responses: named example, then the first, then generated; what is `readOnly` is left out. */
export function createComposer(document: ApiDocument, options: MockOptions): Composer {
  let made: Generators | null = null
  let number = 0
  const generators = (): Generators => {
    made ??= createGenerators(document, options.generate, 'request')
    return made
  }

  function compose(operation: OutgoingOperation, wish: OutgoingWish): Composed {
    const { kind, name, method } = operation
    const fresh = options.dynamic && wish.seed === null
    const seeded = wish.seed ?? (fresh ? `${options.seed || 'switchyard'}-${++number}` : options.seed)
    const seed = `${seeded}\n${kind} ${name} ${method}\n${wish.about}`
    const body = composeBody(operation, wish, seed, seeded === '' ? 'generated' : `generated${fresh ? ' afresh' : ''} with seed ${seeded}`)
    if (body.kind === 'refusal') return body
    const { written, text } = body
    const headers = written === null ? [] : ['Content-Type', written.contentType]
    headers.push(...responseHeaders(parametersIn('header', operation), generators, seed))
    return { kind: 'request', headers, query: queryOf(operation, seed), body: written?.body ?? null, step: step(text) }
  }

  function composeBody(operation: OutgoingOperation, wish: OutgoingWish, seed: string, how: string): Body {
    const contents = contentsOf(document, operation)
    const wanted = contents.filter(({ examples }) => examples.some(({ name }) => name === wish.example))
    if (wish.example !== null && wanted.length === 0) return noExample(operation, contents, wish.example)
    const offered = wanted.length > 0 ? wanted : contents
    const types = offered.map(({ mediaType }) => mediaType)
    const content = offered[chooseMediaType(types, undefined).chosen ?? -1]
    if (content === undefined) return { kind: 'body', written: null, text: 'the document describes no body' }
    const form = { document, mediaType: concrete(content.mediaType, null), schema: content.schema?.schema }
    const named = content.examples.find(({ name }) => name === wish.example)
    const example = named ?? (options.dynamic && content.schema !== null ? undefined : content.examples[0])
    if (example === undefined) return generated(operation, content, form, wish, seed, how)
    return { kind: 'body', written: writeExample(example, form), text: `${form.mediaType.text}, example "${example.name}"` }
  }

  function generated(
    { kind, name, ref }: OutgoingOperation,
    content: Content,
    form: BodyForm,
    wish: OutgoingWish,
    seed: string,
    how: string,
  ): Body {
    const { schema, at } = content.schema ?? { schema: true, at: ref }
    const echo = wish.echo === null ? null : planEcho(wish.echo.template)
    const pathParameters = wish.echo?.values ?? {}
    const value = generators().of(schema, at).generate({ seed, echo, pathParameters, examples: !options.dynamic })
    if (value.kind === 'value')
      return { kind: 'body', written: writeValue(value.value, form, seed), text: `${form.mediaType.text}, ${how}` }
    const detail = `No valid body could be made for the ${kind} ${name}, ${form.mediaType.text}: keyword ${value.keyword} at ${value.at || at} (${value.message}). Give it an example, or correct the schema.`
    return { kind: 'refusal', code: 'mock-unsatisfiable', detail, candidates: [] }
  }

  function queryOf(operation: OutgoingOperation, seed: string): [string, string][] {
    return parametersIn('query', operation).flatMap(({ name, example, schema }): [string, string][] => {
      const make = () => schema && generators().header(schema.schema, schema.at, name, `${seed}\n${name}`)
      const value = example === null ? make() : example.value
      if (value === undefined || value === null) return []
      if (typeof value !== 'object') return [[name, String(value)]]
      return Array.isArray(value) ? value.map((one) => [name, String(one)]) : [[name, JSON.stringify(value)]]
    })
  }

  function parametersIn(where: 'header' | 'query', { node, ref }: OutgoingOperation): HeaderOffer[] {
    return node.parameters.flatMap((written, position) => {
      const parameter = resolve<ParameterObject>(document, written)
      if (parameter?.in !== where || (where === 'header' && !isOurs(parameter.name))) return []
      const [example = null] = readExamples(document, parameter)
      if (parameter.required !== true && example === null) return []
      const at = `${refOf(written) ?? `${ref}/parameters/${position}`}/schema`
      return [{ name: parameter.name, example, schema: parameter.schema === undefined ? null : { schema: parameter.schema, at } }]
    })
  }

  return { compose }
}

type Body = { kind: 'body'; written: WrittenBody | null; text: string } | Extract<Composed, { kind: 'refusal' }>

function contentsOf(document: ApiDocument, { node, ref }: OutgoingOperation): Content[] {
  const body = resolve<{ content?: Record<string, MediaTypeObject> }>(document, node.requestBody as { content?: never } | undefined)
  const at = (node.requestBody === undefined ? null : refOf(node.requestBody)) ?? `${ref}/requestBody`
  return readContents(document, { content: body?.content ?? {} }, at)
}

function noExample({ kind, name }: OutgoingOperation, contents: readonly Content[], example: string): Body {
  const candidates = [...new Set(contents.flatMap(({ examples }) => examples.map((one) => one.name)))]
  const detail = `The ${kind} ${name} has no example "${example}". It has ${candidates.join(', ') || 'none'}.`
  return { kind: 'refusal', code: 'NOT_FOUND', detail, candidates }
}

/** Framing, and what a connection is about, is not the document's to say. */
function isOurs(name: string): boolean {
  const reserved =
    /^(host|content-type|content-length|content-encoding|transfer-encoding|connection|keep-alive|upgrade|trailer|te|expect)$/i
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) && !reserved.test(name)
}

function step(text: string): TraceStep {
  return { step: 'mock', outcome: 'passed', text, durationMs: null }
}
