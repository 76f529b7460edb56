import { type Document, isAlias, isMap, isScalar, parseDocument, YAMLMap } from 'yaml'

/** One change of a workspace file: `value` at `path`; undefined takes the key away, and its parents when nothing is left in them. */
export interface WorkspaceEdit {
  path: readonly string[]
  value: unknown
}

/**
 * The text of a workspace file after some edits: comments, order and what this version does not know stay.
 * The text must be one that `readSettings` accepted.
 */
export function editSettings(text: string, edits: readonly WorkspaceEdit[]): string {
  const document: Document = parseDocument(text, { merge: true, logLevel: 'silent' })
  let changed = false
  for (const { path, value } of edits) {
    if (value === undefined) changed = remove(document, path) || changed
    else changed = set(document, path, value) || changed
  }
  if (!changed) return text
  return written(document, text)
}

function set(document: Document, path: readonly string[], value: unknown): boolean {
  let map = rootOf(document)
  for (const [i, key] of path.slice(0, -1).entries()) map = childMap(document, map, key, isRoute(path, i))
  const last = path.at(-1)
  if (last === undefined) return false
  const old = map.get(last, true)
  if (isScalar(old) && !isComposite(value)) {
    if (old.value === value) return false
    old.value = value
    return true
  }
  map.set(last, document.createNode(value))
  return true
}

function remove(document: Document, path: readonly string[]): boolean {
  const maps: YAMLMap[] = []
  let node: unknown = document.contents
  for (const key of path) {
    if (isAlias(node)) return false
    if (!isMap(node) || !node.has(key)) return false
    maps.push(node)
    node = node.get(key, true)
  }
  for (let i = maps.length - 1; i >= 0; i--) {
    const map = maps[i]
    map?.delete(path[i])
    if (map && map.items.length > 0) break
  }
  return true
}

function rootOf(document: Document): YAMLMap {
  if (isMap(document.contents)) return document.contents
  const made = new YAMLMap(document.schema)
  document.contents = made
  return made
}

/** The map below a key, made when there is none. One that an alias brings in is copied, so that its other users stay as they are. */
function childMap(document: Document, map: YAMLMap, key: string, flow: boolean): YAMLMap {
  const child = map.get(key, true)
  if (isMap(child)) return child
  const made = isAlias(child) ? document.createNode(child.toJS(document)) : new YAMLMap(document.schema)
  if (!isMap(made)) throw new TypeError(`${key} is not a mapping`)
  if (flow) made.flow = true
  map.set(key, made)
  return made
}

/** `getProduct: { mode: live }`: what is set on a route stands in one line. */
function isRoute(path: readonly string[], depth: number): boolean {
  return path[0] === 'services' && path[2] === 'routes' && depth === 3
}

function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function written(document: Document, before: string): string {
  if (isMap(document.contents) && document.contents.items.length === 0) document.contents = null
  const text = document.contents === null ? commentsOnly(document) : document.toString({ lineWidth: 0, ...styleOf(before) })
  return before.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text
}

function commentsOnly(document: Document): string {
  const comments = [document.commentBefore, document.comment].filter((comment) => comment !== null)
  return comments
    .join('\n')
    .split('\n')
    .map((line) => (line === '' ? '' : `#${line}\n`))
    .join('')
}

/** The indentation that the file already has. */
function styleOf(text: string): { indent: number; indentSeq: boolean; flowCollectionPadding: boolean } {
  const first = /^[^\s#-][^\n]*:[^\S\n]*(?:#[^\n]*)?\r?\n( +)[^\s#-]/m.exec(text)
  return {
    indent: Math.min(first?.[1]?.length ?? 2, 8),
    indentSeq: !/^( *)[^\s#-][^\n]*:[^\S\n]*\r?\n\1- /m.test(text),
    flowCollectionPadding: !/\{[^\s}]/.test(text) || /\{ /.test(text),
  }
}
