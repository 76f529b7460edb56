import { type ApiDocument, refOf, type SchemaObject } from '../../openapi/document.ts'
import { compileSchema, type SchemaCheck, type SchemaUse } from '../compile-schema.ts'
import type { SchemaError } from '../schema-errors.ts'
import { plainSchema } from './plain-schema.ts'

/** A value as a URL, a header or a form writes it: nothing but texts, in lists and under names. */
export type Written = string | readonly Written[] | { readonly [name: string]: Written } | Parsed

/** A part of it that was parsed already (JSON in a form), and means what it is. */
export interface Parsed {
  readonly [parsed]: unknown
}
const parsed = Symbol('parsed')

export function asParsed(value: unknown): Parsed {
  return { [parsed]: value }
}

/** What a schema says about the form of a value, as far as reading texts needs it. */
export interface Shape {
  /** null for any. */
  types: ReadonlySet<string> | null
  items: SchemaObject | undefined
  prefixItems: readonly SchemaObject[]
  properties: ReadonlyMap<string, SchemaObject>
  /** Of properties that are not named; false where there may be none. */
  additional: SchemaObject | undefined
}

const MAX_SHAPE_DEPTH = 12
const shapes = new WeakMap<object, Shape>()
const anyShape: Shape = { types: null, items: undefined, prefixItems: [], properties: new Map(), additional: undefined }

/** Worked out once for each schema object. */
export function shapeOf(document: ApiDocument, schema: SchemaObject | undefined): Shape {
  if (typeof schema !== 'object') return anyShape
  let shape = shapes.get(schema)
  if (shape === undefined) {
    shape = readShape(document, schema, 0)
    shapes.set(schema, shape)
  }
  return shape
}

/**
 * Says how a written value breaks a schema. Texts become what the schema takes; where it takes texts as well as numbers
 * (`oneOf`, several types), both readings are tried.
 */
export function checkerOfWritten(
  document: ApiDocument,
  schema: SchemaObject,
  use: Omit<SchemaUse, 'direction'> & Partial<Pick<SchemaUse, 'direction'>>,
): (value: Written) => readonly SchemaError[] {
  const isPlainlyValid = plainSchema(schema)
  let check: SchemaCheck | null = null
  return (value) => {
    const read = coerce(document, schema, value, false)
    if (isPlainlyValid?.(read)) return []
    check ??= compileSchema(document, schema, { direction: 'request', ...use })
    const errors = check(read)
    if (errors.length === 0) return errors
    return check(coerce(document, schema, value, true)).length === 0 ? [] : errors
  }
}

/** @param eager whether a text that may stay one becomes a number, a boolean or null where it can */
function coerce(document: ApiDocument, schema: SchemaObject | undefined, value: Written, eager: boolean): unknown {
  const shape = shapeOf(document, schema)
  const { types } = shape
  if (typeof value === 'string') {
    const wraps = types?.has('array') === true && !types.has('string')
    return wraps ? [coerce(document, shape.items, value, eager)] : coerceText(value, types, eager)
  }
  if (isList(value)) return value.map((one, number) => coerce(document, shape.prefixItems[number] ?? shape.items, one, eager))
  if (isParsed(value)) return value[parsed]
  if (types?.has('array') === true && !types.has('object') && Object.keys(value).every((key) => /^\d*$/.test(key)))
    return Object.values(value).map((one) => coerce(document, shape.items, one as Written, eager))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      coerce(document, shape.properties.get(name) ?? shape.additional, one as Written, eager),
    ]),
  )
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

function coerceText(text: string, types: ReadonlySet<string> | null, eager: boolean): unknown {
  if (types === null ? !eager : types.has('string') && !eager) return text
  const takes = (type: string) => types === null || types.has(type)
  if ((takes('number') || takes('integer')) && NUMBER.test(text)) {
    const number = Number(text)
    if (Number.isFinite(number)) return number
  }
  if (takes('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if (takes('null') && (text === '' || text === 'null')) return null
  return text
}

function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value)
}

function isParsed(value: Written): value is Parsed {
  return typeof value === 'object' && parsed in value
}

function readShape(document: ApiDocument, schema: SchemaObject | undefined, depth: number): Shape {
  if (typeof schema !== 'object' || schema === null || depth > MAX_SHAPE_DEPTH) return anyShape
  let shape = ownShape(schema)
  const ref = refOf(schema)
  const beside = [...(ref === null ? [] : [document.node(ref) as SchemaObject]), ...listOf(schema.allOf)]
  for (const one of beside) shape = both(shape, readShape(document, one, depth + 1))
  for (const choice of [schema.oneOf, schema.anyOf]) {
    const branches = listOf(choice).map((one) => readShape(document, one, depth + 1))
    if (branches.length > 0) shape = both(shape, branches.reduce(either))
  }
  return shape
}

function ownShape(schema: Exclude<SchemaObject, boolean>): Shape {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : []
  return {
    types: ownTypes(schema, properties.length > 0),
    items: schema.items as SchemaObject | undefined,
    prefixItems: listOf(schema.prefixItems),
    properties: new Map(properties as [string, SchemaObject][]),
    additional: (schema.additionalProperties ?? schema.unevaluatedProperties) as SchemaObject | undefined,
  }
}

function ownTypes(schema: Exclude<SchemaObject, boolean>, hasProperties: boolean): ReadonlySet<string> | null {
  if (schema.type !== undefined) return new Set(Array.isArray(schema.type) ? schema.type.map(String) : [String(schema.type)])
  if (Array.isArray(schema.enum)) return new Set(schema.enum.map(typeOf))
  if (Object.hasOwn(schema, 'const')) return new Set([typeOf(schema.const)])
  if (hasProperties) return new Set(['object'])
  return schema.items === undefined ? null : new Set(['array'])
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function both(one: Shape, other: Shape): Shape {
  return {
    ...merged(one, other),
    types: one.types === null ? other.types : other.types === null ? one.types : common(one.types, other.types),
  }
}

function either(one: Shape, other: Shape): Shape {
  return { ...merged(one, other), types: one.types === null || other.types === null ? null : new Set([...one.types, ...other.types]) }
}

function merged(one: Shape, other: Shape): Omit<Shape, 'types'> {
  return {
    items: one.items ?? other.items,
    prefixItems: one.prefixItems.length > 0 ? one.prefixItems : other.prefixItems,
    properties: new Map([...other.properties, ...one.properties]),
    additional: one.additional ?? other.additional,
  }
}

/** An integer is a number too. */
function common(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  const holds = (types: ReadonlySet<string>, type: string) => types.has(type) || (type === 'integer' && types.has('number'))
  return new Set([...[...one].filter((type) => holds(other, type)), ...[...other].filter((type) => holds(one, type))])
}

function listOf(value: unknown): SchemaObject[] {
  return Array.isArray(value) ? value : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
