import { afford } from '../../contract/compile-budget.ts'
import { guardedPattern } from '../../contract/guarded-pattern.ts'
import { agreementOf } from './agreement.ts'
import { usualLengths } from './arrays.ts'
import { type Conjunction, conjunction, type Part } from './conjunction.ts'
import type { Flat } from './flat.ts'
import { type Context, echoOf, type LateMaker, late, type Maker, type Workshop } from './maker.ts'
import { type Members, selectMembers } from './object-members.ts'
import { extraNames } from './object-names.ts'
import { pageListOf } from './page-list.ts'
import { absent, holderNames, settlePage } from './pages.ts'
import { generateLimits, integerBetween, isTight, type Run } from './run.ts'
import { openScope, typeNamed } from './scope.ts'
import { normalName } from './string-names.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

/** Properties that hold the resource itself, one level below the body. */
const envelopes = new Set(['data', 'result', 'item', 'resource', 'payload', 'response', 'attributes'])
/** Properties that name the thing they hold. */
const naming = ['id', 'login', 'name', 'slug', 'username', 'key', 'code']
const MAX_EXTRA_TRIES = 40
/** Measured: what it takes to make a member ready, and its value for the first time. */
const MS_PER_MEMBER = 0.01
/** Properties that hold something about the thing they are in, and nothing of their own. */
const aspects =
  /^(contact|contactinfo|contactdetails|profile|personal|personalinfo|credentials|identity|details|info|attributes|coordinates|geo|geolocation|geometry|position|latlng|location|dates|timestamps|audit)$/

interface ObjectContext extends Context {
  /** The property that holds the list which is paged. */
  paged: string | null
}

export function makeObjects(flat: Flat, context: Context, workshop: Workshop): Maker {
  const pageList = pageListOf(flat, context, workshop, (name) => schemasFor(flat, name))
  const members = membersOf(flat, { ...context, paged: pageList.name }, workshop)
  const names = extraNames(flat, workshop)
  // called like the map they are in: their own names are made, and without end
  const called = (context.name ?? '').replace(/s$/, '')
  const extra = (name: string) => lateMember(flat, name, called, { ...context, paged: null }, workshop)
  const shape = {
    place: context.place,
    members: new Map(members.list.map((one) => [one.name, { name: normalName(one.name), maker: one.maker }])),
  }

  const subject = flat.subject ?? shape
  const type = typeNamed(normalName(flat.names[0] ?? context.name ?? ''))
  const paged = members.list.find((one) => one.name === pageList.name)
  const agreement = agreementOf({ list: members.list, type, speaks: pageList.speaks })
  const isAbout = aspects.test(context.name ?? '')

  function make(run: Run, given: ReadonlyMap<string, unknown> | null): unknown {
    if (run.examples === 'all' && !run.repeated && given === null && isRecord(flat.ownExamples[0])) return flat.ownExamples[0]
    const nested = (run.active.get(subject) ?? 0) + 1
    enter(run, flat, nested)
    run.active.set(subject, nested)
    const { scope, tight } = run
    if (!isAbout) run.scope = openScope(type, scope)
    run.tight = isTight(run) || nested > generateLimits.MAX_SELF_NESTING
    try {
      const echoed = run.echo === null ? given : (given ?? run.echo.into(shape, run))
      return fill(run, echoed)
    } finally {
      run.scope = scope
      run.tight = tight
      run.active.set(subject, nested - 1)
      run.depth--
    }
  }

  function fill(run: Run, echoed: ReadonlyMap<string, unknown> | null): Record<string, unknown> {
    const made: Record<string, unknown> = {}
    let size = 0
    if (paged !== undefined && run.pageAsk !== null && run.page === null) turnPage(run)
    const known = agreement.known(run, echoed)
    for (const { name, maker, required } of selectMembers(members, run)) {
      if (known?.has(name)) {
        if (known.get(name) === absent) continue
        made[name] = known.get(name)
      } else {
        try {
          made[name] = maker.get().make(run)
        } catch (error) {
          if (required || !(error instanceof Unsatisfiable) || error.final) throw error
          continue
        }
      }
      if (name === agreement.idName && !isAbout) run.scope.id = made[name]
      size++
    }
    agreement.settle(made, run, known)
    const wanted = Math.max(
      flat.minProperties,
      size === 0 && members.list.length === 0 && !run.tight && run.leaveOut < 1 && run.habits.fillProperties ? names.usual : 0,
    )
    return size < wanted ? fillUp(made, size, Math.min(wanted, flat.maxProperties), run) : made
  }

  function turnPage(run: Run): void {
    const lengths = paged?.maker.get().lengths
    if (run.pageAsk === null || lengths === undefined) return
    run.page = settlePage(run.pageAsk, integerBetween(run, ...usualLengths(run, true)), lengths)
  }

  function fillUp(made: Record<string, unknown>, before: number, wanted: number, run: Run): Record<string, unknown> {
    let size = before
    for (let tries = 0; size < wanted && tries < wanted + MAX_EXTRA_TRIES; tries++) {
      const name = names.make(run, tries)
      if (name === null) break
      if (Object.hasOwn(made, name) || members.forbidden.has(name) || name === '__proto__') continue
      try {
        made[name] = extra(name).get().make(run)
        size++
      } catch (error) {
        if (!(error instanceof Unsatisfiable) || error.final) throw error
      }
    }
    if (size < flat.minProperties) throw new Unsatisfiable('minProperties', flat.at, `no more than ${size} properties can be made`)
    return made
  }

  return {
    make: (run) => make(run, null),
    echo(text, run) {
      for (const name of naming) {
        const member = shape.members.get(name)
        const value = member === undefined ? undefined : echoOf(member.maker, text, run)
        if (value !== undefined) return make(run, new Map([[name, value]]))
      }
      return undefined
    },
    overlay(value, run) {
      if (!isRecord(value)) return value
      const echoed = run.echo?.into(shape, run)
      const laid = Object.entries(value).map(([name, held]) => {
        const maker = shape.members.get(name)?.maker
        return [name, echoed?.has(name) ? echoed.get(name) : maker === undefined ? held : maker.get().overlay(held, run)]
      })
      return Object.fromEntries(laid)
    },
    takes: () => false,
    weight: () => (members.list.some((one) => one.required && one.weight() > 1) ? 3 : 2),
  }
}

function enter(run: Run, flat: Flat, nested: number): void {
  run.depth++
  run.budget--
  if (nested > generateLimits.MAX_REQUIRED_SELF_NESTING || run.depth > generateLimits.MAX_DEPTH) {
    run.depth--
    throw new Unsatisfiable('required', flat.at, 'it requires itself without end')
  }
  if (run.budget < generateLimits.SOFT_VALUES - generateLimits.MAX_VALUES) {
    run.depth--
    throw new Unsatisfiable('required', flat.at, 'the body would be too large', { final: true })
  }
}

function membersOf(flat: Flat, context: ObjectContext, workshop: Workshop): Members {
  const declared = new Set(flat.members.flatMap(({ properties }) => [...properties.keys()]))
  afford(declared.size * MS_PER_MEMBER)
  const forbidden = forbiddenNames(flat, declared, workshop)
  const needed = flat.dependentRequired.flatMap(([, needs]) => needs)
  const list = []
  for (const name of new Set([...declared, ...flat.required, ...needed])) {
    const required = flat.required.has(name) && !isOneWay(flat, name, workshop)
    if ((forbidden.has(name) && !required) || name === '__proto__') continue
    const maker = lateMember(flat, name, normalName(name), context, workshop)
    list.push({ name, required, declared: declared.has(name), maker, weight: () => maker.weight() })
  }
  return { list, forbidden, needs: flat.dependentRequired, min: flat.minProperties, max: flat.maxProperties }
}

function lateMember(flat: Flat, name: string, called: string, context: ObjectContext, workshop: Workshop): LateMaker {
  return late(() => {
    const owner = normalName(flat.names[0] ?? context.name ?? '') || context.owner
    return workshop.compile(schemasFor(flat, name), { name: called, owner, place: placeOf(name, called, context) })
  })
}

/** What `not: {properties: {a: …}}` says of `a`, where it speaks of nothing else. */
function excludedFor({ not }: Flat, name: string): Part[] {
  return not.flatMap(({ schema, at }) => {
    if (!isRecord(schema) || !isRecord(schema.properties)) return []
    const isAlone = Object.keys(schema).every((keyword) => ['properties', 'required', 'type'].includes(keyword))
    const required = Array.isArray(schema.required) ? schema.required : [name]
    const { [name]: excluded, ...others } = schema.properties
    if (!isAlone || excluded === undefined || Object.keys(others).length > 0 || required.some((one) => one !== name)) return []
    return [{ schema: { not: excluded }, at: `${at}/properties/${name}` }]
  })
}

function placeOf(name: string, called: string, { place, paged }: ObjectContext): Context['place'] {
  if (place !== 'resource') return 'inner'
  if (name === paged || holderNames.has(called)) return 'page'
  return envelopes.has(called) ? 'resource' : 'inner'
}

/** Every schema that a property of this name has to hold to. */
function schemasFor(flat: Flat, name: string): Conjunction {
  const parts: Part[] = []
  let covered = false
  for (const { properties, patterns, additional } of flat.members) {
    const own = properties.get(name)
    const matching = patterns.filter(([pattern]) => guardedPattern(pattern).test(name)).map(([, part]) => part)
    if (own !== undefined) parts.push(own)
    parts.push(...matching)
    if (own === undefined && matching.length === 0 && additional !== null) parts.push(additional)
    covered ||= own !== undefined || matching.length > 0 || additional !== null
  }
  if (!covered && flat.unevaluated !== null) parts.push(flat.unevaluated)
  parts.push(...excludedFor(flat, name))
  if (parts.length === 0) parts.push({ schema: true, at: flat.at })
  return conjunction(...parts)
}

/** What must not be there: written for the other direction only, or excluded by `not: {required: […]}`. */
function forbiddenNames(flat: Flat, declared: ReadonlySet<string>, workshop: Workshop): Set<string> {
  const isNamed = (name: string) => flat.propertyNames.every((part) => workshop.matches(part, name))
  const forbidden = new Set([...declared].filter((name) => isOneWay(flat, name, workshop) || !isNamed(name)))
  for (const { schema } of flat.not) {
    if (typeof schema !== 'object' || !Array.isArray(schema.required)) continue
    if (Object.keys(schema).some((keyword) => keyword !== 'required' && keyword !== 'type')) continue
    const free = schema.required.filter((name: string) => !flat.required.has(name))
    if (free.length > 0) forbidden.add(free[free.length - 1])
  }
  return forbidden
}

function isOneWay(flat: Flat, name: string, { document, direction }: Workshop): boolean {
  const oneWay = direction === 'response' ? 'writeOnly' : 'readOnly'
  return flat.members.some(({ properties }) => {
    let schema: unknown = properties.get(name)?.schema
    for (let hops = 0; hops < 64 && isRecord(schema); hops++) {
      if (schema[oneWay] === true) return true
      if (typeof schema.$ref !== 'string') return false
      schema = document.node(schema.$ref)
    }
    return false
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
