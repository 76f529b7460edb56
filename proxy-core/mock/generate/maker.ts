import type { ApiDocument } from '../../openapi/document.ts'
import type { Conjunction, Part } from './flat-schema.ts'
import type { Run } from './run.ts'
import type { Naming } from './string-names.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

/** Makes values of one schema; compiled once, run for each body. */
export interface Maker {
  /** @throws Unsatisfiable */
  make(run: Run): unknown
  /** The value that a path parameter's text stands for here, or undefined when it is none of this schema's. */
  echo(text: string, run: Run): unknown
  /** What it takes to end: 0 a scalar, 1 an array that may be empty, 2 an object, 3 what holds others for sure. */
  weight(): number
}

/**
 * Where a value stands in the body, which decides what of the request it echoes: `resource` is what the path names,
 * `item` one of a list, `inner` anything inside them.
 */
export type Place = 'resource' | 'item' | 'inner'

export interface Context extends Naming {
  place: Place
}

/** What makers are compiled with. */
export interface Workshop {
  document: ApiDocument
  compile(schemas: Conjunction, context: Context): Maker
  /** Whether a value is valid against one schema; compiled when first asked. */
  matches(part: Part, value: unknown): boolean
}

/** A maker that is compiled when first used, so that circles end. */
export interface LateMaker {
  /** @throws Unsatisfiable, each time the same */
  get(): Maker
}

export function late(compile: () => Maker): LateMaker {
  let maker: Maker | null = null
  let failure: Unsatisfiable | null = null
  return {
    get() {
      if (maker !== null) return maker
      if (failure !== null) throw failure
      try {
        maker = compile()
        return maker
      } catch (error) {
        if (error instanceof Unsatisfiable) failure = error
        throw error
      }
    },
  }
}
