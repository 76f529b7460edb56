import type { Direction } from '../../contract/schema-pieces.ts'
import type { ApiDocument } from '../../openapi/document.ts'
import type { Conjunction, Part } from './conjunction.ts'
import type { Relaxed } from './relax.ts'
import type { Run } from './run.ts'
import type { Naming } from './string-names.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

/** Makes values of one schema; compiled once, run for each body. */
export interface Maker {
  /** @throws Unsatisfiable */
  make(run: Run): unknown
  /** The value that a path parameter's text stands for here, or undefined when it is none of this schema's. */
  echo(text: string, run: Run): unknown
  /** A value that was made elsewhere, with the path parameters in the fields that they name. */
  overlay(value: unknown, run: Run): unknown
  /** Whether a scalar, or a list of them, that was made elsewhere is valid here. */
  takes(value: unknown): boolean
  /** Whether examples of the schema take the place of made values. */
  exampled?: boolean
  /** Of a list: how few and how many items it may have. */
  lengths?: readonly [least: number, most: number]
  /** What it takes to end: 0 a scalar, 1 an array that may be empty, 2 an object, 3 what holds others for sure. */
  weight(): number
}

/**
 * Where a value stands in the body, which decides what of the request it echoes: `resource` is what the path names,
 * `item` one of a list, `page` the list that is paged or what is said about its page, `inner` anything inside them.
 */
export type Place = 'resource' | 'item' | 'page' | 'inner'

export interface Context extends Naming {
  place: Place
}

/** What makers are compiled with. */
export interface Workshop {
  document: ApiDocument
  /** Which way the bodies go: what never goes that way is left out. */
  direction: Direction
  /** What is not asked for, so that something can be made at all. */
  relaxed: Relaxed
  compile(schemas: Conjunction, context: Context): Maker
  /** Whether a value is valid against one schema; compiled when first asked. */
  matches(part: Part, value: unknown): boolean
}

/** A maker that is compiled when first used, so that circles end. */
export interface LateMaker {
  /** @throws Unsatisfiable, each time the same */
  get(): Maker
  /** Of the maker; `ENDLESS` for what can't be made, or holds itself on the way. */
  weight(): number
}

export const ENDLESS = 4

export function late(compile: () => Maker): LateMaker {
  let maker: Maker | null = null
  let failure: Unsatisfiable | null = null
  let weight: number | null = null

  function get(): Maker {
    if (maker !== null) return maker
    if (failure !== null) throw failure
    try {
      maker = compile()
      return maker
    } catch (error) {
      if (error instanceof Unsatisfiable) failure = error
      throw error
    }
  }

  return {
    get,
    weight() {
      if (weight !== null) return weight
      weight = ENDLESS
      try {
        weight = get().weight()
      } catch (error) {
        if (!(error instanceof Unsatisfiable)) throw error
      }
      return weight
    },
  }
}

/** The echo of what may turn out impossible to make. */
export function echoOf(maker: LateMaker, text: string, run: Run): unknown {
  try {
    return maker.get().echo(text, run)
  } catch (error) {
    if (error instanceof Unsatisfiable) return undefined
    throw error
  }
}

/** Whether what may turn out impossible to make takes a value. */
export function takes(maker: LateMaker, value: unknown): boolean {
  try {
    return maker.get().takes(value)
  } catch (error) {
    if (error instanceof Unsatisfiable) return false
    throw error
  }
}
