import { isObject, member } from './json.ts'
import { pointerOf } from './pointer.ts'
import type { SourceFile } from './source-file.ts'
import { childrenOf } from './vocabulary.ts'

/** A part of a file with an `$id` of its own, or the file: what anchors and pointers are counted from (JSON Schema 2020-12, 8.2). */
export interface SchemaResource {
  file: SourceFile
  /** From the file's root to the resource's. */
  tokens: string[]
  /** Absolute; null for a file without an `$id`. */
  uri: string | null
  anchors: Map<string, string[]>
  /** Those of `$dynamicAnchor`, which stand in `anchors` too. */
  dynamic: Map<string, string[]>
}

export interface SchemaResources {
  /** The resource in which an object with a `$ref` or `$dynamicRef` stands. */
  around(holder: object, file: SourceFile): SchemaResource
  /** The root of a file. */
  root(file: SourceFile): SchemaResource
  /** The one that a reference's part before `#` names by an `$id`, as written in `from`. */
  named(path: string, from: SchemaResource): SchemaResource | null
  /** The absolute URI that a reference's part before `#` means by the `$id` around it; null where there is no absolute one. */
  meant(path: string, from: SchemaResource): string | null
  /** Of every file that was looked at. */
  all(): SchemaResource[]
}

/** Relative `$id`s of files on disk without an absolute one are compared under it. */
const BASE = 'document:///'
/** Values, not schemas: what looks like a keyword there is none. */
const values = new Set(['const', 'enum', 'example', 'examples', 'default', 'value'])
const children = Object.values(childrenOf).flatMap((ofKind) => Object.entries(ofKind))
/** Their parts are, or hold, schemas. */
const known = new Set(['paths', 'webhooks', 'components', ...children.map(([key]) => key)])
/** Their members have names that mean nothing. */
const maps = new Set(['paths', 'webhooks', ...children.flatMap(([key, child]) => (child?.shape === 'map' ? [key] : []))])
const marks = ['$id', '$anchor', '$dynamicAnchor'].map((keyword) => Buffer.from(keyword))

export function createSchemaResources(): SchemaResources {
  const roots = new Map<SourceFile, SchemaResource>()
  const byUri = new Map<string, SchemaResource>()
  const holders = new Map<object, SchemaResource>()
  const found: SchemaResource[] = []

  function root(file: SourceFile): SchemaResource {
    const known = roots.get(file)
    if (known !== undefined) return known
    const own = newResource(file, [], null)
    roots.set(file, own)
    const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength)
    if (marks.some((mark) => bytes.includes(mark))) walk(file, own)
    return roots.get(file) ?? own
  }

  function newResource(file: SourceFile, tokens: string[], uri: string | null): SchemaResource {
    const resource: SchemaResource = { file, tokens, uri, anchors: new Map(), dynamic: new Map() }
    found.push(resource)
    if (uri !== null && !byUri.has(uri)) byUri.set(uri, resource)
    return resource
  }

  function walk(file: SourceFile, start: SchemaResource): void {
    const seen = new Set<unknown>()
    const open = [{ node: file.tree, tokens: [] as string[], resource: start, named: false }]
    // under keywords that nobody knows last: an `$id` there names something only where no other is the same
    const unknown: typeof open = []
    for (let next = open.pop(); next !== undefined; next = open.pop() ?? unknown.pop()) {
      const { node, tokens, named } = next
      if (typeof node !== 'object' || node === null || seen.has(node)) continue
      seen.add(node)
      const resource = named || !isObject(node) ? next.resource : enter(node, tokens, next.resource)
      for (const [key, child] of Object.entries(node)) {
        if (typeof child !== 'object' || child === null || (!named && values.has(key))) continue
        const isKnown = named || Array.isArray(node) || known.has(key)
        const list = isKnown ? open : unknown
        list.push({ node: child, tokens: [...tokens, key], resource, named: !named && maps.has(key) && isObject(child) })
      }
    }
  }

  function enter(node: object, tokens: string[], outer: SchemaResource): SchemaResource {
    const id = member(node, '$id')
    let resource = outer
    if (typeof id === 'string' && !id.startsWith('#')) {
      const uri = resolved(id, outer)
      if (tokens.length === 0) {
        outer.uri = uri
        if (uri !== null) byUri.set(uri, outer)
      } else if (uri !== null) resource = newResource(outer.file, tokens, uri)
    }
    const anchor = member(node, '$anchor')
    const dynamic = member(node, '$dynamicAnchor')
    if (typeof anchor === 'string') keepFirst(resource.anchors, anchor, tokens)
    if (typeof dynamic === 'string') {
      keepFirst(resource.anchors, dynamic, tokens)
      keepFirst(resource.dynamic, dynamic, tokens)
    }
    if (typeof member(node, '$ref') === 'string' || typeof member(node, '$dynamicRef') === 'string') holders.set(node, resource)
    return resource
  }

  return {
    root,
    around: (holder, file) => {
      const ofFile = root(file)
      return holders.get(holder) ?? ofFile
    },
    named(path, from) {
      const uri = resolved(path, from)
      return uri === null ? null : (byUri.get(uri) ?? null)
    },
    meant: (path, from) => (from.uri === null || from.uri.startsWith(BASE) ? null : resolved(path, from)),
    all: () => found,
  }
}

function keepFirst(anchors: Map<string, string[]>, name: string, tokens: string[]): void {
  if (!anchors.has(name)) anchors.set(name, tokens)
}

/** @returns null for what is no URI reference */
function resolved(path: string, { uri, file }: SchemaResource): string | null {
  const base = uri ?? (/^https?:/i.test(file.place) ? file.place : BASE)
  return URL.canParse(path, base) ? new URL(path, base).href.replace(/#$/, '') : null
}

/** What `$dynamicRef` needs of a document when a value is checked: where resources start, and their dynamic anchors by name. */
export interface DynamicScope {
  ref: string
  anchors: Record<string, string>
}

/** Empty where no anchor is dynamic. Resources without one are told too, as they end those around them. */
export function dynamicScopes(resources: readonly SchemaResource[]): DynamicScope[] {
  if (resources.every(({ dynamic }) => dynamic.size === 0)) return []
  const refOf = ({ file }: SchemaResource, tokens: string[]) => `${file.name}#${pointerOf(tokens)}`
  return resources.map((resource) => ({
    ref: refOf(resource, resource.tokens),
    anchors: Object.fromEntries([...resource.dynamic].map(([name, tokens]) => [name, refOf(resource, tokens)])),
  }))
}
