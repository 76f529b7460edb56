import { createRequire } from 'node:module'
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js'
import type { ApiDocument, SchemaObject } from '../openapi/document.ts'
import { leastTime, OverBudget, spending } from './compile-budget.ts'
import { guardedPattern } from './guarded-pattern.ts'
import { interpretSchema } from './interpret-schema.ts'
import { addMultipleOf } from './multiple-of.ts'
import { errorOf, type SchemaError } from './schema-errors.ts'
import { type Direction, type SchemaPieces, schemaPieces } from './schema-pieces.ts'
import { addUnevaluated, type SchemaReader } from './unevaluated.ts'

/** Every way in which a value breaks the schema, up to `MAX_SCHEMA_ERRORS`; empty for a valid one. */
export type SchemaCheck = (value: unknown) => readonly SchemaError[]

export interface SchemaUse {
  direction: Direction
  /** Canonical reference of the schema, for errors that lie in none of the pieces it refers to. */
  at: string
  /** `first` stops at the first error: of a large value that is wrong all over, all of them would take seconds and gigabytes. */
  extent?: 'all' | 'first'
}

export const MAX_SCHEMA_ERRORS = 100
const valid: readonly SchemaError[] = []
const require = createRequire(import.meta.url)

/** Loads what compiling takes, 25–50 ms, before the first request asks for it. */
export function prepareContract(): void {
  require('ajv/dist/2020')
  require('ajv-formats')
  require('re2js')
}

const shelves = new WeakMap<ApiDocument, Record<string, Shelf>>()

/** What is compiled of one document in one direction: schemas that several others use are compiled once. */
interface Shelf {
  ajv: Ajv2020
  pieces: SchemaPieces
  checks: WeakMap<object, SchemaCheck>
}

/** A schema that ajv's code is too deep for; it is interpreted instead. */
class Uncompilable extends Error {}

/**
 * The check of a schema of the document. Compiles what the schema needs when a value is first checked, and nothing else
 * of the document; the same schema object gives the same check. Never throws, whatever the document says, but for
 * `OverBudget` where `withinBudget` sets one.
 */
export function compileSchema(document: ApiDocument, schema: SchemaObject, use: SchemaUse): SchemaCheck {
  if (schema === true) return () => valid
  if (schema === false) return () => [{ location: [], code: 'false', message: 'must not be there', schema: use.at }]
  const shelf = shelfOf(document, use)
  let check = shelf.checks.get(schema)
  if (check === undefined) {
    let compiled: SchemaCheck | null = null
    check = (value) => {
      compiled ??= compile(shelf, schema, use)
      try {
        return compiled(value)
      } catch (error) {
        if (error instanceof OverBudget) throw error
        // a schema that refers to nothing but itself has no end, and says nothing
        return valid
      }
    }
    shelf.checks.set(schema, check)
  }
  return check
}

function shelfOf(document: ApiDocument, { direction, extent = 'all' }: SchemaUse): Shelf {
  const byUse = shelves.get(document) ?? {}
  shelves.set(document, byUse)
  const key = `${direction} ${extent}`
  let shelf = byUse[key]
  if (shelf === undefined) {
    shelf = { ajv: createAjv(extent === 'all'), pieces: schemaPieces(document, direction), checks: new WeakMap() }
    addUnevaluated(shelf.ajv, schemaReader(shelf))
    byUse[key] = shelf
  }
  return shelf
}

/** Parts of pieces are compiled for themselves where the value decides which of them count. */
function schemaReader({ ajv, pieces }: Shelf): SchemaReader {
  const compiled = new WeakMap<object, ValidateFunction>()
  const compiledPart = (part: object) => {
    const validate = spending(
      () => ajv.compile(part),
      () => leastTime(part as SchemaObject),
    )
    compiled.set(part, validate)
    return validate
  }
  return {
    pieceOf: pieces.pieceOf,
    isValid: (part, value) => (typeof part === 'boolean' ? part : (compiled.get(part) ?? compiledPart(part))(value)),
  }
}

function createAjv(allErrors: boolean): Ajv2020 {
  const { Ajv2020: Ajv } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js')
  const { default: addFormats } = require('ajv-formats') as typeof import('ajv-formats')
  const ajv = new Ajv({
    strict: false,
    logger: false,
    allErrors,
    // the importer has dropped what has the wrong shape; checking and optimising cost more than they give
    validateSchema: false,
    meta: false,
    addUsedSchema: false,
    inlineRefs: false,
    // a property named toString is not there because objects have a method of that name
    ownProperties: true,
    code: { optimize: false, regExp: Object.assign(ajvPattern, { code: 'guardedPattern' }) },
  })
  addFormats.default(ajv)
  addMultipleOf(ajv)
  // schema-pieces leaves these where a property must not be, and nowhere else
  for (const keyword of ['readOnly', 'writeOnly']) ajv.removeKeyword(keyword).addKeyword({ keyword, validate: () => false })
  return ajv
}

/** ajv keys patterns by their text form and reads nothing of them but `test`. */
function ajvPattern(pattern: string): RegExp {
  const guarded = guardedPattern(pattern)
  return { test: (text: string) => guarded.test(text), toString: () => pattern } as RegExp
}

function compile(shelf: Shelf, schema: SchemaObject, use: SchemaUse): SchemaCheck {
  try {
    const piece = shelf.pieces.piece(schema, use.at)
    spending(
      () => registerAdded(shelf),
      () => leastTime(piece),
    )
    return compiledCheck(shelf, piece, use)
  } catch (error) {
    if (error instanceof OverBudget) throw error
    // nothing more can be said about a schema that is too deep even to be read
    return () => valid
  }
}

/** Makes the ids known to ajv that what is compiled next refers to. */
function registerAdded(shelf: Shelf): void {
  for (const id of shelf.pieces.added()) {
    const key = {}
    shelf.ajv.addSchema(key, id)
    const entry = shelf.ajv.schemas[id]
    // errors then begin with the piece that they are about
    if (entry !== undefined) Object.assign(entry, { schemaPath: id, validate: compiledWhenReached(shelf, id, key) })
  }
}

/**
 * Stands in for the code of a piece until a value gets there: 1,200 models that refer to one another take seconds to
 * compile, the few that a value touches milliseconds. ajv calls what it finds as `validate` and compiles nothing then.
 */
function compiledWhenReached(shelf: Shelf, id: string, key: object): ValidateFunction {
  let compiled: ValidateFunction | null = null
  const standIn = ((value: unknown, context?: Parameters<ValidateFunction>[1]) => {
    compiled ??= compilePiece(shelf, id, key)
    const isValid = compiled(value, context)
    standIn.errors = compiled.errors ?? null
    return isValid
  }) as ValidateFunction
  return standIn
}

function compilePiece(shelf: Shelf, id: string, key: object): ValidateFunction {
  const entry = shelf.ajv.schemas[id]
  try {
    const schema = shelf.pieces.pieceOf(id)
    return spending(
      () => {
        registerAdded(shelf)
        Object.assign(entry ?? {}, { schema, validate: undefined })
        return shelf.ajv.compile(key)
      },
      () => leastTime(schema),
    )
  } catch (error) {
    throw error instanceof OverBudget ? error : new Uncompilable()
  }
}

function compiledCheck(shelf: Shelf, piece: SchemaObject, use: SchemaUse): SchemaCheck {
  let interpreted: SchemaCheck | null = null
  const interpret = (value: unknown) => {
    interpreted ??= spending(() => interpretSchema(piece, allPieces(shelf, piece), use.at))
    return interpreted(value)
  }
  try {
    const validate: ValidateFunction = spending(
      () => shelf.ajv.compile(piece),
      () => leastTime(piece),
    )
    return (value) => {
      if (interpreted !== null) return interpret(value)
      try {
        if (validate(value)) return valid
      } catch (error) {
        if (error instanceof Uncompilable) return interpret(value)
        throw error
      }
      return (validate.errors ?? []).slice(0, MAX_SCHEMA_ERRORS).map((error) => errorOf(error, shelf.pieces, use.at))
    }
  } catch (error) {
    if (error instanceof OverBudget) throw error
    // generated code too deep for the engine
    return interpret
  }
}

/** The piece's references and theirs, for the interpreter, which has no other way to them. */
function allPieces({ pieces }: Shelf, piece: SchemaObject): Record<string, SchemaObject> {
  const all: Record<string, SchemaObject> = {}
  const open: unknown[] = [piece]
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null) continue
    const id = '$ref' in value && typeof value.$ref === 'string' ? value.$ref : null
    if (id !== null && pieces.refOfId(id) !== null && !Object.hasOwn(all, id)) {
      all[id] = pieces.pieceOf(id)
      open.push(all[id])
    }
    open.push(...Object.values(value))
  }
  return all
}
