import { spending } from '../../contract/compile-budget.ts'
import { compileSchema } from '../../contract/compile-schema.ts'
import type { Direction } from '../../contract/schema-pieces.ts'
import type { ApiDocument } from '../../openapi/document.ts'
import { makeArrays } from './arrays.ts'
import { makeChoices, NULL_SHARE, namedPart } from './choices.ts'
import { type Conjunction, conjunction, keyOf, type Part } from './conjunction.ts'
import { hintOf } from './description-hints.ts'
import type { Flat, JsonType } from './flat.ts'
import { flatten } from './flat-schema.ts'
import type { Context, Maker, Workshop } from './maker.ts'
import { guessNumber, isKnownNumber, numbersNamed } from './number-names.ts'
import { makeNumbers } from './numbers.ts'
import { makeObjects } from './objects.ts'
import { nothingRelaxed, type Relaxed } from './relax.ts'
import { oneOf, type Run } from './run.ts'
import { numberFits, scalarFits } from './scalar-fits.ts'
import { makeStrings } from './strings.ts'
import { Unsatisfiable } from './unsatisfiable.ts'
import { makeByXFaker } from './x-faker.ts'

const NOT_TRIES = 30

/** Where the makers of one document are compiled and kept: schemas that several operations use are compiled once. */
export function createWorkshop(document: ApiDocument, direction: Direction, relaxed: Relaxed = nothingRelaxed): Workshop {
  const kept = new Map<string, Maker>()
  const workshop: Workshop = {
    document,
    direction,
    relaxed,
    compile(schemas, context) {
      const key = `${keyOf(document, schemas)} ${context.place} ${context.owner}.${context.name}`
      let maker = kept.get(key)
      if (maker === undefined) {
        maker = spending(() => compileMaker(schemas, context, workshop))
        kept.set(key, maker)
      }
      return maker
    },
    matches: ({ schema, at }, value) => compileSchema(document, schema, { direction, at })(value).length === 0,
  }
  return workshop
}

function compileMaker(schemas: Conjunction, context: Context, workshop: Workshop): Maker {
  const flat = flatten(workshop.document, schemas, workshop.relaxed)
  if (flat.never !== null)
    throw new Unsatisfiable(flat.never.keyword, flat.never.at, 'the schemas contradict each other', { subject: flat.at })
  if (flat.choices.length > 0) return makeChoices(schemas, flat, context, workshop)
  const unsettled = settleDiscriminator(workshop.document, flat)
  const maker = unsettled === null ? makerOf(flat, context, workshop) : compileNamed(schemas, unsettled, flat, context, workshop)
  return flat.not.length > 0 ? avoiding([maker, ...otherTypes(flat, context, workshop)], flat, workshop) : maker
}

/** An object that others extend, or that extends one: the property that tells them apart gets the type's name. */
function settleDiscriminator(document: ApiDocument, flat: Flat): Part | null {
  const { discriminator, names } = flat
  if (discriminator === null || names.length === 0) return null
  const known = flat.members.some(({ properties }) => properties.has(discriminator.propertyName))
  const settled = flat.members.some(({ properties }) => {
    const part = properties.get(discriminator.propertyName)
    if (part === undefined) return false
    const { enum: listed, types } = flatten(document, conjunction(part))
    // a name fits nothing but a text
    return listed !== null || (types !== null && !types.has('string'))
  })
  return known && !settled ? namedPart(discriminator, `/${names[0]}`, flat.at) : null
}

function compileNamed(schemas: Conjunction, named: Part, flat: Flat, context: Context, workshop: Workshop): Maker {
  try {
    return workshop.compile({ ...schemas, parts: [...schemas.parts, named] }, context)
  } catch (error) {
    if (error instanceof Unsatisfiable) return makerOf(flat, context, workshop)
    throw error
  }
}

function makerOf(flat: Flat, context: Context, workshop: Workshop): Maker {
  if (flat.enum !== null) return enumMaker(flat)
  const types = typesFor(flat, context)
  const makers: Maker[] = []
  let failure: Unsatisfiable | null = null
  for (const type of types) {
    try {
      makers.push(makerOfType(type, flat, context, workshop))
    } catch (error) {
      if (!(error instanceof Unsatisfiable)) throw error
      failure ??= error
    }
  }
  const [first] = makers
  if (first === undefined) throw failure ?? new Unsatisfiable('type', flat.at, 'no type is allowed')
  if (flat.types === null || !flat.types.has('null') || types.length === 1) return first
  return {
    make: (run) => (run.random() < NULL_SHARE ? null : first.make(run)),
    echo: (text, run) => first.echo(text, run),
    overlay: (value, run) => first.overlay(value, run),
    takes: (value) => value === null || first.takes(value),
    exampled: first.exampled === true,
    ...(first.lengths === undefined ? {} : { lengths: first.lengths }),
    weight: () => 0,
  }
}

/** The likeliest first, null never first. */
function typesFor(flat: Flat, context: Context): JsonType[] {
  if (flat.types === null) return [likelyType(flat, context)]
  const types = [...flat.types].filter((type) => type !== 'null')
  return types.length === 0 ? ['null'] : types
}

/** What a schema without a type means, by the keywords it has. */
function likelyType(flat: Flat, context: Context): JsonType {
  if (flat.members.length > 0 || flat.required.size > 0 || flat.minProperties > 0 || flat.propertyNames.length > 0) return 'object'
  if (flat.items.length > 0 || flat.contains.length > 0 || flat.minItems > 0 || flat.maxItems < Infinity) return 'array'
  if (flat.minimum > -Infinity || flat.maximum < Infinity || flat.multipleOf.length > 0) return 'number'
  if (flat.exclusiveMinimum > -Infinity || flat.exclusiveMaximum < Infinity) return 'number'
  if (flat.patterns.length > 0 || flat.minLength > 0 || flat.maxLength < Infinity || flat.formats.length > 0) return 'string'
  return context.place === 'resource' && context.name === null ? 'object' : 'string'
}

function makerOfType(type: JsonType, flat: Flat, context: Context, workshop: Workshop): Maker {
  if (type === 'object') return makeObjects(flat, context, workshop)
  if (type === 'array') return makeArrays(flat, context, workshop)
  if (type === 'null') return scalarMaker(flat, () => null)
  if (type === 'boolean') return scalarMaker(flat, booleansNamed(context.name))
  if (type === 'string') return scalarMaker(flat, makeStrings(flat, context))
  return scalarMaker(flat, numbersFor(flat, type === 'integer', context.name), type === 'integer')
}

function numbersFor(flat: Flat, integer: boolean, name: string | null): (run: Run) => number {
  const described = isKnownNumber(name) ? null : (hintOf(flat)?.range ?? null)
  const any = makeNumbers(flat, integer, described ?? guessNumber(name))
  const named = numbersNamed(name)
  if (named === null) return any
  return (run) => {
    const value = named(run)
    return numberFits(flat, value) && (!integer || Number.isInteger(value)) ? value : any(run)
  }
}

function scalarMaker(flat: Flat, made: (run: Run) => unknown, integer = false): Maker {
  const accepts = (value: unknown) => typeof value !== 'object' && scalarFits(flat, value) && (!integer || Number.isInteger(value))
  const examples = flat.examples.filter(accepts)
  const wished = makeByXFaker(flat.xFaker)
  return {
    make(run) {
      run.budget--
      if (run.examples !== 'none' && !run.repeated && examples.length > 0) return examples[0]
      if (wished !== null) {
        const value = wished(run)
        if (accepts(value)) return value
      }
      return made(run)
    },
    echo: (text) => readings(text).find((value) => accepts(value) && isOfType(flat, value, made)),
    overlay: (value) => value,
    takes: (value) => accepts(value) || (value === null && flat.types?.has('null') === true && flat.enum === null),
    exampled: examples.length > 0,
    weight: () => 0,
  }
}

/** Without a type, a text stands for itself. */
function isOfType(flat: Flat, value: unknown, made: (run: Run) => unknown): boolean {
  return flat.types !== null || typeof value === 'string' || made === undefined
}

/** What the text of a path parameter may mean; the schema says what it does. */
function readings(text: string): unknown[] {
  const meanings: unknown[] = []
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && Number.isFinite(Number(text))) meanings.push(Number(text))
  if (text === 'true' || text === 'false') meanings.push(text === 'true')
  return [text, ...meanings]
}

function enumMaker(flat: Flat): Maker {
  const values = (flat.enum ?? []).filter((one) => scalarFits(flat, one))
  if (values.length === 0) throw new Unsatisfiable('enum', flat.at, 'none of the values fits the rest of the schema')
  const some = values.filter((one) => one !== null)
  const likely = some.length === 0 ? values : some
  const examples = flat.examples.filter((one) => scalarFits(flat, one))
  const hasNull = some.length < values.length
  return {
    make(run) {
      run.budget--
      if (run.examples !== 'none' && !run.repeated && examples.length > 0) return examples[0]
      return hasNull && run.random() < NULL_SHARE ? null : oneOf(run, likely)
    },
    echo: (text) => readings(text).find((value) => values.includes(value)),
    overlay: (value) => value,
    takes: (value) => values.includes(value),
    exampled: examples.length > 0,
    weight: () => 0,
  }
}

function booleansNamed(name: string | null): (run: Run) => boolean {
  const share = name !== null && /(delet|archiv|disabl|block|lock|error|fail|expired|hidden|ban|suspend)/.test(name) ? 0.1 : 0.7
  return (run) => run.random() < share
}

const anyType: readonly JsonType[] = ['string', 'integer', 'boolean', 'object', 'array', 'null']

/** What a schema without a type may be too, if `not` excludes what it is likely to be. */
function otherTypes(flat: Flat, context: Context, workshop: Workshop): Maker[] {
  if (flat.types !== null || flat.enum !== null) return []
  return anyType.flatMap((type) => {
    try {
      return [makerOfType(type, flat, context, workshop)]
    } catch (error) {
      if (error instanceof Unsatisfiable) return []
      throw error
    }
  })
}

/** Makes again until nothing that `not` excludes comes out; of the first type for as long as that may help. */
function avoiding([maker, ...others]: [Maker, ...Maker[]], flat: Flat, workshop: Workshop): Maker {
  const isFree = (value: unknown) => flat.not.every((part) => !workshop.matches(part, value))
  return {
    make(run) {
      const before = run.leaveOut
      try {
        for (let tries = 0; tries < NOT_TRIES; tries++) {
          const value = maker.make(run)
          if (isFree(value)) return value
          run.leaveOut = Math.max(before, tries / NOT_TRIES)
        }
      } finally {
        run.leaveOut = before
      }
      for (const other of others) {
        const value = other.make(run)
        if (isFree(value)) return value
      }
      throw new Unsatisfiable('not', flat.not[0]?.at ?? flat.at, 'every value that was made is excluded', { subject: flat.at })
    },
    echo(text, run) {
      const value = maker.echo(text, run)
      return value !== undefined && isFree(value) ? value : undefined
    },
    overlay: (value, run) => maker.overlay(value, run),
    takes: (value) => maker.takes(value) && isFree(value),
    exampled: maker.exampled === true,
    ...(maker.lengths === undefined ? {} : { lengths: maker.lengths }),
    weight: () => maker.weight(),
  }
}
