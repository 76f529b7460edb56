import { z } from 'zod'
import { isTree, withoutNulls } from './settings-tree.ts'
import { splitUnknown, unwrapped } from './unknown-keys.ts'

/**
 * Whether settings that were good are good, and known to this version, after a change. Parts that both share are not looked
 * at again: among thousands of routes a change costs as much as what it changes.
 */
export function staysGood(before: unknown, now: unknown, rule: unknown): boolean {
  const inner = unwrapped(rule)
  if (!isTree(before) || !isTree(now) || !looksAtPartsAlone(inner)) return isGood(now, rule)
  for (const key of Object.keys(now)) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined
    if (now[key] !== old && !staysGood(old, now[key], ruleBelow(inner, key))) return false
  }
  return inner instanceof z.ZodRecord || Object.keys(before).every((key) => Object.hasOwn(now, key) || isGood(undefined, inner.shape[key]))
}

type Parted = z.ZodRecord | z.ZodObject

/** Nothing is asked of its parts together. */
function looksAtPartsAlone(rule: unknown): rule is Parted {
  return (rule instanceof z.ZodRecord || rule instanceof z.ZodObject) && !rule.def.checks?.length
}

function ruleBelow(rule: Parted, key: string): unknown {
  if (rule instanceof z.ZodObject) return Object.hasOwn(rule.shape, key) ? rule.shape[key] : null
  return rule.keyType instanceof z.ZodType && rule.keyType.safeParse(key).success ? rule.valueType : null
}

function isGood(value: unknown, rule: unknown): boolean {
  if (!(rule instanceof z.ZodType)) return false
  if (!isTree(value)) return rule.safeParse(value ?? undefined).success
  return splitUnknown(value, rule).unknown.length === 0 && rule.safeParse(withoutNulls(value)).success
}
