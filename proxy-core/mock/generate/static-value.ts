import { createRequire } from 'node:module'
import type { Direction } from '../../contract/schema-pieces.ts'
import type { ApiDocument, SchemaObject } from '../../openapi/document.ts'

const require = createRequire(import.meta.url)
const MAX_SAMPLE_DEPTH = 5
/** Referenced schemas that are laid out for the sampler; what lies behind more is left open. */
const MAX_PIECES = 500

/**
 * The plain value that openapi-sampler makes of a schema: `string`, `0`, the first of each choice. Not always valid.
 * @throws what the sampler throws
 */
export function staticValue(document: ApiDocument, schema: SchemaObject, direction: Direction): unknown {
  if (typeof schema === 'boolean') return {}
  const { sample } = require('openapi-sampler') as typeof import('openapi-sampler')
  const skipped = direction === 'response' ? { skipWriteOnly: true } : { skipReadOnly: true }
  const { root, spec } = closure(document, schema)
  return sample(
    root as Parameters<typeof sample>[0],
    { quiet: true, ...skipped, enablePatterns: true, maxSampleDepth: MAX_SAMPLE_DEPTH },
    spec,
  )
}

/** The schema and all that it refers to as a document of its own, which is what the sampler resolves against. */
function closure(document: ApiDocument, schema: SchemaObject): { root: unknown; spec: object } {
  const pieces: Record<string, unknown> = {}
  const names = new Map<string, string>()
  const waiting: [name: string, ref: string][] = []

  function localRef(ref: string): string {
    let name = names.get(ref)
    if (name === undefined) {
      name = `p${names.size}`
      names.set(ref, name)
      if (names.size <= MAX_PIECES) waiting.push([name, ref])
      else pieces[name] = {}
    }
    return `#/pieces/${name}`
  }

  function turn(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(turn)
    if (typeof value !== 'object' || value === null) return value
    const turned: Record<string, unknown> = {}
    for (const [key, held] of Object.entries(value)) {
      if (key === '__proto__') continue
      turned[key] = key === '$ref' && typeof held === 'string' ? localRef(held) : key === 'examples' || key === 'enum' ? held : turn(held)
    }
    return turned
  }

  const root = turn(schema)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) pieces[next[0]] = turn(document.node(next[1])) ?? {}
  return { root, spec: { openapi: '3.1.0', pieces } }
}
