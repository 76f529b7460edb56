/** Names come in few spellings; a sender of many must not fill the memory. */
const MAX_KEPT = 512
const MAX_KEPT_CHARS = 64

/** What the name of a field means, found out once for each spelling; `kindOf` gets it in lower case. */
export function createFieldKinds<Kind extends string>(kindOf: (name: string) => Kind): (field: string) => Kind {
  const kept = new Map<string, Kind>()

  return (field) => {
    const known = kept.get(field)
    if (known !== undefined) return known
    const kind = kindOf(field.toLowerCase())
    if (field.length > MAX_KEPT_CHARS) return kind
    if (kept.size >= MAX_KEPT) kept.clear()
    kept.set(field, kind)
    return kind
  }
}
