import { isObject, type JsonObject, member } from './json.ts'
import type { Library } from './library.ts'
import { pointerOf, tokensOf } from './pointer.ts'
import type { SourceFile } from './source-file.ts'

/** A place in a file that a reference leads to. */
export interface Located {
  /** Canonical: the file's name, `#`, and the pointer. */
  ref: string
  file: SourceFile
  value: unknown
}

/** Why a reference leads nowhere: a clause without its full stop. */
export interface Unlocated {
  code: 'ref-missing' | 'ref-refused' | 'ref-unreadable'
  message: string
}

export interface Locator {
  locate(raw: string, from: SourceFile): Promise<Located | Unlocated>
  /** Where the reference object leads, once `raw` is no longer what stands in it. */
  settled: Map<JsonObject, Located>
}

const MAX_HOPS = 64

/**
 * Finds what references name.
 * @param moved where a part of the root lies after it was brought into today's form
 */
export function createLocator(library: Library, moved: (tokens: string[]) => string[]): Locator {
  const known = new Map<SourceFile, Map<string, Located | Unlocated>>()
  const settled = new Map<JsonObject, Located>()

  async function locate(raw: string, from: SourceFile, hops = 0): Promise<Located | Unlocated> {
    const ofFile = known.get(from) ?? new Map<string, Located | Unlocated>()
    known.set(from, ofFile)
    const before = ofFile.get(raw)
    if (before !== undefined) return before
    const located = await search(raw, from, hops)
    ofFile.set(raw, located)
    return located
  }

  async function search(raw: string, from: SourceFile, hops: number): Promise<Located | Unlocated> {
    const hash = raw.indexOf('#')
    const path = hash < 0 ? raw : raw.slice(0, hash)
    const fragment = decodeFragment(hash < 0 ? '' : raw.slice(hash + 1))
    const named = path === '' ? { file: from, tokens: [] } : await fileOf(path, from)
    if ('code' in named) return { code: named.code, message: `${raw} can not be followed: ${named.message}` }
    const { file, tokens } = named
    const where = file === from ? '' : ` in ${file.place}`
    if (fragment === '' && tokens.length === 0 && file === library.root) {
      return { code: 'ref-missing', message: `${raw} names the whole document; name a part of it, such as #/components/schemas/NAME` }
    }
    if (fragment === '' || fragment.startsWith('/')) {
      const found = await descend(file, [...tokens, ...tokensOf(fragment)], hops)
      return found ?? { code: 'ref-missing', message: `${raw} names nothing: there is no ${fragment}${where}` }
    }
    const anchor = findKeyword(file.tree, ['$anchor', '$dynamicAnchor'], fragment)
    if (anchor === null) return { code: 'ref-missing', message: `${raw} names nothing: there is no $anchor ${fragment}${where}` }
    return (await descend(file, anchor, hops)) ?? { code: 'ref-missing', message: `${raw} names nothing` }
  }

  /** A file, the document itself by its `$self`, or a schema by its `$id`. */
  async function fileOf(path: string, from: SourceFile): Promise<{ file: SourceFile; tokens: string[] } | Unlocated> {
    const { root } = library
    if (member(root.tree, '$self') === path) return { file: root, tokens: [] }
    const file = await library.file(path, from)
    if (!('reason' in file)) return { file, tokens: [] }
    for (const place of new Set([from, root])) {
      const tokens = findKeyword(place.tree, ['$id'], path)
      if (tokens !== null) return { file: place, tokens }
    }
    return { code: `ref-${file.kind}`, message: file.reason }
  }

  /** Follows references on its way, as `#/components/schemas/A/properties/b` needs where A is itself a reference. */
  async function descend(file: SourceFile, pointer: string[], hops: number): Promise<Located | null> {
    const tokens = file === library.root ? moved(pointer) : pointer
    let value: unknown = file.tree
    for (const [index, token] of tokens.entries()) {
      const next = member(value, token)
      if (next !== undefined) {
        value = next
        continue
      }
      if (!isObject(value) || typeof value.$ref !== 'string' || hops >= MAX_HOPS) return null
      const detour = settled.get(value) ?? (await locate(value.$ref, file, hops + 1))
      if ('message' in detour) return null
      return descend(detour.file, [...tokensOf(detour.ref.slice(detour.file.name.length + 1)), ...tokens.slice(index)], hops + 1)
    }
    return value === undefined ? null : { ref: `${file.name}#${pointerOf(tokens)}`, file, value }
  }

  return { locate, settled }
}

function decodeFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

/** The way to the first object in which one of the keywords has the value. */
function findKeyword(tree: unknown, keywords: readonly string[], value: string): string[] | null {
  const open: { node: object; way: string[] }[] = isObject(tree) ? [{ node: tree, way: [] }] : []
  const seen = new Set<object>()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, way } = next
    if (seen.has(node)) continue
    seen.add(node)
    if (keywords.some((keyword) => member(node, keyword) === value)) return way
    for (const [key, child] of Object.entries(node))
      if (typeof child === 'object' && child !== null) open.push({ node: child, way: [...way, key] })
  }
  return null
}
