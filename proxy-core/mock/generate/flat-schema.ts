import { type ApiDocument, refOf, type SchemaObject } from '../../openapi/document.ts'

/** A schema and where it stands, as a canonical reference. */
export interface Part {
  schema: SchemaObject
  at: string
}

/** Schemas that must all hold, with the branches already chosen in them. */
export interface Conjunction {
  parts: readonly Part[]
  /** Number of the branch by `branchKey`. */
  picks: ReadonlyMap<string, number>
}

export type JsonType = 'null' | 'boolean' | 'object' | 'array' | 'string' | 'number' | 'integer'

/** Alternatives that have still to be chosen. */
export interface Choice {
  keyword: 'oneOf' | 'anyOf' | 'if' | 'dependentSchemas'
  key: string
  at: string
  branches: readonly (readonly Part[])[]
  discriminator: Discriminator | null
}
export interface Discriminator {
  propertyName: string
  mapping: Readonly<Record<string, string>>
}

/** The members that one schema of a conjunction allows an object. */
export interface Members {
  properties: ReadonlyMap<string, Part>
  patterns: readonly [pattern: string, part: Part][]
  additional: Part | null
}

/** A conjunction with its references followed and its schemas laid into each other, as far as that goes without choosing. */
export interface Flat {
  /** Where the subject stands. */
  at: string
  /** The outermost schema that is no reference: by it, objects inside each other are known to be the same. */
  subject: object | null
  /** Names of the references followed to get here, outermost first: the type's name. */
  names: string[]
  /** Set when no value can satisfy it. */
  never: { keyword: string; at: string } | null
  types: ReadonlySet<JsonType> | null
  enum: readonly unknown[] | null
  minimum: number
  maximum: number
  exclusiveMinimum: number
  exclusiveMaximum: number
  multipleOf: number[]
  minLength: number
  maxLength: number
  patterns: string[]
  formats: string[]
  members: Members[]
  unevaluated: Part | null
  required: Set<string>
  propertyNames: Part[]
  minProperties: number
  maxProperties: number
  dependentRequired: [name: string, needs: string[]][]
  /** One list of positions, and what follows them, for each schema that speaks of items. */
  items: { prefix: readonly Part[]; rest: Part | null }[]
  contains: { part: Part; min: number; max: number }[]
  minItems: number
  maxItems: number
  uniqueItems: boolean
  not: Part[]
  choices: Choice[]
  examples: readonly unknown[]
  /** Examples of the outermost schema alone: those of one that is only a part aren't whole. */
  ownExamples: readonly unknown[]
  xFaker: unknown
  discriminator: Discriminator | null
  contentEncoding: string | null
}

type Schema = { readonly [keyword: string]: unknown }

export function conjunction(...parts: Part[]): Conjunction {
  return { parts, picks: new Map() }
}

/** The same schemas, with one more branch chosen. */
export function picked({ parts, picks }: Conjunction, choice: Choice, branch: number, extra: readonly Part[]): Conjunction {
  return { parts: [...parts, ...extra], picks: new Map(picks).set(choice.key, branch) }
}

const numbers = new WeakMap<object, number>()
let lastNumber = 0

/** A number that stays with a schema object. */
export function numberOf(schema: SchemaObject): number {
  if (typeof schema === 'boolean') return schema ? -1 : -2
  let number = numbers.get(schema)
  if (number === undefined) {
    number = ++lastNumber
    numbers.set(schema, number)
  }
  return number
}

/** The same text for the same schemas, whether they are referred to or stand there. */
export function keyOf(document: ApiDocument, { parts, picks }: Conjunction): string {
  let key = ''
  for (const { schema } of parts) key += `${numberOf(targetOf(document, schema))}&`
  for (const [choice, branch] of picks) key += `,${choice}=${branch}`
  return key
}

function targetOf(document: ApiDocument, schema: SchemaObject): SchemaObject {
  const ref = refOf(schema)
  if (ref === null || Object.keys(schema).length > 1) return schema
  return (document.node(ref) as SchemaObject | undefined) ?? schema
}

export function flatten(document: ApiDocument, { parts, picks }: Conjunction): Flat {
  const flat = empty(parts[0]?.at ?? '')
  const seen = new Set<object>()

  function take({ schema, at }: Part, outermost: boolean): void {
    if (schema === true) return
    if (schema === false) refuse('false', at)
    if (typeof schema !== 'object' || schema === null || seen.has(schema)) return
    seen.add(schema)
    const ref = refOf(schema)
    if (ref === null) {
      if (flat.subject === null) flat.at = at
      flat.subject ??= schema
    } else {
      flat.names.push(ref.slice(ref.lastIndexOf('/') + 1))
      const target = document.node(ref)
      if (target !== undefined) take({ schema: target as SchemaObject, at: ref }, outermost)
    }
    takeOwn(schema, at, outermost)
    for (const [number, one] of listOf(schema.allOf).entries()) {
      take({ schema: one as SchemaObject, at: `${at}/allOf/${number}` }, outermost && listOf(schema.allOf).length === 1)
    }
    takeChoices(schema, at)
  }

  function takeOwn(schema: Schema, at: string, outermost: boolean): void {
    takeTypes(schema, at)
    takeScalars(flat, schema)
    takeMembers(flat, schema, at)
    takeItems(flat, schema, at)
    takeNotes(flat, schema, outermost)
    if (schema.not !== undefined) flat.not.push({ schema: schema.not as SchemaObject, at: `${at}/not` })
  }

  function takeTypes(schema: Schema, at: string): void {
    if (schema.type !== undefined) {
      const allowed = new Set((Array.isArray(schema.type) ? schema.type : [schema.type]) as JsonType[])
      flat.types = flat.types === null ? allowed : commonTypes(flat.types, allowed)
      if (flat.types.size === 0) refuse('type', `${at}/type`)
    }
    for (const values of [schema.enum, 'const' in schema ? [schema.const] : undefined]) {
      if (!Array.isArray(values)) continue
      const before = flat.enum
      flat.enum = before === null ? values : before.filter((one) => values.some((other) => equal(one, other)))
      if (flat.enum.length === 0) refuse('const' in schema ? 'const' : 'enum', at)
    }
  }

  function takeChoices(schema: Schema, at: string): void {
    for (const choice of choicesOf(schema, at)) {
      const pick = choice.branches.length === 1 ? 0 : picks.get(choice.key)
      if (pick === undefined) flat.choices.push(choice)
      else for (const part of choice.branches[pick] ?? []) take(part, false)
    }
  }

  function refuse(keyword: string, at: string): void {
    flat.never ??= { keyword, at }
  }

  for (const part of parts) take(part, part === parts[0])
  return flat
}

function empty(at: string): Flat {
  return {
    at,
    subject: null,
    names: [],
    never: null,
    types: null,
    enum: null,
    minimum: -Infinity,
    maximum: Infinity,
    exclusiveMinimum: -Infinity,
    exclusiveMaximum: Infinity,
    multipleOf: [],
    minLength: 0,
    maxLength: Infinity,
    patterns: [],
    formats: [],
    members: [],
    unevaluated: null,
    required: new Set(),
    propertyNames: [],
    minProperties: 0,
    maxProperties: Infinity,
    dependentRequired: [],
    items: [],
    contains: [],
    minItems: 0,
    maxItems: Infinity,
    uniqueItems: false,
    not: [],
    choices: [],
    examples: [],
    ownExamples: [],
    xFaker: undefined,
    discriminator: null,
    contentEncoding: null,
  }
}

function takeScalars(flat: Flat, schema: Schema): void {
  flat.minimum = Math.max(flat.minimum, numberOr(schema.minimum, -Infinity))
  flat.maximum = Math.min(flat.maximum, numberOr(schema.maximum, Infinity))
  flat.exclusiveMinimum = Math.max(flat.exclusiveMinimum, numberOr(schema.exclusiveMinimum, -Infinity))
  flat.exclusiveMaximum = Math.min(flat.exclusiveMaximum, numberOr(schema.exclusiveMaximum, Infinity))
  if (typeof schema.multipleOf === 'number') flat.multipleOf.push(schema.multipleOf)
  flat.minLength = Math.max(flat.minLength, numberOr(schema.minLength, 0))
  flat.maxLength = Math.min(flat.maxLength, numberOr(schema.maxLength, Infinity))
  if (typeof schema.pattern === 'string') flat.patterns.push(schema.pattern)
  if (typeof schema.format === 'string') flat.formats.push(schema.format)
  if (typeof schema.contentEncoding === 'string') flat.contentEncoding = schema.contentEncoding
}

function takeMembers(flat: Flat, schema: Schema, at: string): void {
  const { properties, patternProperties, additionalProperties } = schema
  if (properties !== undefined || patternProperties !== undefined || additionalProperties !== undefined) {
    flat.members.push({
      properties: new Map(entriesOf(properties, `${at}/properties`)),
      patterns: entriesOf(patternProperties, `${at}/patternProperties`),
      additional: partOf(additionalProperties, `${at}/additionalProperties`),
    })
  }
  flat.unevaluated ??= partOf(schema.unevaluatedProperties, `${at}/unevaluatedProperties`)
  for (const name of listOf(schema.required)) flat.required.add(String(name))
  const names = partOf(schema.propertyNames, `${at}/propertyNames`)
  if (names !== null) flat.propertyNames.push(names)
  flat.minProperties = Math.max(flat.minProperties, numberOr(schema.minProperties, 0))
  flat.maxProperties = Math.min(flat.maxProperties, numberOr(schema.maxProperties, Infinity))
  for (const [name, needs] of Object.entries(objectOf(schema.dependentRequired)))
    flat.dependentRequired.push([name, listOf(needs).map(String)])
}

function takeItems(flat: Flat, schema: Schema, at: string): void {
  const positions = Array.isArray(schema.items) ? schema.items : schema.prefixItems
  const rest = Array.isArray(schema.items) ? undefined : (schema.items ?? schema.unevaluatedItems)
  if (positions !== undefined || rest !== undefined) {
    const prefix = listOf(positions).map((one, number) => ({ schema: one as SchemaObject, at: `${at}/prefixItems/${number}` }))
    flat.items.push({ prefix, rest: partOf(rest, `${at}/items`) })
  }
  const contained = partOf(schema.contains, `${at}/contains`)
  if (contained !== null)
    flat.contains.push({ part: contained, min: numberOr(schema.minContains, 1), max: numberOr(schema.maxContains, Infinity) })
  flat.minItems = Math.max(flat.minItems, numberOr(schema.minItems, 0))
  flat.maxItems = Math.min(flat.maxItems, numberOr(schema.maxItems, Infinity))
  flat.uniqueItems ||= schema.uniqueItems === true
}

function takeNotes(flat: Flat, schema: Schema, outermost: boolean): void {
  const examples = Array.isArray(schema.examples) ? schema.examples : 'default' in schema ? [schema.default] : []
  if (flat.examples.length === 0) flat.examples = examples
  if (flat.ownExamples.length === 0 && outermost && Array.isArray(schema.examples)) flat.ownExamples = schema.examples
  flat.xFaker ??= schema['x-faker']
  flat.discriminator ??= discriminatorOf(schema)
}

function choicesOf(schema: Schema, at: string): Choice[] {
  const choices: Choice[] = []
  const number = numberOf(schema)
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const branches = listOf(schema[keyword]).map((one, n) => [{ schema: one as SchemaObject, at: `${at}/${keyword}/${n}` }])
    if (branches.length > 0) {
      choices.push({ keyword, key: `${number}${keyword}`, at: `${at}/${keyword}`, branches, discriminator: discriminatorOf(schema) })
    }
  }
  if (schema.if !== undefined) {
    const then = [partOf(schema.if, `${at}/if`), partOf(schema.then, `${at}/then`)].filter((part) => part !== null)
    const otherwise = [{ schema: { not: schema.if }, at: `${at}/if` }, partOf(schema.else, `${at}/else`)].filter((part) => part !== null)
    choices.push({ keyword: 'if', key: `${number}if`, at: `${at}/if`, branches: [then, otherwise], discriminator: null })
  }
  for (const [name, part] of entriesOf(schema.dependentSchemas, `${at}/dependentSchemas`)) {
    const present = [{ schema: { required: [name] }, at: part.at }, part]
    const absent = [{ schema: { properties: { [name]: false } }, at: part.at }]
    const key = `${number}dependentSchemas ${name}`
    choices.push({ keyword: 'dependentSchemas', key, at: part.at, branches: [present, absent], discriminator: null })
  }
  return choices
}

function discriminatorOf(schema: Schema): Discriminator | null {
  const { propertyName, mapping } = objectOf(schema.discriminator)
  return typeof propertyName === 'string' ? { propertyName, mapping: objectOf(mapping) as Record<string, string> } : null
}

function commonTypes(some: ReadonlySet<JsonType>, others: ReadonlySet<JsonType>): Set<JsonType> {
  const common = new Set<JsonType>()
  for (const type of some) {
    if (others.has(type)) common.add(type)
    else if (type === 'number' && others.has('integer')) common.add('integer')
    else if (type === 'integer' && others.has('number')) common.add('integer')
  }
  return common
}

export function equal(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
}

function partOf(schema: unknown, at: string): Part | null {
  return schema === undefined ? null : { schema: schema as SchemaObject, at }
}

function entriesOf(map: unknown, at: string): [string, Part][] {
  return Object.entries(objectOf(map))
    .filter(([name]) => name !== '__proto__')
    .map(([name, schema]) => [name, { schema: schema as SchemaObject, at: `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` }])
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' ? value : other
}
