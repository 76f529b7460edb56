import { type Alias, type Document, isAlias, isMap, isScalar, Scalar, YAMLMap } from 'yaml'
import { Refusal } from '../model/errors.ts'
import { createPairs } from './pairs.ts'
import { parseSettings } from './parse-settings.ts'
import { forget } from './remembered-pair.ts'

/** One change of a workspace file: `value` at `path`; undefined takes the key away, and its parents when nothing is left in them. */
export interface WorkspaceEdit {
  path: readonly string[]
  value: unknown
}

/** The parsed text of a workspace file, kept so that one edit after the other is made without parsing it again. */
export interface EditableSettings {
  text(): string
  /** Does what the first edit would wait for: a large file is written once in full. */
  prepare(): void
  /** The text after more edits: comments, order and what this version does not know stay. Throws a Refusal `setting-invalid`. */
  edit(edits: readonly WorkspaceEdit[]): string
}

/** The text must be one that `readSettings` accepted, and `document` what it is parsed to. */
export function editableSettings(text: string, document: Document = parseSettings(text)): EditableSettings {
  // An alias that has lost its anchor is written all the same: reading the text tells of it by name.
  const style = { lineWidth: 0, verifyAliasOrder: false, ...styleOf(text) }
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n'
  let current = text
  const pairs = createPairs()

  return {
    text: () => current,
    prepare() {
      pairs.rememberBelow(document.contents)
      document.toString(style)
    },
    edit(edits) {
      let changed = false
      for (const { path, value } of edits) {
        if (value === undefined) changed = remove(path) || changed
        else changed = set(path, value) || changed
      }
      if (changed) current = written()
      return current
    },
  }

  function set(path: readonly string[], value: unknown): boolean {
    let map = rootOf(document)
    for (const [i, key] of path.slice(0, -1).entries()) map = childMap(map, key, isRoute(path, i))
    const last = path.at(-1)
    if (last === undefined) return false
    const old = pairs.find(map, last)?.value
    if (isScalar(old) && !isComposite(value)) {
      if (old.value === value) return false
      old.value = value
    } else pairs.put(map, last, isComposite(value) ? document.createNode(value) : new Scalar(value))
    forgetAlong(path)
    return true
  }

  function remove(path: readonly string[]): boolean {
    const maps: YAMLMap[] = []
    let node: unknown = document.contents
    for (const key of path) {
      if (!isMap(node) || !pairs.find(node, key)) return false
      maps.push(node)
      node = pairs.find(node, key)?.value
    }
    forgetAlong(path)
    for (const [i, map] of [...maps.entries()].reverse()) {
      pairs.remove(map, path[i] as string)
      if (map.items.length > 0) break
    }
    return true
  }

  /** The map below a key, made when there is none. One that an alias brings in is copied, so that its other users stay as they are. */
  function childMap(map: YAMLMap, key: string, flow: boolean): YAMLMap {
    const child = pairs.find(map, key)?.value
    if (isMap(child)) return child
    const made = isAlias(child) ? copyOf(child) : new YAMLMap(document.schema)
    if (flow) made.flow = true
    pairs.put(map, key, made)
    return made
  }

  function copyOf(alias: Alias): YAMLMap {
    const made = alias.resolve(document) ? document.createNode(alias.toJS(document)) : null
    if (!isMap(made)) throw new Refusal('setting-invalid', `*${alias.source} stands for no mapping`)
    return made
  }

  function forgetAlong(path: readonly string[]): void {
    let node: unknown = document.contents
    for (const key of path) {
      const pair = isMap(node) ? pairs.find(node, key) : undefined
      if (!pair) return
      forget(pair)
      node = pair.value
    }
  }

  function written(): string {
    if (isMap(document.contents) && document.contents.items.length === 0) document.contents = null
    const lines = document.contents === null ? commentsOnly(document) : document.toString(style)
    return lineEnd === '\n' ? lines : lines.replaceAll(/\r?\n/g, lineEnd)
  }
}

function rootOf(document: Document): YAMLMap {
  if (isMap(document.contents)) return document.contents
  const made = new YAMLMap(document.schema)
  document.contents = made
  return made
}

/** `getProduct: { mode: live }`: what is set on a route stands in one line. */
function isRoute(path: readonly string[], depth: number): boolean {
  return path[0] === 'services' && path[2] === 'routes' && depth === 3
}

function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null
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
    flowCollectionPadding: !/(?:^|[\s,[{])\{[^\s}]/m.test(text) || /\{ /.test(text),
  }
}
