import type { ApiDocument, SchemaObject } from '../openapi/document.ts'
import { refOf } from '../openapi/document.ts'
import { member } from '../openapi/json.ts'
import type { DynamicScope } from '../openapi/schema-resources.ts'

/** Which way a message goes: what is `readOnly` never goes in a request, what is `writeOnly` never in a response. */
export type Direction = 'request' | 'response'

/** The schemas that one schema needs, each under an id that stays the same for the life of the document. */
export interface SchemaPieces {
  /**
   * The schema for a validator: only what validates, references turned into ids; every id it needs is in `added`.
   * `readOnly` or `writeOnly` stands, alone, where a property must not be.
   * @param at canonical reference of the schema
   */
  piece(schema: SchemaObject, at: string): SchemaObject
  /** Takes the ids that became needed since it was last asked. What they stand for is not read before `pieceOf`. */
  added(): string[]
  /** The schema behind an id, in the form of `piece`. */
  pieceOf(id: string): SchemaObject
  /** The canonical reference behind an id; null for what is none. */
  refOfId(id: string): string | null
}

const kept = new Set(
  `type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern format maxItems minItems
   uniqueItems maxContains minContains maxProperties minProperties dependentRequired`.split(/\s+/),
)
const inOne = new Set('additionalProperties unevaluatedProperties unevaluatedItems contains propertyNames if then else not'.split(' '))
const inList = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems'])
const inMap = new Set(['patternProperties', 'dependentSchemas'])
/** ajv passes over a property of this name, but not over a pattern that it matches. */
const HIDDEN_NAME = '__proto__'
/** The hops after which a chain of references is taken for a circle. */
const MAX_HOPS = 64

type Schema = { readonly [keyword: string]: unknown }
type Names = ReadonlySet<string>
const nobody: Names = new Set()
/** What each dynamic anchor means, by its name: the outermost resource on the way here decides (JSON Schema 2020-12, 8.2.3.2). */
type Scope = ReadonlyMap<string, string>
const noScope: Scope = new Map()

export function schemaPieces(document: ApiDocument, direction: Direction): SchemaPieces {
  const oneWay = direction === 'response' ? 'writeOnly' : 'readOnly'
  const idByKey = new Map<string, string>()
  const needed = new Map<string, { ref: string; dropped: Names; scope: Scope; piece?: SchemaObject }>()
  let fresh: string[] = []

  function idOf(ref: string, dropped: Names, from: Scope): string {
    const scope = entered(from, resourceOf(document.scopes, ref))
    const key = [ref, ...[...dropped].sort(), ...[...scope].map((pair) => pair.join('=')).sort()].join('\n')
    let id = idByKey.get(key)
    if (id === undefined) {
      id = `s${idByKey.size}`
      idByKey.set(key, id)
      needed.set(id, { ref, dropped, scope })
      fresh.push(id)
    }
    return id
  }

  function turn(value: unknown, dropped: Names, from: Scope): SchemaObject {
    if (typeof value === 'boolean') return value
    if (!isSchema(value)) return true
    const scope = entered(from, resourceThatIs(value))
    const gone = new Set([...dropped, ...oneWayNames(value, 0)])
    const turned: Record<string, unknown> = {}
    for (const keyword in value) {
      const held = value[keyword]
      if (keyword === '$ref') {
        if (typeof held === 'string') turned.$ref = idOf(held, gone, scope)
      } else if (kept.has(keyword)) turned[keyword] = held
      else if (inOne.has(keyword)) turned[keyword] = turn(held, nobody, scope)
      else if (inList.has(keyword) && Array.isArray(held))
        turned[keyword] = held.map((one) => turn(one, keyword === 'prefixItems' ? nobody : gone, scope))
      else if (inMap.has(keyword)) turned[keyword] = turnMap(held, nobody, scope)
      else if (keyword === 'properties') turned.properties = turnMap(held, gone, scope)
      else if (keyword === 'required') turned.required = (held as string[]).filter((name) => !gone.has(name))
      else if (keyword === 'items') turned[Array.isArray(held) ? 'prefixItems' : 'items'] = turnItems(held, scope)
    }
    if (typeof value.$dynamicRef === 'string') {
      const reference = { $ref: idOf(meant(value.$dynamicRef, scope), gone, scope) }
      turned.allOf = [...((turned.allOf as SchemaObject[] | undefined) ?? []), reference]
    }
    const hidden = member(value.properties, HIDDEN_NAME)
    if (hidden !== undefined) {
      const patterns = turned.patternProperties as Record<string, SchemaObject> | undefined
      turned.patternProperties = { ...patterns, [`^${HIDDEN_NAME}$`]: turn(hidden, nobody, scope) }
    }
    return turned
  }

  function meant(ref: string, scope: Scope): string {
    const anchors = resourceOf(document.scopes, ref)?.anchors ?? {}
    const name = Object.keys(anchors).find((one) => anchors[one] === ref)
    return (name === undefined ? undefined : scope.get(name)) ?? ref
  }

  /** A schema with an `$id` that is come to from around it, not by reference. */
  function resourceThatIs(value: Schema): DynamicScope | undefined {
    if (document.scopes === undefined || typeof value.$id !== 'string') return undefined
    return document.scopes.find(({ ref }) => document.node(ref) === value)
  }

  function turnItems(held: unknown, scope: Scope): unknown {
    return Array.isArray(held) ? held.map((one) => turn(one, nobody, scope)) : turn(held, nobody, scope)
  }

  function turnMap(held: unknown, forbidden: Names, scope: Scope): Record<string, SchemaObject> {
    const turned: Record<string, SchemaObject> = {}
    if (!isSchema(held)) return turned
    for (const [name, schema] of Object.entries(held)) {
      if (name !== HIDDEN_NAME) turned[name] = forbidden.has(name) && goesOneWay(schema) ? { [oneWay]: true } : turn(schema, nobody, scope)
    }
    return turned
  }

  /** Properties that this direction leaves out, here and in what `allOf` and `$ref` lay beside. */
  function oneWayNames(schema: Schema, hops: number): string[] {
    const names: string[] = []
    if (isSchema(schema.properties)) {
      for (const [name, property] of Object.entries(schema.properties)) if (goesOneWay(property)) names.push(name)
    }
    if (hops >= MAX_HOPS) return names
    const beside = Array.isArray(schema.allOf) ? schema.allOf : []
    for (const one of [...beside, schema.$ref === undefined ? null : document.node(String(schema.$ref))]) {
      if (isSchema(one)) names.push(...oneWayNames(one, hops + 1 + beside.length))
    }
    return names
  }

  function goesOneWay(property: unknown): boolean {
    let current = property
    for (let hops = 0; hops < MAX_HOPS && isSchema(current); hops++) {
      if (current[oneWay] === true) return true
      const ref = refOf(current)
      if (ref === null) return false
      current = document.node(ref)
    }
    return false
  }

  return {
    piece: (schema, at) => turn(schema, nobody, entered(noScope, resourceOf(document.scopes, at))),
    added() {
      const taken = fresh
      fresh = []
      return taken
    },
    pieceOf(id) {
      const need = needed.get(id)
      if (need === undefined) return true
      need.piece ??= turn(document.node(need.ref), need.dropped, need.scope)
      return need.piece
    },
    refOfId: (id) => needed.get(id)?.ref ?? null,
  }
}

/** The innermost resource that a place lies in. */
function resourceOf(scopes: readonly DynamicScope[] | undefined, ref: string): DynamicScope | undefined {
  let innermost: DynamicScope | undefined
  for (const scope of scopes ?? []) {
    const holds = ref === scope.ref || ref.startsWith(scope.ref.endsWith('#') ? scope.ref : `${scope.ref}/`)
    if (holds && scope.ref.length >= (innermost?.ref.length ?? 0)) innermost = scope
  }
  return innermost
}

/** What was entered first stays. */
function entered(scope: Scope, resource: DynamicScope | undefined): Scope {
  if (resource === undefined) return scope
  const fresh = Object.entries(resource.anchors).filter(([name]) => !scope.has(name))
  return fresh.length === 0 ? scope : new Map([...scope, ...fresh])
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
