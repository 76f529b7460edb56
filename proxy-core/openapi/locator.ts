import { isObject, type JsonObject, member } from './json.ts'
import type { Library } from './library.ts'
import { pointerOf, tokensOf } from './pointer.ts'
import { createSchemaResources, type SchemaResource, type SchemaResources } from './schema-resources.ts'
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
  /** @param holder the object that `raw` stands in; it may lie in a part of the file with an `$id` of its own */
  locate(raw: string, from: SourceFile, holder: object): Promise<Located | Unlocated>
  resources: SchemaResources
  /** Where the reference object leads, once `raw` is no longer what stands in it. */
  settled: Map<JsonObject, Located>
}

const MAX_HOPS = 64

/**
 * Finds what references name.
 * @param moved where a part of the root lies after it was brought into today's form
 */
export function createLocator(library: Library, moved: (tokens: string[]) => string[]): Locator {
  const resources = createSchemaResources()
  const known = new Map<SchemaResource, Map<string, Located | Unlocated>>()
  const settled = new Map<JsonObject, Located>()

  async function locate(raw: string, file: SourceFile, holder: object, hops = 0): Promise<Located | Unlocated> {
    const from = resources.around(holder, file)
    const ofResource = known.get(from) ?? new Map<string, Located | Unlocated>()
    known.set(from, ofResource)
    const before = ofResource.get(raw)
    if (before !== undefined) return before
    const located = await search(raw, from, hops)
    ofResource.set(raw, located)
    return located
  }

  async function search(raw: string, from: SchemaResource, hops: number): Promise<Located | Unlocated> {
    const hash = raw.indexOf('#')
    const path = hash < 0 ? raw : raw.slice(0, hash)
    const fragment = decodeFragment(hash < 0 ? '' : raw.slice(hash + 1))
    const named = path === '' ? from : await resourceOf(path, from)
    if ('code' in named) return { code: named.code, message: `${raw} can not be followed: ${named.message}` }
    const { file, tokens, anchors } = named
    const where = file === from.file ? '' : ` in ${file.place}`
    if (fragment === '' && tokens.length === 0 && file === library.root) {
      return { code: 'ref-missing', message: `${raw} names the whole document; name a part of it, such as #/components/schemas/NAME` }
    }
    if (fragment === '' || fragment.startsWith('/')) {
      const pointer = tokensOf(fragment)
      // many documents count from their root in schemas with an `$id` too
      const found =
        (await descend(file, [...tokens, ...pointer], hops)) ?? (tokens.length === 0 ? null : await descend(file, pointer, hops))
      return found ?? { code: 'ref-missing', message: `${raw} names nothing: there is no ${fragment}${where}` }
    }
    const anchor = anchors.get(fragment) ?? resources.root(file).anchors.get(fragment)
    if (anchor === undefined) return { code: 'ref-missing', message: `${raw} names nothing: there is no $anchor ${fragment}${where}` }
    return (await descend(file, anchor, hops)) ?? { code: 'ref-missing', message: `${raw} names nothing` }
  }

  /** A schema by its `$id`, the document itself by its `$self`, or a file. */
  async function resourceOf(path: string, from: SchemaResource): Promise<SchemaResource | Unlocated> {
    const { root } = library
    if (member(root.tree, '$self') === path) return resources.root(root)
    resources.root(root)
    const known = resources.named(path, from)
    if (known !== null) return known
    const uri = resources.meant(path, from)
    const meant = uri === null ? null : await library.file(uri, from.file)
    if (meant !== null && 'tree' in meant) return resources.root(meant)
    // documents give `$id`s to files that are not served there, and mean the file beside
    const file = await library.file(path, from.file)
    return 'reason' in file ? { code: `ref-${file.kind}`, message: file.reason } : resources.root(file)
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
      const detour = settled.get(value) ?? (await locate(value.$ref, file, value, hops + 1))
      if ('message' in detour) return null
      return descend(detour.file, [...tokensOf(detour.ref.slice(detour.file.name.length + 1)), ...tokens.slice(index)], hops + 1)
    }
    return value === undefined ? null : { ref: `${file.name}#${pointerOf(tokens)}`, file, value }
  }

  return { locate, resources, settled }
}

function decodeFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
