import { decoded } from '../../openapi/template.ts'
import type { Shape, Written } from './written.ts'

/** How a parameter or a field of a form is written. */
export interface Style {
  style: string
  explode: boolean
}

/** Names and values as they came: names decoded, values still encoded; several values where a name is repeated. */
export type Fields = ReadonlyMap<string, readonly string[]>

/** Parameters nest with brackets no deeper than this. */
const MAX_BRACKETS = 16
const DELIMITERS: Record<string, { raw: string; whole: RegExp }> = {
  form: { raw: ',', whole: /,/ },
  cookie: { raw: ',', whole: /,/ },
  spaceDelimited: { raw: '%20', whole: / / },
  pipeDelimited: { raw: '|', whole: /\|/ },
}

/** The pairs of a query, or of a form in the same coding. */
export function fieldsOf(text: string): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  if (text === '') return fields
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decodedField(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : pair.slice(equals + 1)
    const known = fields.get(name)
    if (known === undefined) fields.set(name, [value])
    else known.push(value)
  }
  return fields
}

export function decodedField(text: string): string {
  return decoded(text.includes('+') ? text.replaceAll('+', ' ') : text)
}

/** The field of a name in the styles of queries and forms; undefined when it isn't there. `taken`: names that are other parameters. */
export function readField(
  fields: Fields,
  name: string,
  { style, explode }: Style,
  shape: Shape,
  taken: ReadonlySet<string>,
): Written | undefined {
  if (style === 'deepObject') return readBrackets(fields, name)
  const kind = kindOf(shape)
  if (kind === 'object' && explode) return readMembers(fields, name, shape, taken)
  const values = fields.get(name)
  if (values === undefined) return undefined
  const last = values.at(-1) as string
  if (kind === 'scalar' || (kind === 'either' && values.length === 1 && (explode || split(last, style).length === 1)))
    return values.length === 1 ? decodedField(last) : values.map(decodedField)
  if (explode) return values.map(decodedField)
  const parts = split(last, style)
  return kind === 'object' ? pairsOf(parts) : parts
}

/** The value of one path segment in the styles of paths; null when it isn't written so. */
export function readSegment(raw: string, name: string, { style, explode }: Style, shape: Shape): Written | null {
  const kind = kindOf(shape)
  if (style === 'label') {
    if (!raw.startsWith('.')) return null
    const dotted = explode || !raw.includes(',')
    return readList(raw.slice(1), dotted && kind !== 'scalar' ? '.' : ',', kind, explode)
  }
  if (style === 'matrix') return readMatrix(raw, name, kind, explode)
  return readList(raw, ',', kind, explode)
}

/** The value of a header, which isn't percent-encoded. */
export function readHeader(value: string, explode: boolean, shape: Shape): Written {
  const kind = kindOf(shape)
  if (kind === 'scalar' || (kind === 'either' && !value.includes(','))) return value
  const parts = value.split(',').map((part) => part.trim())
  return kind === 'object' ? (explode ? assignments(parts) : pairsOf(parts)) : parts
}

type Kind = 'scalar' | 'array' | 'object' | 'either'

function kindOf({ types }: Shape): Kind {
  if (types === null) return 'scalar'
  if (types.has('array')) return [...types].every((type) => type === 'array' || type === 'null') ? 'array' : 'either'
  return types.has('object') ? 'object' : 'scalar'
}

/** Many clients encode the delimiter too: where it stands nowhere as such, the decoded value is split. */
function split(value: string, style: string): string[] {
  const { raw, whole } = DELIMITERS[style] ?? { raw: ',', whole: /,/ }
  return style !== 'spaceDelimited' && value.includes(raw) ? value.split(raw).map(decodedField) : decodedField(value).split(whole)
}

function readMembers(fields: Fields, name: string, { properties, additional }: Shape, taken: ReadonlySet<string>): Written | undefined {
  const open = properties.size === 0 || (additional !== undefined && additional !== false)
  const members: [string, Written][] = []
  for (const [key, values] of fields) {
    if (!properties.has(key) && !(open && key !== name && !taken.has(key))) continue
    members.push([key, values.length === 1 ? decodedField(values[0] as string) : values.map(decodedField)])
  }
  return members.length === 0 ? undefined : Object.fromEntries(members)
}

type Tree = Map<string, Tree | readonly string[]>

/** `filter[price][min]=1&filter[tags][]=a` */
function readBrackets(fields: Fields, name: string): Written | undefined {
  const root: Tree = new Map()
  for (const [key, values] of fields) {
    if (!key.startsWith(`${name}[`) || !key.endsWith(']')) continue
    const path = key.slice(name.length + 1, -1).split('][')
    if (path.length <= MAX_BRACKETS) plant(root, path, values)
  }
  return root.size === 0 ? undefined : harvest(root)
}

function plant(root: Tree, path: string[], values: readonly string[]): void {
  let tree = root
  for (const step of path.slice(0, -1)) {
    const next = tree.get(step)
    const branch: Tree = next instanceof Map ? next : new Map()
    tree.set(step, branch)
    tree = branch
  }
  tree.set(path.at(-1) as string, values)
}

function harvest(tree: Tree): Written {
  const list = tree.size === 1 ? tree.get('') : undefined
  if (list !== undefined) return list instanceof Map ? [harvest(list)] : list.map(decodedField)
  return Object.fromEntries([...tree].map(([key, held]) => [key, held instanceof Map ? harvest(held) : oneOrAll(held)]))
}

function oneOrAll(values: readonly string[]): Written {
  return values.length === 1 ? decodedField(values[0] as string) : values.map(decodedField)
}

function readList(raw: string, delimiter: string, kind: Kind, explode: boolean): Written {
  if (kind === 'scalar' || (kind === 'either' && !raw.includes(delimiter))) return decoded(raw)
  const text = raw.includes(delimiter) ? raw : decoded(raw)
  const parts = text.split(delimiter).map(decoded)
  return kind === 'object' ? (explode ? assignments(parts) : pairsOf(parts)) : parts
}

function readMatrix(raw: string, name: string, kind: Kind, explode: boolean): Written | null {
  if (!raw.startsWith(';')) return null
  const pairs = raw.slice(1).split(';')
  if (kind === 'object' && explode) return assignments(pairs.map(decoded))
  const values: string[] = []
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (decoded(equals < 0 ? pair : pair.slice(0, equals)) !== name) return null
    values.push(equals < 0 ? '' : pair.slice(equals + 1))
  }
  if (values.length > 1) return values.map(decoded)
  const [value = ''] = values
  return explode && kind === 'array' ? [decoded(value)] : readList(value, ',', kind, explode)
}

/** `R,100,G,200` */
function pairsOf(parts: readonly string[]): Written {
  const members: [string, string][] = []
  for (let i = 0; i < parts.length; i += 2) members.push([parts[i] as string, parts[i + 1] ?? ''])
  return Object.fromEntries(members)
}

/** `R=100`, `G=200` */
function assignments(parts: readonly string[]): Written {
  return Object.fromEntries(
    parts.map((part) => {
      const equals = part.indexOf('=')
      return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
    }),
  )
}
