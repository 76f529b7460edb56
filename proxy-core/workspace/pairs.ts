import { isMap, isScalar, Pair, Scalar, type YAMLMap } from 'yaml'
import { remember } from './remembered-pair.ts'

/** The pairs of a document's mappings, found by their keys; those of block mappings remember how they were written. */
export interface Pairs {
  find(map: YAMLMap, key: string): Pair | undefined
  put(map: YAMLMap, key: string, value: unknown): void
  remove(map: YAMLMap, key: string): void
  /** Lets all pairs of block mappings below a node remember how they are written from now on. */
  rememberBelow(node: unknown): void
}

/** `YAMLMap` looks through all its pairs for each key: for thousands of edits of thousands of routes that takes a second. */
export function createPairs(): Pairs {
  const known = new WeakMap<YAMLMap, Map<string, Pair>>()
  return {
    find: (map, key) => of(map).get(key),
    put(map, key, value) {
      const byKey = of(map)
      const old = byKey.get(key)
      if (old) {
        old.value = value
        return
      }
      const pair = new Pair(new Scalar(key), value)
      map.items.push(pair)
      take(map, byKey, pair)
    },
    remove(map, key) {
      const byKey = of(map)
      const pair = byKey.get(key)
      if (!pair) return
      map.items.splice(map.items.indexOf(pair), 1)
      byKey.delete(key)
    },
    rememberBelow,
  }

  function of(map: YAMLMap): Map<string, Pair> {
    const old = known.get(map)
    if (old) return old
    const byKey = new Map<string, Pair>()
    for (const pair of map.items) take(map, byKey, pair)
    known.set(map, byKey)
    return byKey
  }

  function take(map: YAMLMap, byKey: Map<string, Pair>, pair: Pair): void {
    byKey.set(String(isScalar(pair.key) ? pair.key.value : pair.key), pair)
    if (!map.flow) remember(pair)
  }

  function rememberBelow(node: unknown): void {
    if (isMap(node) && !node.flow) for (const pair of of(node).values()) rememberBelow(pair.value)
  }
}
