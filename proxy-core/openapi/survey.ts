import type { Faults } from './faults.ts'
import { isObject, type JsonObject, memberObject } from './json.ts'
import type { Library } from './library.ts'
import { createLocator, type Located } from './locator.ts'
import { modernizeSchema, type SchemaDialect, wrapNullable } from './schema-keywords.ts'
import type { SourceFile } from './source-file.ts'
import { type Child, childrenOf, type Kind, membersOf, methods } from './vocabulary.ts'

/** What the walk over a document found. The trees are brought to form in place: references canonical, schemas 2020-12, misshapen parts gone. */
export interface Survey {
  /** Every place that a reference names, by canonical reference. */
  targets: Map<string, Located>
  /** Follows a value that may be a reference to what it stands for; undefined when there is nothing. */
  follow(value: unknown): JsonObject | undefined
}

/** A reference in waiting: where it stands, so that it can be taken out when it leads nowhere. */
interface Pending {
  holder: JsonObject
  kind: Kind
  file: SourceFile
  raw: string
  remove(): void
}

export async function surveyDocument(library: Library, dialect: SchemaDialect, faults: Faults): Promise<Survey> {
  const seen = new Set<object>()
  const pending: Pending[] = []
  const wraps: JsonObject[] = []
  const targets = new Map<string, Located>()
  const locator = createLocator(library)
  const destinations = new Map<JsonObject, Located>()

  function visit(value: JsonObject, kind: Kind, file: SourceFile, remove: () => void): void {
    if (seen.has(value)) return
    seen.add(value)
    if (typeof value.$ref === 'string') {
      pending.push({ holder: value, kind, file, raw: value.$ref, remove })
      if (kind !== 'schema' && kind !== 'pathItem') return
    }
    prepare[kind]?.(value)
    const all = membersOf[kind]
    if (all !== undefined) visitMap(value, all, file)
    const children = childrenOf[kind]
    for (const key in value) {
      const child = children[key]
      if (child !== undefined) visitChild(value, key, child, file)
    }
    if (kind === 'schema') {
      if (modernizeSchema(value, dialect)) wraps.push(value)
    }
  }

  function visitChild(parent: JsonObject, key: string, { shape, kind }: Child, file: SourceFile): void {
    const value = parent[key]
    if (shape === 'map' && isObject(value)) return visitMap(value, kind, file)
    if ((shape === 'list' || shape === 'some') && Array.isArray(value)) return visitList(parent, key, value, kind, file)
    if ((shape === 'one' || shape === 'some') && isObject(value)) return visit(value, kind, file, () => delete parent[key])
    if (!(kind === 'schema' && shape !== 'map' && typeof value === 'boolean')) delete parent[key]
  }

  function visitMap(map: JsonObject, kind: Kind, file: SourceFile): void {
    for (const key in map) {
      const value = map[key]
      if (isObject(value)) visit(value, kind, file, () => delete map[key])
      else if (!(kind === 'schema' && typeof value === 'boolean') && !key.startsWith('x-')) delete map[key]
    }
  }

  function visitList(parent: JsonObject, key: string, list: unknown[], kind: Kind, file: SourceFile): void {
    const usable = list.filter((item) => isObject(item) || (kind === 'schema' && typeof item === 'boolean'))
    if (usable.length < list.length) parent[key] = usable
    for (const item of usable) {
      if (isObject(item)) visit(item, kind, file, () => usable.splice(usable.indexOf(item), 1))
    }
  }

  async function settle(reference: Pending): Promise<void> {
    const { holder, kind, file, raw } = reference
    const located = await locator.locate(raw, file)
    if ('message' in located) return drop(reference, located.message)
    if (!isObject(located.value) && !(kind === 'schema' && typeof located.value === 'boolean')) {
      return drop(reference, `${raw} is not ${kindWords[kind]}`)
    }
    holder.$ref = located.ref
    destinations.set(holder, located)
    if (targets.has(located.ref)) return
    targets.set(located.ref, located)
    if (isObject(located.value)) visit(located.value, kind, located.file, () => {})
  }

  function drop({ holder, kind, file, raw, remove }: Pending, message: string): void {
    faults.add({ severity: 'error', code: 'ref-unresolved', message, file, at: { kind: 'reference', value: raw } })
    delete holder.$ref
    if (kind !== 'schema' && kind !== 'response' && kind !== 'requestBody') remove()
  }

  function follow(value: unknown): JsonObject | undefined {
    let current = value
    for (let hops = 0; hops < 64; hops++) {
      if (!isObject(current)) return undefined
      const located = destinations.get(current)
      if (located === undefined) return current
      current = located.value
    }
    return undefined
  }

  const root = library.root.tree as JsonObject
  for (const [field, kind] of [
    ['paths', 'paths'],
    ['components', 'components'],
  ] as const) {
    if (isObject(root[field])) visit(root[field], kind, library.root, () => {})
  }
  visitMap(memberObject(root, 'webhooks'), 'pathItem', library.root)
  for (let reference = pending.shift(); reference !== undefined; reference = pending.shift()) await settle(reference)
  for (const schema of wraps) wrapNullable(schema)
  return { targets, follow }
}

const kindWords: Record<Kind, string> = {
  paths: 'paths',
  pathItem: 'a path item',
  operation: 'an operation',
  parameter: 'a parameter',
  header: 'a header',
  requestBody: 'a request body',
  response: 'a response',
  mediaType: 'a media type',
  encoding: 'an encoding',
  schema: 'a schema',
  example: 'an example',
  link: 'a link',
  callback: 'a callback',
  securityScheme: 'a security scheme',
  components: 'components',
}

/** What is put right before the parts of an object are looked at. */
const prepare: Partial<Record<Kind, (value: JsonObject) => void>> = {
  pathItem(item) {
    for (const key of Object.keys(item)) {
      const lower = key.toLowerCase()
      if (key === lower || !methods.includes(lower) || Object.hasOwn(item, lower)) continue
      item[lower] = item[key]
      delete item[key]
    }
  },
  parameter(parameter) {
    if (parameter.in === 'path') parameter.required = true
  },
}
