import type { Faults } from './faults.ts'
import type { Form } from './forms.ts'
import { isObject, type JsonObject, member, memberObject } from './json.ts'
import type { Library } from './library.ts'
import { createLocator, type Located } from './locator.ts'
import { pointerOf } from './pointer.ts'
import { modernizeSchema, wrapNullable } from './schema-keywords.ts'
import { type DynamicScope, dynamicScopes } from './schema-resources.ts'
import type { SourceFile } from './source-file.ts'
import { type Child, childrenOf, type Kind, kindWords, membersOf } from './vocabulary.ts'

/** What the walk found. The trees are brought to form in place: references canonical, schemas 2020-12, misshapen parts gone. */
export interface Survey {
  /** Every place that a reference names, by canonical reference. */
  targets: Map<string, Located>
  /** Follows a value that may be a reference to what it stands for; undefined when there is nothing. */
  follow(value: unknown): JsonObject | undefined
  scopes: DynamicScope[]
}

/** A reference that waits to be followed. */
interface Waiting {
  raw: string
  kind: Kind
  file: SourceFile
  /** What becomes of it: it stays and turns canonical, or what it names is put in its place, or (in a mapping) the canonical text. */
  turns: { into: 'canonical'; holder: JsonObject } | { into: 'value' } | { into: 'text' }
  parent: object
  key: string
  /** The shape that the target must have. */
  shape: Child['shape']
}

export async function surveyDocument(library: Library, form: Form, faults: Faults): Promise<Survey> {
  const seen = new Set<object>()
  const waiting: Waiting[] = []
  const wraps: JsonObject[] = []
  const targets = new Map<string, Located>()
  const kept: [JsonObject, Waiting][] = []
  const locator = createLocator(library, form.moved)

  function visit(value: JsonObject, kind: Kind, file: SourceFile, parent: object, key: string): void {
    if (seen.has(value)) return
    seen.add(value)
    if (typeof value.$ref === 'string') {
      waiting.push({ raw: value.$ref, kind, file, turns: { into: 'canonical', holder: value }, parent, key, shape: 'one' })
    } else delete value.$ref
    form.prepare[kind]?.(value, file)
    const all = membersOf[kind]
    if (all !== undefined) visitMap(value, all, file)
    const children = childrenOf[kind]
    for (const name in value) {
      const child = children[name]
      if (child !== undefined) visitChild(value, name, child, file)
    }
    if (kind !== 'schema') return
    if (typeof value.$dynamicRef === 'string') visitDynamic(value, value.$dynamicRef, file)
    if (isObject(value.discriminator)) visitMapping(value.discriminator, file)
    if (modernizeSchema(value, form.dialect)) wraps.push(value)
  }

  function visitChild(parent: JsonObject, key: string, { shape, kind }: Child, file: SourceFile): void {
    const value = parent[key]
    const single = shape === 'one' || shape === 'some'
    if (isOnlyReference(value) && (!single || replaced.has(kind))) {
      waiting.push({ raw: value.$ref, kind, file, turns: { into: 'value' }, parent, key, shape })
    } else if (kind === 'value') return
    else if (isObject(value) && single) visit(value, kind, file, parent, key)
    else if (isObject(value) && shape === 'map') visitMap(value, kind, file)
    else if (Array.isArray(value) && (shape === 'list' || shape === 'some')) visitList(value, kind, file)
    else if (!(kind === 'schema' && typeof value === 'boolean' && shape !== 'map')) delete parent[key]
  }

  function visitMap(map: JsonObject, kind: Kind, file: SourceFile): void {
    for (const key in map) {
      const value = map[key]
      if (isObject(value)) visit(value, kind, file, map, key)
      else if (!(kind === 'schema' && typeof value === 'boolean') && !key.startsWith('x-')) delete map[key]
    }
  }

  function visitList(list: unknown[], kind: Kind, file: SourceFile): void {
    const usable = list.filter((item) => isObject(item) || (kind === 'schema' && typeof item === 'boolean'))
    if (usable.length < list.length) list.splice(0, list.length, ...usable)
    for (const [index, item] of usable.entries()) if (isObject(item)) visit(item, kind, file, list, String(index))
  }

  /** Without an anchor's name it is a plain reference. */
  function visitDynamic(holder: JsonObject, raw: string, file: SourceFile): void {
    const isPlain = /(^[^#]*|#|#\/.*)$/.test(raw) && !/#[^/]/.test(raw)
    if (isPlain && holder.$ref === undefined) {
      delete holder.$dynamicRef
      holder.$ref = raw
      waiting.push({ raw, kind: 'schema', file, turns: { into: 'canonical', holder }, parent: holder, key: '$ref', shape: 'one' })
    } else waiting.push({ raw, kind: 'schema', file, turns: { into: 'text' }, parent: holder, key: '$dynamicRef', shape: 'one' })
  }

  /** What a `$dynamicRef` may come to mean: it is served, and what it refers to is followed too. */
  function visitDynamicAnchors(): void {
    for (const { file, dynamic } of locator.resources.all()) {
      for (const tokens of dynamic.values()) {
        const ref = `${file.name}#${pointerOf(tokens)}`
        let value: unknown = file.tree
        for (const token of tokens) value = member(value, token)
        if (targets.has(ref) || !isObject(value)) continue
        targets.set(ref, { ref, file, value })
        visit(value, 'schema', file, value, '')
      }
    }
  }

  /** Values of a mapping are references, or names of schemas of the root. */
  function visitMapping({ mapping }: JsonObject, file: SourceFile): void {
    if (!isObject(mapping)) return
    const names = memberObject(memberObject(library.root.tree, 'components'), 'schemas')
    for (const [key, value] of Object.entries(mapping)) {
      if (typeof value !== 'string') delete mapping[key]
      else {
        const raw = Object.hasOwn(names, value) || !/[/#.]/.test(value) ? `#/components/schemas/${value}` : value
        waiting.push({
          raw,
          kind: 'schema',
          file: raw === value ? file : library.root,
          turns: { into: 'text' },
          parent: mapping,
          key,
          shape: 'one',
        })
      }
    }
  }

  async function settle(reference: Waiting): Promise<void> {
    const { raw, kind, file, turns, parent, key, shape } = reference
    const holder = turns.into === 'canonical' ? turns.holder : turns.into === 'value' ? (member(parent, key) as object) : parent
    const located = await locator.locate(raw, file, holder)
    if ('message' in located) {
      // an example may hold a `$ref` of its own that means nothing here
      if (kind !== 'value') drop(reference, located.code, located.message)
    } else if (!fits(located.value, shape, kind)) drop(reference, 'ref-mismatch', `${raw} does not name ${kindWords[kind]}`)
    else if (turns.into === 'value') {
      if (reaches(located.value, parent)) return drop(reference, 'ref-circular', `${raw} leads back to itself`)
      putAt(parent, key, located.value)
      visitTarget(located, shape, kind, parent, key)
    } else {
      if (turns.into === 'text') putAt(parent, key, located.ref)
      else {
        turns.holder.$ref = located.ref
        locator.settled.set(turns.holder, located)
        kept.push([turns.holder, reference])
      }
      if (targets.has(located.ref)) return
      targets.set(located.ref, located)
      visitTarget(located, shape, kind, parent, key)
    }
  }

  function visitTarget({ value, file }: Located, shape: Child['shape'], kind: Kind, parent: object, key: string): void {
    if (Array.isArray(value)) visitList(value, kind, file)
    else if (isObject(value) && shape === 'map') visitMap(value, kind, file)
    else if (isObject(value)) visit(value, kind, file, parent, key)
  }

  function drop({ kind, file, raw, turns, parent, key }: Waiting, code: string, message: string): void {
    faults.add({ severity: 'error', code, message, file, at: { kind: 'reference', value: raw } })
    if (turns.into === 'canonical') {
      delete turns.holder.$ref
      locator.settled.delete(turns.holder)
      if (emptyServes.has(kind)) return
    }
    // items of lists keep their number, since pointers count on it
    putAt(parent, key, Array.isArray(parent) ? {} : undefined)
  }

  function follow(value: unknown): JsonObject | undefined {
    let current = value
    for (let hops = 0; hops < MAX_HOPS && isObject(current); hops++) {
      const located = locator.settled.get(current)
      if (located === undefined) return current
      current = located.value
    }
    return undefined
  }

  const root = library.root.tree as JsonObject
  form.prepareRoot(root)
  for (const [field, child] of Object.entries(rootFields)) if (Object.hasOwn(root, field)) visitChild(root, field, child, library.root)
  for (let next = 0; next < waiting.length; next++) {
    const reference = waiting[next]
    if (reference !== undefined) await settle(reference)
    if (next === waiting.length - 1) visitDynamicAnchors()
  }
  for (const [holder, reference] of kept) {
    if (leadsNowhere(holder, locator.settled)) drop(reference, 'ref-circular', `${reference.raw} leads only to references, in a circle`)
  }
  for (const schema of wraps) wrapNullable(schema)
  return { targets, follow, scopes: dynamicScopes(locator.resources.all()) }
}

const MAX_HOPS = 64
const rootFields: Record<string, Child> = {
  paths: { shape: 'one', kind: 'paths' },
  components: { shape: 'one', kind: 'components' },
  webhooks: { shape: 'map', kind: 'pathItem' },
}
/** What is put in the place of its reference: nobody asks for these by reference. */
const replaced: ReadonlySet<Kind> = new Set(['paths', 'components', 'value'])
/** What still serves when its reference is gone: anything goes, or nothing is said. */
const emptyServes: ReadonlySet<Kind> = new Set(['schema', 'response', 'requestBody', 'mediaType'])

function putAt(parent: object, key: string, value: unknown): void {
  if (value === undefined) delete (parent as JsonObject)[key]
  else Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true })
}

function isOnlyReference(value: unknown): value is { $ref: string } {
  return isObject(value) && typeof value.$ref === 'string' && Object.keys(value).length === 1
}

function fits(value: unknown, shape: Child['shape'], kind: Kind): boolean {
  if (kind === 'value') return true
  if (shape === 'list') return Array.isArray(value)
  return isObject(value) || (kind === 'schema' && shape !== 'map' && typeof value === 'boolean')
}

/** Whether a chain of references goes in a circle without ever naming anything. */
function leadsNowhere(holder: JsonObject, settled: ReadonlyMap<JsonObject, Located>): boolean {
  let current: unknown = holder
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const located = isObject(current) ? settled.get(current) : undefined
    if (located === undefined) return false
    current = located.value
  }
  return true
}

/** Whether `goal` is `value` or lies inside it: then putting `value` there would never end. */
function reaches(value: unknown, goal: object): boolean {
  const open = [value]
  const seen = new Set<unknown>()
  while (open.length > 0) {
    const next = open.pop()
    if (next === goal) return true
    if (typeof next !== 'object' || next === null || seen.has(next)) continue
    seen.add(next)
    open.push(...Object.values(next))
  }
  return false
}
