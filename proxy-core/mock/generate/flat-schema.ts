import { type ApiDocument, refOf, type SchemaObject } from '../../openapi/document.ts'
import { toleratedNull } from '../../openapi/schema-keywords.ts'
import type { Conjunction, Part } from './conjunction.ts'
import { emptyFlat, equal, type Flat, type JsonType } from './flat.ts'
import { choicesOf, listOf, type Schema, takeItems, takeMembers, takeNot, takeNotes, takeScalars } from './flat-keywords.ts'
import { nothingRelaxed, type Relaxed, relax } from './relax.ts'

/** @param relaxed what is left out of account */
export function flatten(document: ApiDocument, { parts, picks }: Conjunction, relaxed: Relaxed = nothingRelaxed): Flat {
  const flat = emptyFlat(parts[0]?.at ?? '')
  const seen = new Set<object>()
  const settled = new Set<string>()

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
    if (schema.not !== undefined) takeNot(flat, schema, at)
  }

  function takeTypes(schema: Schema, at: string): void {
    if (schema.type !== undefined) {
      const allowed = new Set((Array.isArray(schema.type) ? schema.type : [schema.type]) as JsonType[])
      const before = flat.types
      flat.types = before === null ? allowed : commonTypes(before, allowed)
      if (flat.types.size === 0 && !refuse('type', `${at}/type`)) flat.types = before
    }
    const listed = schema[toleratedNull] === true ? listOf(schema.enum).filter((one) => one !== null) : schema.enum
    for (const values of [listed, 'const' in schema ? [schema.const] : undefined]) {
      if (!Array.isArray(values)) continue
      const before = flat.enum
      flat.enum = before === null ? values : before.filter((one) => values.some((other) => equal(one, other)))
      if (flat.enum.length === 0 && !refuse('const' in schema ? 'const' : 'enum', at)) flat.enum = before
    }
  }

  function takeChoices(schema: Schema, at: string): void {
    for (const choice of choicesOf(schema, at)) {
      const pick = choice.branches.length === 1 ? 0 : picks.get(choice.key)
      if (pick === undefined) flat.choices.push(choice)
      else for (const part of choice.branches[pick] ?? []) take(part, false)
    }
  }

  /** Whether it is a reason to make nothing. */
  function refuse(keyword: string, at: string): boolean {
    if (relaxed.get(flat.at)?.has(keyword)) {
      settled.add(keyword)
      return false
    }
    flat.never ??= { keyword, at }
    return true
  }

  for (const part of parts) take(part, part === parts[0])
  for (const keyword of relaxed.get(flat.at) ?? []) if (!settled.has(keyword)) relax(flat, keyword)
  return flat
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
