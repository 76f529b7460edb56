import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { corpusFolder } from './directory.ts'
import type { Json } from './raw-document.ts'

/** What is wrong with a value; `unjudged` when the validator itself can't take the schema. */
export type Verdict = { kind: 'valid' } | { kind: 'invalid'; errors: string[] } | { kind: 'unjudged'; reason: string }

/** Validates values against schemas of one document. */
export interface Judge {
  /** @param schema JSON Pointer into the document as it is in its file */
  check(schema: string, value: unknown): Promise<Verdict>
  /** Patterns of the document that the validator's engine can't read, and that it so knows nothing of. */
  patternsLeftOut: number
  close(): void
}

/** The part of @hyperjump/json-schema that is used. */
interface Hyperjump {
  registerSchema(schema: object, uri: string, dialect: string): void
  unregisterSchema(uri: string): void
  validate(
    uri: string,
    value: unknown,
    output: 'BASIC',
  ): Promise<{ valid: boolean; errors?: { keyword: string; absoluteKeywordLocation: string; instanceLocation: string }[] }>
  setShouldValidateSchema(on: boolean): void
  setShouldValidateFormat(on: boolean): void
}

const URI = 'https://corpus.example/document'
const MAX_ERRORS = 5

/**
 * Judges by @hyperjump/json-schema, which reads the dialects of OpenAPI 3.0 and 3.1 itself: nothing of the document is
 * converted but for what goes one way only.
 */
export async function openHyperjump(): Promise<(document: Json) => Judge> {
  const load = (part: string) => import(pathToFileURL(join(corpusFolder, 'node_modules/@hyperjump/json-schema', part)).href)
  const hyperjump: Hyperjump = await load('openapi-3-0/index.js')
  await load('openapi-3-1/index.js')
  await load('formats/index.js')
  // documents break the rules for schemas in a thousand ways; a keyword that the validator can't take makes it throw
  hyperjump.setShouldValidateSchema(false)
  hyperjump.setShouldValidateFormat(true)
  return (document) => {
    const version = String(document.openapi).startsWith('3.1') ? '3.1/schema-base' : '3.0/schema'
    let broken: string | null = null
    const leftOut: string[] = []
    try {
      hyperjump.registerSchema(forResponses(document, leftOut) as object, URI, `https://spec.openapis.org/oas/${version}`)
    } catch (error) {
      broken = String(error)
    }
    return {
      async check(schema, value) {
        if (broken !== null) return { kind: 'unjudged', reason: broken }
        try {
          const fragment = encodeURI(withoutHash(schema))
          const { valid, errors = [] } = await hyperjump.validate(`${URI}#${fragment}`, value, 'BASIC')
          return valid ? { kind: 'valid' } : { kind: 'invalid', errors: errors.slice(0, MAX_ERRORS).map(sentence) }
        } catch (error) {
          return { kind: 'unjudged', reason: String(error).slice(0, 200) }
        }
      },
      patternsLeftOut: leftOut.length,
      close: () => hyperjump.unregisterSchema(URI),
    }
  }
}

function sentence(error: { keyword: string; absoluteKeywordLocation: string; instanceLocation: string }): string {
  return `${error.instanceLocation} breaks ${decodeURIComponent(error.absoluteKeywordLocation.slice(URI.length))}`
}

/**
 * The document as an answer is held against it. What is `writeOnly` must not be there, and need not be though it is
 * required: validators take both as remarks. A `#` in a path can't be told in a reference, and dialects of vendors are not known.
 */
function forResponses(value: unknown, leftOut: string[], key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => forResponses(one, leftOut))
  if (typeof value !== 'object' || value === null) return value
  const { properties, required } = value as Json
  const oneWay = Object.entries(properties ?? {}).flatMap(([name, one]) => (isWriteOnly(one) ? [name] : []))
  const turned: Json = {}
  for (const [name, held] of Object.entries(value)) {
    if (name === 'pattern' && typeof held === 'string') {
      const pattern = patternFor(held)
      if (pattern === null) leftOut.push(held)
      else turned.pattern = pattern
    } else if (name === 'properties' && oneWay.length > 0) {
      turned.properties = Object.fromEntries(
        Object.entries(held as Json).map(([one, schema]) => [one, oneWay.includes(one) ? { not: {} } : forResponses(schema, leftOut)]),
      )
    } else if (name === 'required' && oneWay.length > 0 && Array.isArray(required)) {
      const names = required.filter((one) => !oneWay.includes(one))
      if (names.length > 0) turned.required = names
    } else if (name !== '$schema' || typeof held !== 'string')
      turned[key === 'paths' ? withoutHash(name) : name] = forResponses(held, leftOut, name)
  }
  return turned
}

function isWriteOnly(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && (schema as Json).writeOnly === true
}

function withoutHash(text: string): string {
  return text.replaceAll('#', '(hash)')
}

/** The validator takes no escapes that mean nothing, such as `\\:`; documents are full of them. null where nothing helps. */
function patternFor(pattern: string): string | null {
  for (const one of [pattern, pattern.replace(/\\([^\w\s^$\\.*+?()[\]{}|/-])/g, '$1').replace(/\\-(?![^[]*\])/g, '-')]) {
    try {
      new RegExp(one, 'u')
      return one
    } catch {
      // the next, or none
    }
  }
  return null
}
