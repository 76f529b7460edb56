/** Settings as a file holds them: maps by key, lists and scalars as they are. null says that a setting is taken away. */
export type SettingsTree = { [key: string]: unknown }

/** The overlay laid over the shared file, key by key: maps merge, all else replaces, null takes away. */
export function layOver(under: SettingsTree, over: SettingsTree): SettingsTree {
  const entries = new Map(Object.entries(under))
  for (const [key, value] of Object.entries(over)) {
    const below = entries.get(key)
    entries.set(key, isTree(value) && isTree(below) ? layOver(below, value) : value)
  }
  return withoutNulls(Object.fromEntries(entries))
}

/** An empty key (`services:`) is as good as none. */
export function withoutNulls(tree: SettingsTree): SettingsTree {
  const kept = Object.entries(tree).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(kept.map(([key, value]) => [key, isTree(value) ? withoutNulls(value) : value]))
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
