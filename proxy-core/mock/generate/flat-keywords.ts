import type { SchemaObject } from '../../openapi/document.ts'
import { toleratedNull } from '../../openapi/schema-keywords.ts'
import { numberOf, type Part } from './conjunction.ts'
import type { Choice, Discriminator, Flat } from './flat.ts'

export type Schema = { readonly [keyword: string]: unknown }

export function takeScalars(flat: Flat, schema: Schema): void {
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

export function takeMembers(flat: Flat, schema: Schema, at: string): void {
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

export function takeItems(flat: Flat, schema: Schema, at: string): void {
  const positions = Array.isArray(schema.items) ? schema.items : schema.prefixItems
  const rest = Array.isArray(schema.items) ? undefined : schema.items
  if (positions !== undefined || rest !== undefined) {
    const prefix = listOf(positions).map((one, number) => ({ schema: one as SchemaObject, at: `${at}/prefixItems/${number}` }))
    flat.items.push({ prefix, rest: partOf(rest, `${at}/items`) })
  }
  flat.unevaluatedItems ??= partOf(schema.unevaluatedItems, `${at}/unevaluatedItems`)
  const contained = partOf(schema.contains, `${at}/contains`)
  if (contained !== null)
    flat.contains.push({ part: contained, min: numberOr(schema.minContains, 1), max: numberOr(schema.maxContains, Infinity) })
  flat.minItems = Math.max(flat.minItems, numberOr(schema.minItems, 0))
  flat.maxItems = Math.min(flat.maxItems, numberOr(schema.maxItems, Infinity))
  flat.uniqueItems ||= schema.uniqueItems === true
}

export function takeNotes(flat: Flat, schema: Schema, outermost: boolean): void {
  const examples = Array.isArray(schema.examples) ? schema.examples : 'default' in schema ? [schema.default] : []
  if (flat.examples.length === 0) flat.examples = examples
  if (flat.ownExamples.length === 0 && outermost && Array.isArray(schema.examples)) flat.ownExamples = schema.examples
  flat.xFaker ??= schema['x-faker']
  if (typeof schema.description === 'string') flat.description ??= schema.description
  flat.discriminator ??= discriminatorOf(schema)
}

export function choicesOf(schema: Schema, at: string): Choice[] {
  const choices: Choice[] = []
  const number = numberOf(schema)
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const branches = listOf(schema[keyword]).flatMap((one, n) =>
      objectOf(one)[toleratedNull] === true ? [] : [[{ schema: one as SchemaObject, at: `${at}/${keyword}/${n}` }]],
    )
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

/** What `not` excludes by one keyword alone, so that nothing of it is made in vain. */
export function takeNot(flat: Flat, schema: Schema, at: string): void {
  flat.not.push({ schema: schema.not as SchemaObject, at: `${at}/not` })
  const [entry, ...others] = Object.entries(objectOf(schema.not))
  if (entry === undefined || others.length > 0) return
  const [keyword, held] = entry
  if (keyword === 'type') withoutTypes(flat, Array.isArray(held) ? held : [held])
  if (typeof held !== 'number') return
  if (keyword === 'minimum') flat.exclusiveMaximum = Math.min(flat.exclusiveMaximum, held)
  if (keyword === 'maximum') flat.exclusiveMinimum = Math.max(flat.exclusiveMinimum, held)
  if (keyword === 'minLength') flat.maxLength = Math.min(flat.maxLength, held - 1)
  if (keyword === 'maxLength') flat.minLength = Math.max(flat.minLength, held + 1)
}

function withoutTypes(flat: Flat, excluded: readonly unknown[]): void {
  if (flat.types === null) return
  const left = [...flat.types].filter((type) => !excluded.includes(type) && !(type === 'integer' && excluded.includes('number')))
  if (left.length > 0) flat.types = new Set(left)
}

function discriminatorOf(schema: Schema): Discriminator | null {
  const { propertyName, mapping } = objectOf(schema.discriminator)
  return typeof propertyName === 'string' ? { propertyName, mapping: objectOf(mapping) as Record<string, string> } : null
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

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' ? value : other
}
