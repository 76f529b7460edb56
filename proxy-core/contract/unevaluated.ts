import { createRequire } from 'node:module'
import type { Ajv2020, CodeKeywordDefinition, KeywordCxt } from 'ajv/dist/2020.js'
import type { SchemaObject } from '../openapi/document.ts'
import { guardedPattern } from './guarded-pattern.ts'

const require = createRequire(import.meta.url)

export interface SchemaReader {
  /** The schema behind the id that a `$ref` names. */
  pieceOf(id: string): SchemaObject
  isValid(schema: SchemaObject, value: unknown): boolean
}

/**
 * `unevaluatedProperties` and `unevaluatedItems` as JSON Schema 2020-12 (11) has them, in the place of ajv's. ajv counts while
 * it validates: every item where there is a `contains`, what an `if` looked at though it failed, items of a choice as one
 * or none; and every schema pays for the counting.
 */
export function addUnevaluated(ajv: Ajv2020, reader: SchemaReader): void {
  const { default: own } = require('ajv/dist/vocabularies/unevaluated/unevaluatedProperties') as { default: CodeKeywordDefinition }
  const { _, str } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js')
  const items: CodeKeywordDefinition = {
    ...own,
    keyword: 'unevaluatedItems',
    type: 'array',
    error: {
      message: ({ params }) => str`must NOT have unevaluated items; found one at ${params.unevaluatedItem}`,
      params: ({ params }) => _`{unevaluatedItem: ${params.unevaluatedItem}}`,
    },
  }
  ajv.opts.unevaluated = false
  for (const [keyword, type] of [
    [own, 'object'],
    [items, 'array'],
  ] as const) {
    const code = (context: KeywordCxt) => generate(context, type, reader)
    ajv.removeKeyword(String(keyword.keyword)).addKeyword({ ...keyword, code })
  }
}

/** Code that holds what nothing has evaluated against the keyword's schema. */
function generate(context: KeywordCxt, type: 'object' | 'array', reader: SchemaReader): void {
  const { _, Name } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js')
  const { gen, schema, parentSchema, data, errsCount, it, keyword } = context
  if (schema === true) return
  const { [keyword]: _itself, ...beside } = parentSchema
  const ref = (value: object) => unevaluatedKeys(beside, value, reader)
  const unevaluated = gen.scopeValue('func', { ref })
  const isArray = type === 'array'
  gen.forOf('key', _`${unevaluated}(${data})`, (key) => {
    if (schema === false) {
      context.setParams(isArray ? { unevaluatedItem: key } : { unevaluatedProperty: key })
      context.error()
      if (!it.allErrors) gen.break()
      return
    }
    const isValid = gen.name('valid')
    // 0 and 1: ajv's Type.Num and Type.Str
    context.subschema({ keyword, dataProp: key, dataPropType: isArray ? 0 : 1 }, isValid)
    if (!it.allErrors) gen.if(_`!${isValid}`, () => gen.break())
  })
  context.ok(_`${errsCount} === ${new Name('errors')}`)
}

type Schema = Exclude<SchemaObject, boolean>
/** Names of properties or numbers of items. */
type Keys = Set<string | number>
const all = 'all'

function unevaluatedKeys(beside: Schema, value: object, reader: SchemaReader): (string | number)[] {
  const evaluated = evaluatedKeys(beside, value, reader)
  if (evaluated === all) return []
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.filter((key) => !evaluated.has(key))
}

/** What a schema, which the value is valid against, and those that it lays over the same value have evaluated. */
function evaluatedKeys(schema: SchemaObject, value: object, reader: SchemaReader): Keys | typeof all {
  if (typeof schema !== 'object') return new Set()
  const keys = Array.isArray(value) ? evaluatedItems(schema, value, reader) : evaluatedProperties(schema, value)
  if (keys === all) return all
  for (const part of partsInForce(schema, value, reader)) {
    const further = evaluatedKeys(part, value, reader)
    if (further === all) return all
    for (const key of further) keys.add(key)
  }
  return keys
}

function evaluatedProperties(schema: Schema, value: object): Keys | typeof all {
  if (schema.additionalProperties !== undefined || schema.unevaluatedProperties !== undefined) return all
  const { properties = {}, patternProperties = {} } = schema as Record<string, object | undefined>
  const patterns = Object.keys(patternProperties).map(guardedPattern)
  return new Set(Object.keys(value).filter((name) => Object.hasOwn(properties, name) || patterns.some((pattern) => pattern.test(name))))
}

function evaluatedItems(schema: Schema, value: readonly unknown[], { isValid }: SchemaReader): Keys | typeof all {
  if (schema.items !== undefined || schema.unevaluatedItems !== undefined) return all
  const first = listOf(schema.prefixItems).length
  const contains = schema.contains as SchemaObject | undefined
  const numbers = [...value.keys()]
  return new Set(numbers.filter((number) => number < first || (contains !== undefined && isValid(contains, value[number]))))
}

/** The schemas that a schema lays over the same value, but for those that the value is not valid against. */
function partsInForce(schema: Schema, value: object, { pieceOf, isValid }: SchemaReader): SchemaObject[] {
  const parts = listOf(schema.allOf)
  if (typeof schema.$ref === 'string') parts.push(pieceOf(schema.$ref))
  for (const choice of [...listOf(schema.anyOf), ...listOf(schema.oneOf)]) if (isValid(choice, value)) parts.push(choice)
  if (schema.if !== undefined) {
    const holds = isValid(schema.if as SchemaObject, value)
    const outcome = (holds ? schema.then : schema.else) as SchemaObject | undefined
    if (holds) parts.push(schema.if as SchemaObject)
    if (outcome !== undefined) parts.push(outcome)
  }
  if (!Array.isArray(value)) {
    for (const [name, part] of Object.entries((schema.dependentSchemas ?? {}) as Record<string, SchemaObject>))
      if (Object.hasOwn(value, name)) parts.push(part)
  }
  return parts
}

function listOf(value: unknown): SchemaObject[] {
  return Array.isArray(value) ? [...value] : []
}
