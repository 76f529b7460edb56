import { z } from 'zod'
import { isTree, type SettingsTree } from './settings-tree.ts'

export interface UnknownKey {
  path: string[]
  /** The keys that are known there. */
  siblings: string[]
}

/** Parts what a schema knows from what it does not, at every depth. `known` is the value itself where all of it is known. */
export function splitUnknown(value: SettingsTree, schema: z.ZodType): { known: SettingsTree; unknown: UnknownKey[] } {
  const unknown: UnknownKey[] = []
  return { known: split(value, schema, []), unknown }

  function split(part: SettingsTree, rule: unknown, path: string[]): SettingsTree {
    const inner = unwrapped(rule)
    const isRecord = inner instanceof z.ZodRecord
    if (!isRecord && !(inner instanceof z.ZodObject)) return part
    const kept: [string, unknown][] = []
    let same = true
    for (const [key, item] of Object.entries(part)) {
      if (!isRecord && !Object.hasOwn(inner.shape, key)) {
        unknown.push({ path: [...path, key], siblings: Object.keys(inner.shape) })
        same = false
        continue
      }
      const known = isTree(item) ? split(item, isRecord ? inner.valueType : inner.shape[key], [...path, key]) : item
      kept.push([key, known])
      same &&= known === item
    }
    return same ? part : Object.fromEntries(kept)
  }
}

/** The rule of what is there, be it optional or not. */
export function unwrapped(rule: unknown): unknown {
  let inner = rule
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) inner = inner.unwrap()
  return inner
}
