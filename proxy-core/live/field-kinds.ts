/** Names come in few spellings; a sender of many must not fill the memory. */
const MAX_KEPT = 512
const MAX_KEPT_CHARS = 64

/** A field's name as it was written, and what it means. */
export interface FieldKind<Kind> {
  field: string
  kind: Kind
}

/**
 * What the name of a field means, found out once for each spelling; `kindOf` gets it in lower case. `field` is the same
 * string each time: whoever looks it up in a table of names has it hashed already.
 */
export function createFieldKinds<Kind extends string>(kindOf: (name: string) => Kind): (field: string) => FieldKind<Kind> {
  const kept = new Map<string, FieldKind<Kind>>()

  return (field) => {
    const known = kept.get(field)
    if (known !== undefined) return known
    const found = { field, kind: kindOf(field.toLowerCase()) }
    if (field.length > MAX_KEPT_CHARS) return found
    if (kept.size >= MAX_KEPT) kept.clear()
    kept.set(field, found)
    return found
  }
}
