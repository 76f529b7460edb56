import type { Part } from './conjunction.ts'

export type JsonType = 'null' | 'boolean' | 'object' | 'array' | 'string' | 'number' | 'integer'

/** Alternatives that have still to be chosen. */
export interface Choice {
  keyword: 'oneOf' | 'anyOf' | 'if' | 'dependentSchemas'
  key: string
  at: string
  branches: readonly (readonly Part[])[]
  discriminator: Discriminator | null
}
export interface Discriminator {
  propertyName: string
  mapping: Readonly<Record<string, string>>
}

/** The members that one schema of a conjunction allows an object. */
export interface Members {
  properties: ReadonlyMap<string, Part>
  patterns: readonly [pattern: string, part: Part][]
  additional: Part | null
}

/** A conjunction with its references followed and its schemas laid into each other, as far as that goes without choosing. */
export interface Flat {
  /** Where the subject stands. */
  at: string
  /** The outermost schema that is no reference: by it, objects inside each other are known to be the same. */
  subject: object | null
  /** Names of the references followed to get here, outermost first: the type's name. */
  names: string[]
  /** Set when no value can satisfy it. */
  never: { keyword: string; at: string } | null
  types: ReadonlySet<JsonType> | null
  enum: readonly unknown[] | null
  minimum: number
  maximum: number
  exclusiveMinimum: number
  exclusiveMaximum: number
  multipleOf: number[]
  minLength: number
  maxLength: number
  patterns: string[]
  formats: string[]
  members: Members[]
  unevaluated: Part | null
  required: Set<string>
  propertyNames: Part[]
  minProperties: number
  maxProperties: number
  dependentRequired: [name: string, needs: string[]][]
  /** One list of positions, and what follows them, for each schema that speaks of items. */
  items: { prefix: readonly Part[]; rest: Part | null }[]
  /** Of positions that no other schema speaks of. */
  unevaluatedItems: Part | null
  contains: { part: Part; min: number; max: number }[]
  minItems: number
  maxItems: number
  uniqueItems: boolean
  not: Part[]
  choices: Choice[]
  examples: readonly unknown[]
  /** Examples of the outermost schema alone: those of one that is only a part aren't whole. */
  ownExamples: readonly unknown[]
  xFaker: unknown
  /** Of the outermost schema that has one. */
  description: string | null
  discriminator: Discriminator | null
  contentEncoding: string | null
}

/** What holds for any value at all. */
export function emptyFlat(at: string): Flat {
  return {
    at,
    subject: null,
    names: [],
    never: null,
    types: null,
    enum: null,
    minimum: -Infinity,
    maximum: Infinity,
    exclusiveMinimum: -Infinity,
    exclusiveMaximum: Infinity,
    multipleOf: [],
    minLength: 0,
    maxLength: Infinity,
    patterns: [],
    formats: [],
    members: [],
    unevaluated: null,
    required: new Set(),
    propertyNames: [],
    minProperties: 0,
    maxProperties: Infinity,
    dependentRequired: [],
    items: [],
    unevaluatedItems: null,
    contains: [],
    minItems: 0,
    maxItems: Infinity,
    uniqueItems: false,
    not: [],
    choices: [],
    examples: [],
    ownExamples: [],
    xFaker: undefined,
    description: null,
    discriminator: null,
    contentEncoding: null,
  }
}

export function equal(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
}
