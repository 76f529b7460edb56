import { z } from 'zod'
import { isTree, type SettingsTree } from './settings-tree.ts'

export interface UnknownKey {
  path: string[]
  /** The keys that are known there. */
  siblings: string[]
}

/** Parts what a schema knows from what it does not, at every depth. */
export function splitUnknown(value: SettingsTree, schema: z.ZodType): { known: SettingsTree; unknown: UnknownKey[] } {
  const unknown: UnknownKey[] = []
  return { known: split(value, schema, []) as SettingsTree, unknown }

  function split(part: unknown, rule: unknown, path: string[]): unknown {
    const inner = unwrapped(rule)
    if (!isTree(part)) return part
    if (inner instanceof z.ZodRecord) {
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, split(item, inner.valueType, [...path, key])]))
    }
    if (!(inner instanceof z.ZodObject)) return part
    const kept: [string, unknown][] = []
    for (const [key, item] of Object.entries(part)) {
      if (Object.hasOwn(inner.shape, key)) kept.push([key, split(item, inner.shape[key], [...path, key])])
      else unknown.push({ path: [...path, key], siblings: Object.keys(inner.shape) })
    }
    return Object.fromEntries(kept)
  }
}

function unwrapped(rule: unknown): unknown {
  let inner = rule
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) inner = inner.unwrap()
  return inner
}
