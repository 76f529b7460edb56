import { compileSchema, type SchemaCheck } from '../../contract/compile-schema.ts'
import type { Direction } from '../../contract/schema-pieces.ts'
import type { ApiDocument, SchemaObject } from '../../openapi/document.ts'
import { createWorkshop } from './compile-maker.ts'
import { conjunction } from './conjunction.ts'
import type { EchoPlan } from './echo.ts'
import { habitsOf } from './habits.ts'
import type { Maker, Workshop } from './maker.ts'
import { type Nearest, nearestValue } from './nearest-value.ts'
import type { Page, PageAsk } from './pages.ts'
import type { Relaxed } from './relax.ts'
import { createRun, generateLimits, type Run } from './run.ts'
import { openScope } from './scope.ts'
import { staticGenerator } from './static-generator.ts'
import { staticValue } from './static-value.ts'
import { normalName } from './string-names.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

/** Makes the bodies of one schema. */
export interface Generator {
  generate(wish: GenerateWish): Generated
}

export interface GenerateWish {
  /** Moves every value: the same text gives the same value. */
  seed: string
  echo: EchoPlan | null
  pathParameters: Readonly<Record<string, string>>
  /** Whether examples and defaults of the schemas take part. */
  examples: boolean
  /** What the request asks of a list; left out for an operation that has none. */
  page?: PageAsk | null
}

/** A value that is valid against the schema, or what stands against every value that was tried. */
export type Generated =
  | { kind: 'value'; value: unknown; page: Page | null }
  | { kind: 'unsatisfiable'; keyword: string; at: string; message: string; nearest: Nearest | null }

type Failure = Extract<Generated, { kind: 'unsatisfiable' }>

export interface Generators {
  /** @param at canonical reference of the schema */
  of(schema: SchemaObject, at: string): Generator
  /** One value for a header of this name: the first that is wished for and valid, else a made one, not bound to a request. */
  header(schema: SchemaObject, at: string, name: string, seed: string, wished?: readonly unknown[]): unknown
}

/** How a body is tried: ever more carefully, at last as small as it can be. */
interface Attempt {
  examples: Run['examples']
  careful: boolean
  leaveOut: number
  echo: boolean
  coherent: boolean
}
const attempts: Attempt[] = [
  { examples: 'all', careful: false, leaveOut: 0, echo: true, coherent: true },
  { examples: 'scalars', careful: false, leaveOut: 0, echo: true, coherent: true },
  { examples: 'scalars', careful: true, leaveOut: 0, echo: true, coherent: true },
  { examples: 'scalars', careful: true, leaveOut: 0, echo: true, coherent: false },
  { examples: 'none', careful: true, leaveOut: 0.2, echo: true, coherent: false },
  { examples: 'none', careful: true, leaveOut: 0.5, echo: true, coherent: false },
  { examples: 'none', careful: true, leaveOut: 0.8, echo: false, coherent: false },
  { examples: 'none', careful: true, leaveOut: 1, echo: true, coherent: false },
  { examples: 'none', careful: true, leaveOut: 1, echo: false, coherent: false },
]

export function createGenerators(document: ApiDocument, style: 'realistic' | 'static', direction: Direction = 'response'): Generators {
  const workshop = createWorkshop(document, direction)
  const run = createRun(habitsOf(document))
  const kept = new WeakMap<object, Generator>()

  function of(schema: SchemaObject, at: string): Generator {
    const known = typeof schema === 'object' ? kept.get(schema) : undefined
    if (known !== undefined) return known
    const check = compileSchema(document, schema, { direction, at })
    const compileIn = (shop: Workshop) => shop.compile(conjunction({ schema, at }), { name: null, owner: '', place: 'resource' })
    let maker: Maker | null = null
    const compile = () => {
      maker ??= compileIn(workshop)
      return maker
    }
    const compileRelaxed = (relaxed: Relaxed) => compileIn(createWorkshop(document, direction, relaxed))
    const realistic = realisticGenerator({ compile, compileRelaxed, check, run })
    const plain = () => staticValue(document, schema, direction)
    const generator = style === 'static' ? staticGenerator(plain, compile, check, realistic, run) : realistic
    if (typeof schema === 'object') kept.set(schema, generator)
    return generator
  }

  return {
    of,
    header(schema, at, name, seed, wished = []) {
      begin(run, seed, { examples: 'all', careful: true, leaveOut: 0, echo: false, coherent: true })
      try {
        const maker = workshop.compile(conjunction({ schema, at }), { name: normalName(name), owner: '', place: 'inner' })
        return wished.find((value) => maker.takes(value)) ?? maker.make(run)
      } catch (error) {
        if (error instanceof Unsatisfiable) return undefined
        throw error
      }
    },
  }
}

interface GeneratorMaterials {
  compile(): Maker
  compileRelaxed(relaxed: Relaxed): Maker
  check: SchemaCheck
  run: Run & { seed(text: string): void }
}

function realisticGenerator({ compile, compileRelaxed, check, run }: GeneratorMaterials): Generator {
  let nearest: Nearest | null | undefined

  function nearestOf(seed: string, tried: Nearest | null): Nearest | null {
    if (tried !== null) return tried
    const make = (relaxed: Relaxed) => {
      begin(run, seed, { examples: 'none', careful: false, leaveOut: 0, echo: false, coherent: false })
      return compileRelaxed(relaxed).make(run)
    }
    // the same for all requests: it costs as much as compiling several times
    if (nearest === undefined) nearest = nearestValue(make, check)
    return nearest
  }

  return {
    generate(wish) {
      let failure: Failure | null = null
      let tried: Nearest | null = null
      for (const [number, attempt] of attempts.entries()) {
        if (!wish.examples && attempt.examples !== 'none' && number > 0 && !attempt.careful) continue
        begin(run, number === 0 ? wish.seed : `${wish.seed}\n${number}`, wish.examples ? attempt : { ...attempt, examples: 'none' })
        run.echo = attempt.echo ? (wish.echo?.of(wish.pathParameters) ?? null) : null
        if (wish.page) askForPage(run, wish.page)
        const made = makeOnce(compile, check, run)
        if (made.kind === 'value') return made
        failure = made
        if (made.nearest !== null && (tried === null || made.nearest.breaks.length <= tried.breaks.length)) tried = made.nearest
      }
      if (failure === null) throw new Error('nothing was tried')
      return { ...failure, nearest: nearestOf(wish.seed, tried) }
    },
  }
}

function begin(run: Run & { seed(text: string): void }, seed: string, attempt: Attempt): void {
  run.seed(seed)
  run.examples = attempt.examples
  run.careful = attempt.careful
  run.leaveOut = Math.max(attempt.leaveOut, Math.min(MOST_LEFT_OUT, 1 - run.habits.optionals))
  run.coherent = attempt.coherent
  run.repeated = false
  run.depth = 0
  run.tight = false
  run.budget = generateLimits.SOFT_VALUES
  run.active.clear()
  run.scope = openScope('', null)
  run.currency = null
  run.pageAsk = null
  run.page = null
  run.echo = null
}

/** More room where more items are asked for. */
function askForPage(run: Run, ask: PageAsk): void {
  run.pageAsk = ask
  run.budget = Math.min(generateLimits.MAX_VALUES - generateLimits.SOFT_VALUES, run.budget + VALUES_PER_ITEM * (ask.limit ?? 0))
}

const VALUES_PER_ITEM = 150
/** All of them would be the smallest body, which is for the last tries. */
const MOST_LEFT_OUT = 0.999

function makeOnce(compile: () => Maker, check: SchemaCheck, run: Run): Generated {
  try {
    const value = compile().make(run)
    const errors = check(value)
    const [first] = errors
    if (first === undefined) return { kind: 'value', value, page: run.page }
    return {
      kind: 'unsatisfiable',
      keyword: first.code,
      at: first.schema,
      message: `${first.location.join('/') || 'the body'} ${first.message}`,
      nearest: { value, breaks: [...new Set(errors.map(({ code }) => code))] },
    }
  } catch (error) {
    if (error instanceof Unsatisfiable)
      return { kind: 'unsatisfiable', keyword: error.keyword, at: error.at, message: error.message, nearest: null }
    if (error instanceof RangeError)
      return { kind: 'unsatisfiable', keyword: '$ref', at: '', message: 'the schema is nested too deeply', nearest: null }
    throw error
  }
}
