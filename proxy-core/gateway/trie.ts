import { decoded, matchMixed, parseTemplate, type Segment, shapeOf } from '../openapi/template.ts'
import type { RouteRuntime } from './switchboard.ts'

/** The routes of one mount by path. Built once, never changed after. */
export interface Trie {
  /** The most specific route for a path and method, else the methods that the path has; null when no route has the path. */
  find(path: string, method: string): TrieMatch | { kind: 'methods'; methods: string[] } | null
}

export interface TrieMatch {
  kind: 'found'
  route: RouteRuntime
  parameters: Readonly<Record<string, string>>
}

interface Entry {
  route: RouteRuntime
  names: string[]
}

interface Node {
  statics: Map<string, Node>
  /** Longest literal text first, then in the order of the document. */
  mixed: { literals: string[]; weight: number; node: Node }[]
  parameter: Node | null
  /** By method. */
  entries: Map<string, Entry> | null
}

const NO_PARAMETERS: Readonly<Record<string, string>> = Object.freeze({})

/** Of routes with the same method and the same shape of path the first one stays. */
export function createTrie(routes: Iterable<RouteRuntime>): Trie {
  const root = emptyNode()
  for (const route of routes) insert(root, route)

  function find(path: string, method: string): ReturnType<Trie['find']> {
    const segments = path.slice(1).split('/')
    const methods: string[] = []
    const match = search(root, segments, 0, method, [], methods)
    if (match) return match
    return methods.length > 0 ? { kind: 'methods', methods } : null
  }
  return { find }
}

function insert(root: Node, route: RouteRuntime): void {
  const names: string[] = []
  let node = root
  for (const segment of parseTemplate(route.operation.template)) node = child(node, segment, names)
  node.entries ??= new Map()
  const { method } = route.operation
  if (!node.entries.has(method)) node.entries.set(method, { route, names })
}

function child(node: Node, segment: Segment, names: string[]): Node {
  if (segment.kind === 'static') {
    const known = node.statics.get(segment.text)
    if (known) return known
    const made = emptyNode()
    node.statics.set(segment.text, made)
    return made
  }
  if (segment.kind === 'parameter') {
    names.push(segment.name)
    node.parameter ??= emptyNode()
    return node.parameter
  }
  names.push(...segment.names)
  const shape = shapeOf(segment.literals)
  const known = node.mixed.find(({ literals }) => shapeOf(literals) === shape)
  if (known) return known.node
  const weight = segment.literals.join('').length
  const made = { literals: segment.literals, weight, node: emptyNode() }
  const at = node.mixed.findIndex((other) => other.weight < weight)
  node.mixed.splice(at < 0 ? node.mixed.length : at, 0, made)
  return made.node
}

/** Depth first in order of specificity, so that the first hit is the best; goes back when a branch ends without the method. */
function search(node: Node, segments: string[], at: number, method: string, values: string[], methods: string[]): TrieMatch | null {
  if (at === segments.length) return leaf(node, method, values, methods)
  const raw = segments[at] as string
  const text = decoded(raw)
  const next = node.statics.get(text)
  if (next) {
    const match = search(next, segments, at + 1, method, values, methods)
    if (match) return match
  }
  const depth = values.length
  for (const { literals, node: below } of node.mixed) {
    const found = matchMixed(raw, literals)?.map(decoded) ?? (text === raw ? null : matchMixed(text, literals))
    if (!found) continue
    values.push(...found)
    const match = search(below, segments, at + 1, method, values, methods)
    if (match) return match
    values.length = depth
  }
  if (node.parameter && raw !== '') {
    values.push(text)
    const match = search(node.parameter, segments, at + 1, method, values, methods)
    if (match) return match
    values.length = depth
  }
  return null
}

function leaf(node: Node, method: string, values: string[], methods: string[]): TrieMatch | null {
  if (!node.entries) return null
  const entry = node.entries.get(method) ?? (method === 'HEAD' ? node.entries.get('GET') : undefined)
  if (!entry) {
    methods.push(...node.entries.keys())
    return null
  }
  if (values.length === 0) return { kind: 'found', route: entry.route, parameters: NO_PARAMETERS }
  const parameters: Record<string, string> = {}
  for (let i = 0; i < values.length; i++) parameters[entry.names[i] as string] = values[i] as string
  return { kind: 'found', route: entry.route, parameters }
}

function emptyNode(): Node {
  return { statics: new Map(), mixed: [], parameter: null, entries: null }
}
