import type { z } from 'zod'
import { isTree } from './settings-tree.ts'

/** What is wrong with a value and what would be right: `is "liv"; it must be mock, live, auto or recorded`. */
export function expectationOf(issue: z.core.$ZodIssue, root: unknown): string {
  if (issue.code === 'invalid_key') return `is no name for it: ${issue.issues[0]?.message ?? 'another name is needed'}`
  return `is ${written(at(root, issue.path))}; it must be ${wanted(issue)}`
}

function wanted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return listed(issue.values.map(String))
    case 'invalid_type':
      return kinds[issue.expected] ?? `a value of type ${issue.expected}`
    case 'too_small':
      return `at least ${issue.minimum}`
    case 'too_big':
      return `at most ${issue.maximum}`
    case 'invalid_union':
      return 'a text or a number'
    default:
      return issue.message
  }
}

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys',
  record: 'a mapping of names',
}

function listed(values: string[]): string {
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

function written(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (isTree(value)) return 'a mapping'
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}
