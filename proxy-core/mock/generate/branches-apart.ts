import type { ApiDocument } from '../../openapi/document.ts'
import type { Part } from './conjunction.ts'
import type { Choice, Flat, JsonType } from './flat.ts'
import { flatten } from './flat-schema.ts'

/**
 * What makes a value of one branch of a `oneOf` invalid for the others, where their properties are all optional: a
 * property that only another branch declares, of a type that it has not there.
 */
export function partsApart(document: ApiDocument, { branches, at }: Choice, chosen: number): Part[] {
  const own = flatBranch(document, branches[chosen] ?? [])
  const ownNames = namesOf(own)
  return branches.flatMap((parts, number) => {
    if (number === chosen) return []
    const other = flatBranch(document, parts)
    for (const { properties } of other.members) {
      for (const [name, part] of properties) {
        const type = ownNames.has(name) ? null : missingType(flatBranch(document, [part]).types)
        if (type !== null) return [{ schema: { type: 'object', properties: { [name]: { type } }, required: [name] }, at }]
      }
    }
    return []
  })
}

function flatBranch(document: ApiDocument, parts: readonly Part[]): Flat {
  return flatten(document, { parts, picks: new Map() })
}

function namesOf({ members }: Flat): Set<string> {
  return new Set(members.flatMap(({ properties }) => [...properties.keys()]))
}

function missingType(types: ReadonlySet<JsonType> | null): JsonType | null {
  if (types === null) return null
  const free: JsonType[] = ['string', 'boolean']
  return free.find((type) => !types.has(type)) ?? null
}
