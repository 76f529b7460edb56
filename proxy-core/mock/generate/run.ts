import { createRequire } from 'node:module'
import type { Faker } from '@faker-js/faker'
import type { Echo } from './echo.ts'
import type { Habits } from './habits.ts'
import { type Locality, localitiesOf } from './localities.ts'
import type { Page, PageAsk } from './pages.ts'
import { openScope, type Person, type Scope } from './scope.ts'
import { createWords, type Words } from './words.ts'

/** What one generated value is made with. One object is reused for all values of a mock: making is synchronous. */
export interface Run extends Words {
  /** In [0, 1). faker draws from it too, so one seed moves everything. */
  random(): number
  faker: Faker
  /** Tries something out that is always the same and moves no value of the body. */
  aside<T>(seed: string, tryOut: () => T): T
  /** The path parameters of the request; null when there are none to echo. */
  echo: Echo | null
  /** Examples of schemas take the place of made values: of scalars, and of objects and arrays. */
  examples: 'none' | 'scalars' | 'all'
  /** Checks each choice against the branches it must not match, and tries again. */
  careful: boolean
  /** How likely an optional property is left out. */
  leaveOut: number
  /** In the second and later items of a list, where an example would only be repeated. */
  repeated: boolean
  depth: number
  /** Inside an object that holds itself too often already. */
  tight: boolean
  /** Values that may still be made before everything optional is left out. */
  budget: number
  /** The objects and choices that are being made, and how often each. */
  active: Map<object, number>
  /** The object at hand. */
  scope: Scope
  /** What everything in the body is paid in; null until it is asked for. */
  currency: string | null
  /** Where objects may be. */
  localities: readonly Locality[]
  /** What the request asks of a list; null where the operation has none. */
  pageAsk: PageAsk | null
  /** The page of a list that the body is; null until one is met. */
  page: Page | null
  /** Whether values of one body are made to agree: not in the last tries, since a schema may stand against it. */
  coherent: boolean
  /** What the document wants of values where its schemas leave it open. */
  habits: Habits
}

export function personOf(run: Run): Person {
  run.scope.person ??= { first: run.firstName(), last: run.lastName() }
  return run.scope.person
}

export const generateLimits = {
  /** Values of one body; over it everything optional is left out. */
  SOFT_VALUES: 3_000,
  /** Values of one body; over it none is made. */
  MAX_VALUES: 30_000,
  /** Nesting, over which everything optional is left out; over the other none is made. */
  SOFT_DEPTH: 8,
  MAX_DEPTH: 1_500,
  /** Objects of one schema inside each other before everything optional is left out; over the other there is no end. */
  MAX_SELF_NESTING: 1,
  MAX_REQUIRED_SELF_NESTING: 8,
  MAX_ITEMS: 2_000,
  MAX_STRING_CHARACTERS: 100_000,
}

/** Dates are made around it, so that the same request has the same answer tomorrow. */
export const referenceDate = new Date('2026-06-01T12:00:00Z')

const require = createRequire(import.meta.url)

/** Loads faker in one language, about 15 ms. Its names are those of `locale/`: `de`, `de_AT`. */
export function loadFaker(locale: string): Faker {
  const { faker } = require(`@faker-js/faker/locale/${locale}`) as typeof import('@faker-js/faker/locale/en')
  return faker
}

export function createRun(habits: Habits): Run & { seed(text: string): void } {
  let state = 0
  // mulberry32: a small generator of good enough spread
  const random = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  // the class itself is only reachable through the bundle of all locales, which takes 275 ms
  const spoken = loadFaker(habits.locale)
  const FakerClass = spoken.constructor as typeof Faker
  const faker = new FakerClass({ locale: spoken.rawDefinitions, randomizer: { next: random, seed: () => undefined } })
  faker.setDefaultRefDate(referenceDate)
  const run: Run & { seed(text: string): void } = {
    ...createWords(faker, loadFaker('en'), habits.locale === 'en', random),
    random,
    faker,
    aside(seed, tryOut) {
      const { scope, currency } = run
      const before = state
      state = hash(seed)
      run.scope = openScope('', null)
      try {
        return tryOut()
      } finally {
        state = before
        run.scope = scope
        run.currency = currency
      }
    },
    echo: null,
    examples: 'none',
    careful: false,
    leaveOut: 0,
    repeated: false,
    depth: 0,
    tight: false,
    budget: generateLimits.SOFT_VALUES,
    active: new Map(),
    scope: openScope('', null),
    currency: null,
    localities: localitiesOf(habits),
    pageAsk: null,
    page: null,
    coherent: true,
    habits,
    seed(text) {
      state = hash(text)
    },
  }
  return run
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value ^ (value >>> 13)
}

/** Whether everything optional has to be left out now for the value to end. */
export function isTight(run: Run): boolean {
  return run.tight || run.budget < 0 || run.depth > generateLimits.SOFT_DEPTH
}

export function integerBetween(run: Run, low: number, high: number): number {
  return low + Math.floor(run.random() * (high - low + 1))
}

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789'

export function lettersAndDigits(run: Run, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += LETTERS_AND_DIGITS[Math.floor(run.random() * LETTERS_AND_DIGITS.length)]
  return text
}

export function digits(run: Run, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += Math.floor(run.random() * 10)
  return text
}

/** Of private use. */
export function ipv4(run: Run): string {
  const byte = () => integerBetween(run, 0, 255)
  return `10.${byte()}.${byte()}.${byte()}`
}

/** Version 4, RFC 9562. */
export function uuid(run: Run): string {
  const four = () => (hexBytes[Math.floor(run.random() * 256)] as string) + (hexBytes[Math.floor(run.random() * 256)] as string)
  const variant = '89ab'.charAt(Math.floor(run.random() * 4))
  return `${four()}${four()}-${four()}-4${four().slice(1)}-${variant}${four().slice(1)}-${four()}${four()}${four()}`
}

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function oneOf<T>(run: Run, from: readonly T[]): T {
  return from[Math.floor(run.random() * from.length)] as T
}
