import { createRequire } from 'node:module'
import type { SchemaObject } from '../openapi/document.ts'
import type { SchemaCheck } from './compile-schema.ts'
import { guardedPattern, mayExplode } from './guarded-pattern.ts'

const require = createRequire(import.meta.url)

/**
 * The check of a schema without compiling it: slower, but for schemas whose compiled form overflows.
 * @param pieces by the ids that `$ref`s name
 */
export function interpretSchema(schema: SchemaObject, pieces: Record<string, SchemaObject>, at: string): SchemaCheck {
  const { Validator, format } = require('@cfworker/json-schema') as typeof import('@cfworker/json-schema')
  const known = format as Record<string, (text: string) => boolean>
  // the interpreter runs patterns with RegExp; as formats they come back to us
  const guard = (pattern: string) => {
    const name = `pattern ${pattern}`
    known[name] ??= (text) => guardedPattern(pattern).test(text)
    return name
  }
  const $defs = Object.fromEntries(Object.entries(pieces).map(([id, piece]) => [id, standalone(piece, guard)]))
  const root = standalone(schema, guard)
  const validator = new Validator(typeof root === 'object' ? { ...root, $defs } : root, '2020-12')
  return (value) => {
    const { valid, errors } = validator.validate(value)
    if (valid) return []
    return errors.slice(-1).map((error) => ({
      location: error.instanceLocation.split('/').slice(1),
      code: error.keyword,
      message: error.error,
      schema: `${at}${error.keywordLocation.slice(1)}`,
    }))
  }
}

function standalone(value: unknown, guard: (pattern: string) => string): SchemaObject {
  return turn(value, guard, false) as SchemaObject
}

/** Copies a schema with ids as local references and patterns as formats. `named`: its keys are names, not keywords. */
function turn(value: unknown, guard: (pattern: string) => string, named: boolean): unknown {
  if (Array.isArray(value)) return value.map((one) => turn(one, guard, false))
  if (typeof value !== 'object' || value === null) return value
  const turned: Record<string, unknown> = {}
  for (const [key, held] of Object.entries(value)) {
    if (named) turned[key] = turn(held, guard, false)
    else if (key === '$ref') turned.$ref = `#/$defs/${held}`
    else if (key === 'readOnly' || key === 'writeOnly') turned.not = {}
    else if (key === 'enum' || key === 'const') turned[key] = held
    else if (key === 'pattern') turned.allOf = [...((turned.allOf as unknown[]) ?? []), { format: guard(String(held)) }]
    else if (key === 'allOf') turned.allOf = [...((turned.allOf as unknown[]) ?? []), ...(turn(held, guard, false) as unknown[])]
    else turned[key] = turn(held, guard, mapsOfSchemas.has(key))
  }
  return withoutHostileNames(turned)
}

const mapsOfSchemas = new Set(['properties', 'patternProperties', 'dependentSchemas', 'dependentRequired'])

/** The interpreter runs `patternProperties` with RegExp too; a hostile one is left out, and with it what depends on it. */
function withoutHostileNames(schema: Record<string, unknown>): Record<string, unknown> {
  if (!Object.keys(schema.patternProperties ?? {}).some(mayExplode)) return schema
  const { patternProperties, additionalProperties, unevaluatedProperties, ...rest } = schema
  return rest
}
