/**
 * A JSON text as nodes that keep what the sender wrote: order of fields, repeated fields, digits of numbers. `JSON.parse` keeps none
 * of the three. Read without recursion, so that depth can't overflow the stack.
 */
export type JsonNode = JsonBranch | JsonLeaf
export interface JsonBranch {
  kind: 'object' | 'array'
  key: string | null
  children: JsonNode[]
  /** The text ended inside. */
  cut: boolean
}
export interface JsonLeaf {
  kind: 'string' | 'number' | 'keyword'
  key: string | null
  text: string
}
export interface JsonReading {
  /** null when not even a first value could be read. */
  root: JsonNode | null
  /** The place of the first character that can't be JSON; the length of the text when it ended too early; null when all is well. */
  brokenAt: number | null
}

export function isBranch(node: JsonNode): node is JsonBranch {
  return node.kind === 'object' || node.kind === 'array'
}

/** Reads on to where the text was cut or broken. */
export function readJson(text: string): JsonReading {
  const cursor = createCursor(text)
  const open: JsonBranch[] = []
  let root: JsonNode | null = null
  const broken = (): JsonReading => {
    for (const branch of open) branch.cut = true
    return { root, brokenAt: cursor.at() }
  }
  // Each turn reads one value with what belongs before it (a key) and after it (closings, a comma).
  for (;;) {
    cursor.space()
    const parent = open.at(-1)
    if (!(parent && parent.children.length === 0 && cursor.sees(closingOf(parent)))) {
      const key = parent?.kind === 'object' ? readKey(cursor) : null
      if (parent?.kind === 'object' && key === null) return broken()
      const node = readNode(cursor, key)
      if (!node) return broken()
      if (parent) parent.children.push(node)
      else root = node
      if (isBranch(node)) {
        open.push(node)
        continue
      }
    }
    closeBranches(cursor, open)
    if (open.length === 0) return { root, brokenAt: cursor.ended() ? null : cursor.at() }
    if (!cursor.take(',')) return broken()
  }
}

function readKey(cursor: Cursor): string | null {
  const key = cursor.string()
  if (key === null) return null
  cursor.space()
  if (!cursor.take(':')) return null
  cursor.space()
  return key
}

/** A leaf, or a branch of which only the opening was read. */
function readNode(cursor: Cursor, key: string | null): JsonNode | null {
  if (cursor.take('{')) return { kind: 'object', key, children: [], cut: false }
  if (cursor.take('[')) return { kind: 'array', key, children: [], cut: false }
  if (cursor.sees('"')) return leafOf('string', key, cursor.string())
  return leafOf('keyword', key, cursor.match(KEYWORD)) ?? leafOf('number', key, cursor.match(NUMBER))
}

function closeBranches(cursor: Cursor, open: JsonBranch[]) {
  for (;;) {
    cursor.space()
    const branch = open.at(-1)
    if (!branch || !cursor.take(closingOf(branch))) return
    open.pop()
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const KEYWORD = /true|false|null/y
const SPACE = /[ \t\r\n]*/y
const BYTE_ORDER_MARK = '\ufeff'

type Cursor = ReturnType<typeof createCursor>

function createCursor(text: string) {
  let at = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (!found) return null
    at = pattern.lastIndex
    return found[0]
  }
  return {
    match,
    space: () => match(SPACE),
    at: () => at,
    ended: () => at >= text.length,
    sees: (character: string) => text[at] === character,
    take(character: string): boolean {
      if (text[at] !== character) return false
      at++
      return true
    },
    string(): string | null {
      if (text[at] !== '"') return null
      const end = endOfString(text, at)
      const value = end < 0 ? null : unquoted(text.slice(at, end))
      if (value !== null) at = end
      return value
    },
  }
}

function closingOf(branch: JsonBranch): string {
  return branch.kind === 'object' ? '}' : ']'
}

function leafOf(kind: JsonLeaf['kind'], key: string | null, text: string | null): JsonLeaf | null {
  return text === null ? null : { kind, key, text }
}

/** The place after the closing quote, or -1. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; ; ) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return -1
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes++
    if (slashes % 2 === 0) return quote + 1
    at = quote + 1
  }
}

function unquoted(quoted: string): string | null {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return null
  }
}
