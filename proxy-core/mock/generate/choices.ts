import { partsApart } from './branches-apart.ts'
import { type Conjunction, type Part, picked } from './conjunction.ts'
import type { Choice, Discriminator, Flat } from './flat.ts'
import { type Context, ENDLESS, echoOf, type LateMaker, late, type Maker, takes, type Workshop } from './maker.ts'
import { generateLimits, isTight, type Run } from './run.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

/** How often something that may be null is. */
export const NULL_SHARE = 0.08
const CAREFUL_ROUNDS = 4

interface Branch {
  maker: LateMaker
  /** With what sets its values apart from the other branches. */
  apart: LateMaker
  isNull: boolean
  weight(): number
}

/** Values of a schema with branches: one is chosen, laid into the rest, and made. */
export function makeChoices(schemas: Conjunction, flat: Flat, context: Context, workshop: Workshop): Maker {
  const choice = flat.choices[0] as Choice
  const branches = branchesOf(schemas, flat, choice, context, workshop)

  function make(run: Run): unknown {
    if (run.examples === 'all' && !run.repeated && flat.ownExamples.length > 0) return flat.ownExamples[0]
    const nested = (run.active.get(choice) ?? 0) + 1
    if (nested > generateLimits.MAX_REQUIRED_SELF_NESTING || run.depth > generateLimits.MAX_DEPTH)
      throw new Unsatisfiable(choice.keyword, choice.at, 'it holds itself without end', { subject: flat.at })
    const { tight } = run
    run.active.set(choice, nested)
    run.tight = isTight(run) || nested > generateLimits.MAX_SELF_NESTING
    run.depth++
    try {
      return run.careful && choice.keyword === 'oneOf' ? makeExactlyOne(run) : makeAny(run, orderFor(run))
    } finally {
      run.depth--
      run.tight = tight
      run.active.set(choice, nested - 1)
    }
  }

  function makeAny(run: Run, order: readonly Branch[]): unknown {
    let failure: Unsatisfiable | null = null
    for (const branch of order) {
      try {
        return branch.maker.get().make(run)
      } catch (error) {
        if (!(error instanceof Unsatisfiable) || error.final) throw error
        failure ??= error
      }
    }
    throw failure ?? new Unsatisfiable(choice.keyword, choice.at, 'it has no branches', { subject: flat.at })
  }

  /** Goes through the branches until a value matches one of them only; leaves more and more out. */
  function makeExactlyOne(run: Run): unknown {
    const before = run.leaveOut
    const start = Math.floor(run.random() * branches.length)
    let value: unknown
    try {
      for (let round = 0; round < CAREFUL_ROUNDS; round++) {
        run.leaveOut = Math.max(before, round / (CAREFUL_ROUNDS - 1))
        for (let n = 0; n < branches.length; n++) {
          const first = (start + n) % branches.length
          value = makeAny(run, [...branches.slice(first), ...branches.slice(0, first)])
          if (matchesOnlyOne(value)) return value
        }
      }
      run.leaveOut = before
      for (const branch of branches) {
        value = makeAny(run, [{ ...branch, maker: branch.apart }, branch])
        if (matchesOnlyOne(value)) return value
      }
    } finally {
      run.leaveOut = before
    }
    return value
  }

  function matchesOnlyOne(value: unknown): boolean {
    let matches = 0
    for (const parts of choice.branches) if (parts.every((part) => workshop.matches(part, value)) && ++matches > 1) return false
    return matches === 1
  }

  /** The branch that is tried first, then the others; the one that ends soonest first when it has to end. */
  function orderFor(run: Run): readonly Branch[] {
    if (run.tight) return [...branches].sort((one, other) => one.weight() - other.weight())
    const some = branches.filter((branch) => !branch.isNull)
    const nulls = branches.filter((branch) => branch.isNull)
    if (some.length === 0 || (nulls.length > 0 && run.random() < NULL_SHARE)) return [...nulls, ...some]
    if (choice.keyword === 'if' || choice.keyword === 'dependentSchemas') return some
    const first = Math.floor(run.random() * some.length)
    return [...some.slice(first), ...some.slice(0, first), ...nulls]
  }

  return {
    make,
    echo(text, run) {
      for (const { maker } of branches) {
        const value = echoOf(maker, text, run)
        if (value !== undefined) return value
      }
      return undefined
    },
    // of several branches that would take it only one may
    takes: (value) => branches.filter(({ maker }) => takes(maker, value)).length === 1,
    overlay: (value, run) =>
      branches
        .find((branch) => !branch.isNull)
        ?.maker.get()
        .overlay(value, run) ?? value,
    weight: () => Math.min(ENDLESS, ...branches.map((branch) => branch.weight())),
  }
}

function branchesOf(schemas: Conjunction, flat: Flat, choice: Choice, context: Context, workshop: Workshop): Branch[] {
  return choice.branches.map((parts, number) => {
    const compile = (extra: Part[]) => workshop.compile(picked(schemas, choice, number, extra), context)
    const excluded = choice.keyword === 'oneOf' ? otherRequirements(choice, number) : []
    const named = discriminated(choice.discriminator ?? flat.discriminator, parts)
    const maker = late(() => firstPossible([[...excluded, ...named], named, []], compile))
    const apart = late(() => compile(partsApart(workshop.document, choice, number)))
    return {
      maker,
      apart,
      isNull: parts.some(({ schema }) => typeof schema === 'object' && schema.type === 'null'),
      weight: () => maker.weight(),
    }
  })
}

function firstPossible(extras: Part[][], compile: (extra: Part[]) => Maker): Maker {
  for (const extra of extras.slice(0, -1)) {
    try {
      return compile(extra)
    } catch (error) {
      if (!(error instanceof Unsatisfiable)) throw error
    }
  }
  return compile(extras.at(-1) ?? [])
}

/** Of `oneOf: [{required: [a]}, {required: [b]}]` the value of one branch must not satisfy the other. */
function otherRequirements(choice: Choice, chosen: number): Part[] {
  return choice.branches.flatMap((parts, number) =>
    number === chosen
      ? []
      : parts.filter(({ schema }) => isOnlyRequired(schema)).map(({ schema, at }) => ({ schema: { not: schema }, at })),
  )
}

function isOnlyRequired(schema: Part['schema']): boolean {
  if (typeof schema !== 'object' || !Array.isArray(schema.required)) return false
  return Object.keys(schema).every((keyword) => ['required', 'type', 'title', 'description'].includes(keyword))
}

/** The branch's own name in the property that tells branches apart. */
function discriminated(discriminator: Discriminator | null, [part]: readonly Part[]): Part[] {
  if (discriminator === null || part === undefined || typeof part.schema !== 'object' || typeof part.schema.$ref !== 'string') return []
  return [namedPart(discriminator, part.schema.$ref, part.at)]
}

export function namedPart({ propertyName, mapping }: Discriminator, ref: string, at: string): Part {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  const mapped = Object.keys(mapping).filter((key) => mapping[key] === ref || lastName(mapping[key] ?? '') === name)
  const names = mapped.length > 0 ? mapped : [name]
  return { schema: { type: 'object', properties: { [propertyName]: { enum: names } }, required: [propertyName] }, at }
}

function lastName(target: string): string {
  return target.slice(target.lastIndexOf('/') + 1).replace(/\.(ya?ml|json)$/, '')
}
