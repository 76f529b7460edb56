import type { WorkspaceEdit } from './edit-settings.ts'
import { isTree, type SettingsTree } from './settings-tree.ts'

/** A map of the tree that was copied for the edits at hand, so that they may be made in it. */
interface Copy {
  map: { [key: string]: unknown }
  /** How many keys it has: counting them at each edit takes longer than the edit. */
  size: number
}

/** What a file says after some edits: to its tree what `editableSettings` does to its text. The tree itself when they change nothing. */
export function editTree(tree: SettingsTree, edits: readonly WorkspaceEdit[]): SettingsTree {
  const copies = new Map<unknown, Copy>()
  let root = tree
  for (const { path, value } of edits) {
    const last = path.at(-1)
    if (last === undefined) continue
    if (value === undefined) remove(path)
    else if (isComposite(value)) put(copiedAlong(path).at(-1), last, JSON.parse(JSON.stringify(value)))
    else if (found(path) !== value) put(copiedAlong(path).at(-1), last, value)
  }
  return root

  function remove(path: readonly string[]): void {
    if (found(path) === undefined) return
    for (const [i, copy] of [...copiedAlong(path).entries()].reverse()) {
      delete copy.map[path[i] as string]
      copy.size--
      if (copy.size > 0) break
    }
  }

  function found(path: readonly string[]): unknown {
    let value: unknown = root
    for (const key of path) value = isTree(value) && Object.hasOwn(value, key) ? value[key] : undefined
    return value
  }

  /** The maps above the end of a path, made where there are none. */
  function copiedAlong(path: readonly string[]): Copy[] {
    let copy = copied(root)
    root = copy.map
    return path.map((_, i) => {
      const key = path[i - 1]
      if (key === undefined) return copy
      const inner = copied(Object.hasOwn(copy.map, key) ? copy.map[key] : undefined)
      put(copy, key, inner.map)
      copy = inner
      return inner
    })
  }

  function copied(value: unknown): Copy {
    const known = copies.get(value)
    if (known) return known
    const map = isTree(value) ? { ...value } : {}
    const copy = { map, size: Object.keys(map).length }
    copies.set(map, copy)
    return copy
  }
}

function put(copy: Copy | undefined, key: string, value: unknown): void {
  if (!copy) return
  if (!Object.hasOwn(copy.map, key)) copy.size++
  // `copy.map[key] = value` would set the prototype where the key is `__proto__`.
  Object.defineProperty(copy.map, key, { value, writable: true, enumerable: true, configurable: true })
}

function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
