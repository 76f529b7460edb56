import { createRequire } from 'node:module'
import type { ApiDocument } from '../../openapi/document.ts'

/** What a document wants of values that its schemas leave open: `x-json-schema-faker` at its root, by the names of json-schema-faker. */
export interface Habits {
  /** One of faker's, such as `de` or `pt_BR`. */
  locale: string
  /** Where things are, ISO 3166-1 alpha-2; null for wherever the language is spoken. */
  region: string | null
  /** Of lists whose schema says nothing; null leaves them to the place where they stand. */
  minItems: number | null
  maxItems: number | null
  /** How likely a property that isn't required is there, from 0 to 1. */
  optionals: number
  /** Whether an object that may hold any property gets some. */
  fillProperties: boolean
}

const usualHabits: Habits = { locale: 'en', region: null, minItems: null, maxItems: null, optionals: 1, fillProperties: true }
/** Languages that faker has by country only. */
const countryOf: Record<string, string | undefined> = {
  af: 'ZA',
  bn: 'BD',
  cs: 'CZ',
  id: 'ID',
  ka: 'GE',
  nb: 'NO',
  pt: 'PT',
  sl: 'SI',
  ta: 'IN',
  zh: 'CN',
}
const MAX_USUAL_ITEMS = 1_000
const require = createRequire(import.meta.url)

export function habitsOf(document: ApiDocument): Habits {
  const written = document.node('#/x-json-schema-faker')
  if (typeof written !== 'object' || written === null) return usualHabits
  const wants = new Map(Object.entries(written).map(([name, value]) => [name.replaceAll('-', '').toLowerCase(), value as unknown]))
  const minItems = numberOf(wants.get('minitems'), 0, MAX_USUAL_ITEMS)
  return {
    ...localeNamed(wants.get('locale')),
    minItems,
    maxItems: numberOf(wants.get('maxitems'), minItems ?? 0, MAX_USUAL_ITEMS),
    optionals: wants.get('alwaysfakeoptionals') === true ? 1 : (numberOf(wants.get('optionalsprobability'), 0, 1) ?? usualHabits.optionals),
    fillProperties: wants.get('fillproperties') !== false,
  }
}

function numberOf(value: unknown, low: number, high: number): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : null
}

/** `de-AT`, `de_AT` and, where there is none for the region, `de`. */
function localeNamed(written: unknown): Pick<Habits, 'locale' | 'region'> {
  const { locale, region } = usualHabits
  if (typeof written !== 'string' || !/^[A-Za-z]{2}/.test(written)) return { locale, region }
  const [, language = '', place] = /^([A-Za-z]{2})(?:[-_]([A-Za-z]{2,}))?/.exec(written) ?? []
  const spoken = language.toLowerCase().replace('no', 'nb')
  const asked = place?.toUpperCase() ?? null
  const names = [...(asked === null ? [] : [`${spoken}_${asked}`]), spoken, `${spoken}_${countryOf[spoken] ?? ''}`]
  const found = names.find(isLocale)
  return found === undefined ? { locale, region } : { locale: found, region: asked }
}

function isLocale(name: string): boolean {
  try {
    require.resolve(`@faker-js/faker/locale/${name}`)
    return true
  } catch {
    return false
  }
}
