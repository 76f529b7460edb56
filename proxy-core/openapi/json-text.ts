/** Told of each member and item: its tokens from the root (valid during the call), where its key or value starts, its value when that is a string. */
export type PlaceVisitor = (tokens: readonly string[], offset: number, text: string | null) => void

export interface JsonFault {
  message: string
  offset: number
}

/** Why a text that `JSON.parse` refused is not JSON, and where. */
export function jsonFault(text: string): JsonFault {
  return scanJson(text, () => {}) ?? { message: 'the JSON is not valid', offset: 0 }
}

/** Reads JSON with positions, however deep it nests. @returns the first fault, else null */
export function scanJson(text: string, visit: PlaceVisitor): JsonFault | null {
  try {
    scan(text, visit)
    return null
  } catch (error) {
    if (error instanceof Fault) return { message: error.message, offset: error.offset }
    throw error
  }
}

class Fault extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

const stringEnd = /["\\\p{Cc}]/gu
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

function scan(text: string, visit: PlaceVisitor): void {
  const tokens: string[] = []
  const closers: ('}' | ']')[] = []
  let at = skipSpace(text, 0)

  /** After a key or an opening bracket; leaves `at` behind the value, or inside it when it is a filled container. */
  function value(place: number): boolean {
    const sign = text[at]
    if (sign === '{' || sign === '[') {
      if (tokens.length > 0) visit(tokens, place, null)
      const closer = sign === '{' ? '}' : ']'
      at = skipSpace(text, at + 1)
      if (text[at] === closer) {
        at = skipSpace(text, at + 1)
        return false
      }
      closers.push(closer)
      tokens.push('-1')
      return true
    }
    const end = sign === '"' ? endOfString(text, at) : endOfLiteral(text, at)
    if (tokens.length > 0) visit(tokens, place, sign === '"' ? unquote(text.slice(at, end)) : null)
    at = skipSpace(text, end)
    return false
  }

  /** The next member or item; its value may open another level. */
  function entry(): boolean {
    const place = at
    const last = tokens.length - 1
    if (closers.at(-1) === ']') {
      tokens[last] = String(Number(tokens[last]) + 1)
      return value(place)
    }
    if (text[at] !== '"') throw unexpected(text, at, 'a key in double quotes')
    const end = endOfString(text, at)
    tokens[last] = unquote(text.slice(at, end))
    at = skipSpace(text, end)
    if (text[at] !== ':') throw unexpected(text, at, 'a colon after the key')
    at = skipSpace(text, at + 1)
    return value(place)
  }

  let opened = value(at)
  while (closers.length > 0) {
    if (opened) opened = entry()
    else if (text[at] === ',') {
      at = skipSpace(text, at + 1)
      if (text[at] === '}' || text[at] === ']') throw new Fault(`a comma before ${text[at]} is not allowed in JSON`, at)
      opened = entry()
    } else if (text[at] === closers.at(-1)) {
      closers.pop()
      tokens.pop()
      at = skipSpace(text, at + 1)
    } else throw unexpected(text, at, `a comma or ${closers.at(-1)}`)
  }
  if (at < text.length) throw unexpected(text, at, 'the end')
}

function skipSpace(text: string, from: number): number {
  let at = from
  for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9; code = text.charCodeAt(at)) at++
  return at
}

function endOfString(text: string, start: number): number {
  stringEnd.lastIndex = start + 1
  for (let match = stringEnd.exec(text); match !== null; match = stringEnd.exec(text)) {
    if (match[0] === '"') return match.index + 1
    if (match[0] !== '\\')
      throw new Fault('a string may not hold a line break or control character; is its closing quote missing?', match.index)
    const escaped = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(match.index, match.index + 6))
    if (escaped === null) {
      if (/^\\(?:u[0-9a-fA-F]*)?$/.test(text.slice(match.index, match.index + 6))) break
      throw new Fault('a backslash in a string must start an escape such as \\n or \\u00e9', match.index)
    }
    stringEnd.lastIndex = match.index + escaped[0].length
  }
  throw cutOff(text, 'inside a string')
}

function endOfLiteral(text: string, start: number): number {
  literal.lastIndex = start
  const match = literal.exec(text)
  if (match === null) throw unexpected(text, start, 'a value')
  const end = start + match[0].length
  if (/[\w.+-]/.test(text[end] ?? '')) throw new Fault(`${shown(text, start)} is not a JSON value; texts need double quotes`, start)
  return end
}

function unquote(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}

function unexpected(text: string, at: number, wanted: string): Fault {
  if (at >= text.length) return cutOff(text, `where ${wanted} is expected`)
  return new Fault(`found ${shown(text, at)} where ${wanted} is expected`, at)
}

function cutOff(text: string, where: string): Fault {
  return new Fault(`the text ends ${where}; the file seems to be cut off`, text.length)
}

function shown(text: string, at: number): string {
  return JSON.stringify(/^(?:[\w$.+-]+|.)/su.exec(text.slice(at, at + 40))?.[0] ?? '')
}
