/** Settings as a file holds them: maps by key, lists and scalars as they are. null says that a setting is taken away. Never changed: parts are shared. */
export type SettingsTree = { readonly [key: string]: unknown }

/** The overlay laid over the shared file, key by key: maps merge, all else replaces, null takes away. */
export function layOver(under: SettingsTree, over: SettingsTree): SettingsTree {
  const laid = new Map<string, unknown>()
  for (const key of Object.keys(under)) {
    const value = Object.hasOwn(over, key) ? over[key] : under[key]
    const below = under[key]
    laid.set(key, isTree(value) && isTree(below) && value !== below ? layOver(below, value) : cleared(value))
  }
  for (const key of Object.keys(over)) if (!Object.hasOwn(under, key)) laid.set(key, cleared(over[key]))
  for (const [key, value] of laid) if (value === null || value === undefined) laid.delete(key)
  return Object.fromEntries(laid)
}

/** An empty key (`services:`) is as good as none. The tree itself where nothing is to be taken out. */
export function withoutNulls(tree: SettingsTree): SettingsTree {
  const kept: [string, unknown][] = []
  let same = true
  for (const key of Object.keys(tree)) {
    const value = cleared(tree[key])
    if (value !== tree[key] || value === null || value === undefined) same = false
    if (value !== null && value !== undefined) kept.push([key, value])
  }
  return same ? tree : Object.fromEntries(kept)
}

function cleared(value: unknown): unknown {
  return isTree(value) ? withoutNulls(value) : value
}

/** What a path leads to; undefined when it leads nowhere. */
export function valueAt(tree: SettingsTree, path: readonly string[]): unknown {
  let value: unknown = tree
  for (const key of path) {
    if (!isTree(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value ?? undefined
}

export function isTree(value: unknown): value is SettingsTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
