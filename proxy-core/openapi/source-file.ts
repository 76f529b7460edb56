import { isAscii } from 'node:buffer'
import type { ImportLimits } from '../model/limits.ts'
import { checkComplexity } from './complexity.ts'
import type { Fault } from './faults.ts'
import { jsonFault } from './json-text.ts'
import { lineColumns } from './line-column.ts'
import { unservableAt } from './unservable.ts'

/** One file of a document as it was read. */
export interface SourceFile {
  /** What canonical references into it start with: empty for the root, else the path from the root's folder, or the URL. */
  name: string
  /** What people see: absolute path, URL, or the name of a pasted text. */
  place: string
  format: 'json' | 'yaml'
  bytes: Uint8Array
  tree: unknown
  /** How many there are, aliases written out. */
  values: number
  /** What was put up with while parsing. */
  faults: Omit<Fault, 'file'>[]
}

/** Parses a file; what can't be parsed is refused with line and column. */
export async function parseSource(name: string, place: string, bytes: Uint8Array, limits: ImportLimits): Promise<SourceFile> {
  const text = textOf(bytes)
  const refuse: Refuse = (code, message, offset) => {
    throw unservableAt(code, message, place, lineColumns(text)(offset))
  }
  if (text.trim() === '') {
    refuse('document-not-openapi', 'the file is empty; an OpenAPI document starts with "openapi: 3.1.0" or {"openapi": "3.1.0"', 0)
  }
  const json = readJson(text, place, refuse)
  if (json !== undefined) {
    const values = checkComplexity(json.tree, false, limits, (message) => refuse('document-too-complex', message, 0))
    return { name, place, format: 'json', bytes, tree: json.tree, values, faults: [] }
  }
  const { readYaml } = await import('./yaml-text.ts')
  const { tree, aliased, faults } = readYaml(text, limits, refuse)
  const values = checkComplexity(tree, aliased, limits, (message) => refuse('document-too-complex', message, 0))
  return { name, place, format: 'yaml', bytes, tree, values, faults }
}

/** Never returns. */
export type Refuse = (code: 'document-syntax' | 'document-too-complex' | 'document-not-openapi', message: string, offset: number) => never

export function textOf(bytes: Uint8Array): string {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const start = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start)
  // a string of one byte per character parses faster and takes half of the memory
  return isAscii(buffer) ? buffer.toString('latin1') : buffer.toString('utf8')
}

/** @returns undefined when the text is not meant to be JSON */
function readJson(text: string, place: string, refuse: Refuse): { tree: unknown } | undefined {
  const named = /\.json$/i.test(place)
  if (!named && !/^\s*[[{]/.test(text)) return undefined
  try {
    return { tree: JSON.parse(text) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // {openapi: 3.1.0} is YAML, and so may a file named .json be
    if (!/^\s*[[{]\s*(["\]}]|$)/.test(text)) return undefined
    const fault = jsonFault(text)
    return refuse('document-syntax', fault.message, fault.offset)
  }
}
