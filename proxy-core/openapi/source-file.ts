import type { ImportLimits } from '../model/limits.ts'
import { checkComplexity } from './complexity.ts'
import { jsonFault } from './json-text.ts'
import { lineColumns } from './line-column.ts'
import { type Refuse, type SourceFault, textOf } from './source-text.ts'
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
  faults: SourceFault[]
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
