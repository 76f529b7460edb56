import { momentFor } from './moments.ts'
import type { Run } from './run.ts'
import { localityOf } from './whereabouts.ts'

/** Where numbers of a name usually lie. */
export interface NumberGuess {
  min: number
  max: number
  digits: number
}

const count = (min: number, max: number): NumberGuess => ({ min, max, digits: 0 })
const real = (min: number, max: number, digits: number): NumberGuess => ({ min, max, digits })

const moments =
  /(timestamp|epoch|(ed|en|paid|sent|built|read|made|starts|ends|expires|login)at|(created|updated|modified|expires|reset)(time)?)(ms|millis)?$/
const latitudes = /(^|\w)(lat|latitude)$/
const longitudes = /(^|\w)(lng|lon|long|longitude)$/

/** By the name in lower case without separators; the first that fits. */
const guesses: [name: RegExp, guess: NumberGuess][] = [
  [moments, count(1_770_000_000, 1_780_272_000)],
  [/timeout|delayms|durationms|latency|elapsed|tookms|milliseconds$/, count(20, 5_000)],
  [latitudes, real(-60, 70, 6)],
  [longitudes, real(-120, 140, 6)],
  [/year$/, count(1990, 2026)],
  [/month$/, count(1, 12)],
  [/(^|of)day$|dayofmonth$/, count(1, 28)],
  [/hours?$/, count(0, 23)],
  [/minutes?$/, count(1, 59)],
  [/seconds?$|duration|ttl$/, count(10, 3_600)],
  [/(^|\w)age$/, count(18, 80)],
  [/rating|stars$/, real(1, 5, 1)],
  [/(percent|percentage|pct)$|^(progress|completion)/, real(0, 100, 1)],
  [/(rate|ratio|probability|confidence|opacity)$/, real(0, 1, 2)],
  [/score$/, real(0, 100, 1)],
  [/(tax|vat|shipping|delivery|handling)(amount|cost|price|fee|total)?$|(fee|tip)s?$/, real(1, 30, 2)],
  [/(price|amount|cost|total|subtotal|balance|fee|tax|discount|revenue|salary|budget|value|sum)$/, real(5, 500, 2)],
  [/cents$/, count(500, 50_000)],
  [/statuscode$|httpstatus$/, count(200, 200)],
  [/(quantity|qty)$/, count(1, 10)],
  [
    /(count|stock|inventory|available|votes|likes|views|followers|following|stars|forks|comments|downloads|visits|items|points)$/,
    count(0, 250),
  ],
  [/^num|^number(of)|total$/, count(1, 250)],
  [/(^|\w)(port)$/, count(1_024, 49_151)],
  [/(bytes|filesize|size)$/, count(1_000, 500_000)],
  [/(width|height|length|depth)$/, real(10, 1_200, 0)],
  [/(weight|mass)$/, real(0.5, 80, 1)],
  [/temperature|temp$/, real(-5, 35, 1)],
  [/(distance|radius)$/, real(0.5, 50, 1)],
  [/(page|pages|pagecount)$/, count(1, 12)],
  [/(perpage|pagesize|limit)$/, count(10, 50)],
  [/offset$/, count(0, 100)],
  [/(index|position|order|rank|priority|level|sequence)$/, count(1, 10)],
  [/version$/, count(1, 9)],
  [/(id|number|no|num)$/, count(1, 99_999)],
]
const anything = count(1, 1_000)

/** Whether the name says where its numbers lie. */
export function isKnownNumber(name: string | null): boolean {
  return name !== null && guesses.some(([pattern]) => pattern.test(name))
}

/** @param name in lower case without separators; null for a number without a name */
export function guessNumber(name: string | null): NumberGuess {
  if (name === null) return anything
  for (const [pattern, guess] of guesses) if (pattern.test(name)) return guess
  return anything
}

/** Numbers that agree with others of their object: moments and coordinates; null for what stands alone. */
export function numbersNamed(name: string | null): ((run: Run) => number) | null {
  if (name === null) return null
  if (moments.test(name)) {
    const unit = /ms$|millis$/.test(name) ? 1 : 1_000
    return (run) => Math.floor(momentFor(run, name).getTime() / unit)
  }
  if (latitudes.test(name)) return (run) => near(run, localityOf(run).latitude)
  return longitudes.test(name) ? (run) => near(run, localityOf(run).longitude) : null
}

/** Within the city. */
function near(run: Run, degrees: number): number {
  return round(degrees + (run.random() - 0.5) * 0.1, 6)
}

/** The nearest number of so many digits. */
export function round(value: number, digits: number): number {
  if (digits === 0) return Math.round(value)
  const scale = scales[digits]
  // where the product is exact enough, the quotient is the number that the digits stand for
  if (scale !== undefined && Math.abs(value) < MAX_SCALED) return Math.round(value * scale) / scale
  return Number(value.toFixed(digits))
}

const scales = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6]
const MAX_SCALED = 1e8
