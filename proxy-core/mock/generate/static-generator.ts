import { OverBudget } from '../../contract/compile-budget.ts'
import type { SchemaCheck } from '../../contract/compile-schema.ts'
import type { SchemaError } from '../../contract/schema-errors.ts'
import type { GenerateWish, Generator } from './generate.ts'
import type { Maker } from './maker.ts'
import type { Run } from './run.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

const MEND_ROUNDS = 4

/**
 * The same plain value for every request, but for what it echoes. Where the plain value isn't valid, it gets the parts
 * that a made one has in those places.
 */
export function staticGenerator(sample: () => unknown, compile: () => Maker, check: SchemaCheck, made: Generator, run: Run): Generator {
  let plain: { value: unknown } | null | undefined

  function echoed(value: unknown, { echo, pathParameters }: GenerateWish): unknown {
    run.echo = echo?.of(pathParameters) ?? null
    if (run.echo === null) return value
    try {
      const laid = compile().overlay(value, run)
      return check(laid).length === 0 ? laid : value
    } catch (error) {
      if (error instanceof Unsatisfiable) return value
      throw error
    }
  }

  return {
    generate(wish) {
      if (plain === undefined)
        plain = plainValue(sample, check, () => made.generate({ ...wish, seed: 'static', echo: null, examples: true }))
      return plain === null ? made.generate({ ...wish, seed: 'static' }) : { kind: 'value', value: echoed(plain.value, wish), page: null }
    },
  }
}

/** null when the sampler's value can't be mended. */
function plainValue(sample: () => unknown, check: SchemaCheck, make: () => ReturnType<Generator['generate']>): { value: unknown } | null {
  try {
    let value = structuredClone(sample())
    if (value === undefined) return null
    for (let round = 0; round < MEND_ROUNDS; round++) {
      const errors = check(value)
      if (errors.length === 0) return { value }
      const better = make()
      if (better.kind !== 'value') return null
      value = errors.reduce((mended, error) => mend(mended, better.value, placeOf(error, round)), value)
    }
    return check(value).length === 0 ? { value } : null
  } catch (error) {
    if (error instanceof OverBudget) throw error
    return null
  }
}

/** The place of an error, and one step further out in each round: some errors are about what is around them. */
function placeOf({ location }: SchemaError, round: number): string[] {
  return location.slice(0, Math.max(0, location.length - Math.max(0, round - 1)))
}

function mend(value: unknown, better: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path
  if (key === undefined || !isHolder(value) || !isHolder(better) || Array.isArray(value) !== Array.isArray(better))
    return structuredClone(better)
  if (better[key] === undefined) {
    if (Array.isArray(value)) value.splice(Number(key), 1)
    else delete value[key]
    return value
  }
  value[key] = mend(value[key], better[key], rest)
  return value
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
