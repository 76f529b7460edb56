/** One segment of a path template. */
export type Segment =
  | { kind: 'static'; text: string }
  /** Literal text and parameters mixed: `{name}.zip`, `{a}:{b}`. One more literal than names; the outer ones may be empty. */
  | { kind: 'mixed'; literals: string[]; names: string[] }
  | { kind: 'parameter'; name: string }

/** The segments of a template as a document writes it; what follows a `?` or `#` is not part of a path. */
export function parseTemplate(template: string): Segment[] {
  const path = template.split(/[?#]/, 1)[0] as string
  const segments: Segment[] = []
  for (const text of path.replace(/^\//, '').split('/')) segments.push(parseSegment(text))
  return segments
}

/** Without the names: two templates of one shape match the same paths. */
export function shapeOf(literals: readonly string[]): string {
  return literals.join('{}')
}

/** The values that a segment gives to a mixed template's names, or null. No value is empty; the leftmost split wins. */
export function matchMixed(text: string, literals: readonly string[]): string[] | null {
  const first = literals[0] as string
  const last = literals.at(-1) as string
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return null
  const end = text.length - last.length
  const values: string[] = []
  let from = first.length
  for (let i = 1; i < literals.length - 1; i++) {
    const literal = literals[i] as string
    const at = text.indexOf(literal, from + 1)
    if (at < 0 || at + literal.length > end) return null
    values.push(text.slice(from, at))
    from = at + literal.length
  }
  if (from >= end) return null
  values.push(text.slice(from, end))
  return values
}

/** A segment or value with its percent-encoding taken away; as it is when that is broken. */
export function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function parseSegment(text: string): Segment {
  const literals: string[] = []
  const names: string[] = []
  let from = 0
  for (const match of text.matchAll(/\{([^{}]+)\}/g)) {
    literals.push(decoded(text.slice(from, match.index)))
    names.push(match[1] as string)
    from = match.index + match[0].length
  }
  const rest = decoded(text.slice(from))
  const name = names[0]
  if (name === undefined) return { kind: 'static', text: rest }
  literals.push(rest)
  if (names.length === 1 && literals[0] === '' && rest === '') return { kind: 'parameter', name }
  return { kind: 'mixed', literals, names }
}
