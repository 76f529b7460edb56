import { type Run, referenceDate } from './run.ts'

const DAY_MS = 86_400_000
const LONG_AGO_DAYS = 720
const LATELY_DAYS = 45

/** What the names of moments say, in lower case without separators; days from the moment at which the thing was made, or from now. */
type Span = [name: RegExp, since: 'now' | 'made', from: number, to: number]
const spans: Span[] = [
  [/birth|dob$|founded|established/, 'now', -60 * 365, -20 * 365],
  [/deliver(ed|yat)|arrived|received|returned/, 'made', 3, 7],
  [/shipped|dispatched|departed|sent(at|on|date|time)?$/, 'made', 1, 3],
  [/paid|confirmed|accepted|approved|verified|activated|assigned|published|started/, 'made', 0, 1],
  [
    /closed|completed|finished|resolved|merged|cancell?ed|ended|fixed|dismissed|rejected|failed|stopped|archived|deleted|removed|revoked|disabled|triggered/,
    'made',
    8,
    14,
  ],
  [/expir|due|until|(valid|effective)?(to|till|thru|through)$|ends?(at|on|date|time|datetime)?$|deadline|checkout|return/, 'now', 14, 180],
  [/next|scheduled|delivery|arriv|eta$/, 'now', 7, 13],
  [/start|begin|departure|checkin|from$|since$|opens/, 'now', 0, 7],
  [/updat|modif|chang|edited|last|latest|recent|seen|login|pushed|synced|refreshed/, 'now', -30, 0],
]

/** A moment that suits the name and the other moments of the object: made before changed, begun before ended. */
export function momentFor(run: Run, name: string | null): Date {
  const scope = run.scope
  scope.createdMs ??= aroundNow(run, -LONG_AGO_DAYS, -LATELY_DAYS)
  const span = name === null ? null : spanOf(name)
  if (span === null) return new Date(scope.createdMs)
  const [, since, from, to] = span
  return new Date(since === 'now' ? aroundNow(run, from, to) : after(run, scope.createdMs, from, to))
}

const known = new Map<string, Span | null>()
/** Names come from documents, so there are only so many; a host that reloads documents for days starts over. */
const MAX_KNOWN_NAMES = 10_000

function spanOf(name: string): Span | null {
  let span = known.get(name)
  if (span === undefined) {
    span = spans.find(([pattern]) => pattern.test(name)) ?? null
    if (known.size >= MAX_KNOWN_NAMES) known.clear()
    known.set(name, span)
  }
  return span
}

function aroundNow(run: Run, fromDays: number, toDays: number): number {
  return after(run, referenceDate.getTime(), fromDays, toDays)
}

/** To the second. */
function after(run: Run, time: number, fromDays: number, toDays: number): number {
  return Math.floor((time + (fromDays + run.random() * (toDays - fromDays)) * DAY_MS) / 1000) * 1000
}
