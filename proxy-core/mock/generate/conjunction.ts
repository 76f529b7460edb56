import { type ApiDocument, refOf, type SchemaObject } from '../../openapi/document.ts'

/** A schema and where it stands, as a canonical reference. */
export interface Part {
  schema: SchemaObject
  at: string
}

/** Schemas that must all hold, with the branches already chosen in them. */
export interface Conjunction {
  parts: readonly Part[]
  /** Number of the branch by `branchKey`. */
  picks: ReadonlyMap<string, number>
}

export function conjunction(...parts: Part[]): Conjunction {
  return { parts, picks: new Map() }
}

/** The same schemas, with one more branch chosen. */
export function picked({ parts, picks }: Conjunction, choice: { key: string }, branch: number, extra: readonly Part[]): Conjunction {
  return { parts: [...parts, ...extra], picks: new Map(picks).set(choice.key, branch) }
}

const numbers = new WeakMap<object, number>()
let lastNumber = 0

/** A number that stays with a schema object. */
export function numberOf(schema: SchemaObject): number {
  if (typeof schema === 'boolean') return schema ? -1 : -2
  let number = numbers.get(schema)
  if (number === undefined) {
    number = ++lastNumber
    numbers.set(schema, number)
  }
  return number
}

/** The same text for the same schemas, whether they are referred to or stand there. */
export function keyOf(document: ApiDocument, { parts, picks }: Conjunction): string {
  let key = ''
  for (const { schema } of parts) key += `${numberOf(targetOf(document, schema))}&`
  for (const [choice, branch] of picks) key += `,${choice}=${branch}`
  return key
}

function targetOf(document: ApiDocument, schema: SchemaObject): SchemaObject {
  const ref = refOf(schema)
  if (ref === null || Object.keys(schema).length > 1) return schema
  return (document.node(ref) as SchemaObject | undefined) ?? schema
}
