import {
  type ApiDocument,
  type MediaTypeObject,
  type OperationObject,
  type ParameterObject,
  type Referenced,
  type ResponseObject,
  refOf,
  resolve,
  type SchemaObject,
} from '../openapi/document.ts'
import { callbacksOf } from '../openapi/outgoing.ts'
import { escapeToken } from '../openapi/pointer.ts'
import { childrenOf } from '../openapi/vocabulary.ts'
import { compileSchema } from './compile-schema.ts'
import { familyOf, parseMediaType } from './media-type.ts'
import { compileContent } from './request/content.ts'
import { parseJson } from './request/parse-json.ts'
import { plainSchema } from './request/plain-schema.ts'
import { checkerOfWritten } from './request/written.ts'
import type { SchemaError } from './schema-errors.ts'
import type { Direction } from './schema-pieces.ts'

/** An example that its own schema refuses. */
export interface ExampleFault {
  /** Canonical reference of the first value in it that is wrong. */
  at: string
  /** A clause. */
  message: string
}

/** How many reasons a fault tells. */
const MAX_TOLD = 3
/** Operations and schemas that are looked at before the document is opened anew. */
const AT_A_TIME = 20
/** Schemas in schemas are followed so deep. */
const MAX_DEPTH = 64

/**
 * Holds the examples of a document against their schemas: of operations and what they refer to, of callbacks, webhooks and components.
 * @param reopen gives the document anew, so that what was parsed and compiled of it can go: a large one takes 80 MB otherwise
 */
export function* exampleFaults(reopen: () => ApiDocument): Generator<ExampleFault> {
  /** Canonical references of what several others may refer to. */
  const seen = new Set<string>()
  let document = reopen()
  let taken = 0
  for (const { ref } of document.operations) yield* ofOperation(renewed(ref), false)
  for (const { ref } of document.webhooks ?? []) yield* ofOperation(renewed(ref), true)
  for (const ref of document.pieces?.refs ?? [])
    if (/^#\/components\/schemas\/[^/]+$/.test(ref) && !isKnown(ref)) yield* ofSchema(document.node(renewed(ref)), ref, 0)

  function renewed(ref: string): string {
    if (++taken % AT_A_TIME === 0) document = reopen()
    return ref
  }

  /** @param outgoing the API sends the request: what goes one way only goes the other way */
  function* ofOperation(ref: string, outgoing: boolean): Generator<ExampleFault> {
    const [asked, answered]: [Direction, Direction] = outgoing ? ['response', 'request'] : ['request', 'response']
    const operation = document.node(ref) as (OperationObject & Record<string, unknown>) | undefined
    if (!isObject(operation) || isKnown(ref)) return
    for (const [number, parameter] of (operation.parameters ?? []).entries())
      yield* ofParameter(parameter, `${ref}/parameters/${number}`, asked)
    yield* ofHolder(operation.requestBody, `${ref}/requestBody`, asked)
    for (const [status, response] of entriesOf(operation.responses))
      yield* ofHolder(response, `${ref}/responses/${escapeToken(status)}`, answered)
    for (const callback of callbacksOf(document, { ref })) yield* ofOperation(callback.ref, true)
  }

  /** A request body or a response. */
  function* ofHolder(written: unknown, at: string, direction: Direction): Generator<ExampleFault> {
    const place = refOf(written) ?? at
    const holder = resolve<ResponseObject>(document, written as Referenced<ResponseObject>)
    if (!isObject(holder) || isKnown(place)) return
    yield* ofContent(holder.content, place, direction)
    for (const [name, header] of entriesOf(holder.headers)) yield* ofParameter(header, `${place}/headers/${escapeToken(name)}`, direction)
  }

  function* ofContent(content: unknown, at: string, direction: Direction): Generator<ExampleFault> {
    for (const [type, written] of entriesOf(content)) {
      const place = refOf(written) ?? `${at}/content/${escapeToken(type)}`
      const media = resolve<MediaTypeObject>(document, written as Referenced<MediaTypeObject>)
      if (!isObject(media) || media.schema === undefined || isKnown(place)) continue
      yield* ofSchema(media.schema, `${place}/schema`, 0)
      for (const { value, at: where } of examplesOf(media, place)) yield* fault(where, errorsOfBody(media, type, place, value, direction))
    }
  }

  /** A parameter or a header. */
  function* ofParameter(written: unknown, at: string, direction: Direction): Generator<ExampleFault> {
    const place = refOf(written) ?? at
    const parameter = resolve<ParameterObject>(document, written as Referenced<ParameterObject>)
    if (!isObject(parameter) || isKnown(place)) return
    yield* ofContent(parameter.content, place, direction)
    const { schema } = parameter
    if (schema === undefined) return
    yield* ofSchema(schema, `${place}/schema`, 0)
    for (const { value, at: where } of examplesOf(parameter, place))
      yield* fault(where, errorsOfText(schema, `${place}/schema`, value, direction))
  }

  /** Examples that schemas carry themselves. */
  function* ofSchema(schema: unknown, at: string, depth: number): Generator<ExampleFault> {
    if (!isObject(schema) || depth > MAX_DEPTH) return
    const ref = refOf(schema)
    if (ref !== null && !isKnown(ref)) yield* ofSchema(document.node(ref), ref, depth + 1)
    for (const [number, value] of (Array.isArray(schema.examples) ? schema.examples : []).entries())
      yield* fault(`${at}/examples/${number}`, errorsOfOwn(schema as SchemaObject, at, value))
    for (const [key, child] of Object.entries(schema)) {
      const { kind, shape } = childrenOf.schema[key] ?? {}
      if (kind !== 'schema' || !isObjectOrList(child)) continue
      if (shape === 'one' || (shape === 'some' && !Array.isArray(child))) yield* ofSchema(child, `${at}/${key}`, depth + 1)
      else for (const [name, one] of Object.entries(child)) yield* ofSchema(one, `${at}/${key}/${escapeToken(name)}`, depth + 1)
    }
  }

  function examplesOf(holder: object, at: string): { value: unknown; at: string }[] {
    const { example, examples } = holder as { example?: unknown; examples?: unknown }
    const named = entriesOf(examples).flatMap(([name, written]) => {
      const found = resolve<Record<string, unknown>>(document, written as Referenced<Record<string, unknown>>)
      const place = refOf(written) ?? `${at}/examples/${escapeToken(name)}`
      const field = ['value', 'dataValue'].find((one) => isObject(found) && Object.hasOwn(found, one))
      return field === undefined ? [] : [{ value: found?.[field], at: `${place}/${field}` }]
    })
    return example === undefined ? named : [{ value: example, at: `${at}/example` }, ...named]
  }

  function errorsOfBody(media: MediaTypeObject, type: string, at: string, value: unknown, direction: Direction): Told[] {
    const mediaType = parseMediaType(type)
    if (media.schema === undefined || mediaType === null) return []
    const check = compileSchema(document, media.schema, { direction, at: `${at}/schema` })
    const errors = check(value)
    if (errors.length === 0 || typeof value !== 'string') return errors.map(toldOf)
    // written as it goes over the wire
    if (familyOf(mediaType) !== 'json') {
      const findings = compileContent(document, mediaType, media, at, direction).checkBody(Buffer.from(value), type)
      return findings.map(({ message }) => ({ location: [], text: message.replace(/^(Request|Response) body (property )?/, '') }))
    }
    const parsed = parseJson(value)
    return ('fault' in parsed ? errors : check(parsed.value)).map(toldOf)
  }

  function errorsOfText(schema: SchemaObject, at: string, value: unknown, direction: Direction): Told[] {
    if (plainSchema(schema)?.(value)) return []
    const errors = compileSchema(document, schema, { direction, at })(value)
    if (errors.length === 0 || (typeof value === 'object' && value !== null)) return errors.map(toldOf)
    // as it goes over the wire it is a text
    return checkerOfWritten(document, schema, { direction, at })(String(value)).length === 0 ? [] : errors.map(toldOf)
  }

  /** It may stand in requests and responses: what goes one way only is right in it. */
  function errorsOfOwn(schema: SchemaObject, at: string, value: unknown): Told[] {
    if (plainSchema(schema)?.(value)) return []
    const errors = compileSchema(document, schema, { direction: 'response', at })(value)
    return errors.filter(({ code }) => code !== 'writeOnly').map(toldOf)
  }

  function isKnown(ref: string): boolean {
    if (seen.has(ref)) return true
    seen.add(ref)
    return false
  }
}

interface Told {
  location: readonly string[]
  text: string
}

function toldOf({ location, message }: SchemaError): Told {
  return { location, text: location.length === 0 ? message : `${location.join('.')} ${message}` }
}

function* fault(at: string, errors: readonly Told[]): Generator<ExampleFault> {
  const [first] = errors
  if (first === undefined) return
  const told = errors.slice(0, MAX_TOLD).map(({ text }) => text)
  const more = errors.length > MAX_TOLD ? `; and ${errors.length - MAX_TOLD} more` : ''
  yield {
    at: [at, ...first.location.map(escapeToken)].join('/'),
    message: `the example does not fit its schema: ${told.join('; ')}${more}`,
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return isObjectOrList(value) && !Array.isArray(value)
}

function isObjectOrList(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
