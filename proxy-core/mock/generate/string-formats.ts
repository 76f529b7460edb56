import { momentFor } from './moments.ts'
import { integerBetween, ipv4, lettersAndDigits, type Run, uuid } from './run.ts'
import { email, ownUrl, ownUrlNames, phone, url } from './string-names.ts'
import { currencyOf, localityOf } from './whereabouts.ts'

type MakeFormat = (run: Run, name: string | null, minLength: number, maxLength: number) => string

const host = (run: Run) => `${run.noun()}.example.com`
const base64 = (run: Run, bytes: number) => Buffer.from(Array.from({ length: bytes }, () => integerBetween(run, 0, 255))).toString('base64')
/** Whole groups of four characters, so that a length between the bounds is met where there is one. */
const byte: MakeFormat = (run, _, min, max) =>
  base64(run, 3 * Math.max(Math.ceil(min / 4), Math.min(6, Math.floor(Math.min(max, 1e6) / 4))))
const text = (run: Run, min: number, max: number) => lettersAndDigits(run, Math.max(min, Math.min(16, max)))

const makers: Record<string, MakeFormat | undefined> = Object.assign(Object.create(null), {
  'date-time': (run, name, min) => momentOfLength(momentFor(run, name).toISOString(), min),
  date: (run, name) => momentFor(run, name).toISOString().slice(0, 10),
  time: (run, name) => momentFor(run, name).toISOString().slice(11, 19).concat('Z'),
  duration: (run) => `P${integerBetween(run, 1, 9)}DT${integerBetween(run, 1, 23)}H`,
  email: (run, _, min) => (min > 30 ? `${'a'.repeat(Math.max(1, Math.min(64, min - 12)))}@example.com` : email(run)),
  'idn-email': (run) => email(run),
  uri: (run, name, min) => lengthened(uriFor(run, name), min),
  url: (run, name, min) => lengthened(uriFor(run, name), min),
  iri: (run, name, min) => lengthened(uriFor(run, name), min),
  'uri-reference': (run, name, min) => lengthened(uriFor(run, name), min),
  'iri-reference': (run, name, min) => lengthened(uriFor(run, name), min),
  'uri-template': (run) => `${url(run)}/{id}`,
  hostname: (run) => host(run),
  'idn-hostname': (run) => host(run),
  ipv4: (run) => ipv4(run),
  ipv6: (run) => run.faker.internet.ipv6(),
  uuid,
  guid: uuid,
  byte,
  base64: byte,
  binary: (run, _, min, max) => text(run, min, max),
  password: (run, _, min, max) => text(run, min, max),
  'json-pointer': (run) => `/${run.noun()}/${integerBetween(run, 0, 9)}`,
  'json-pointer-uri-fragment': (run) => `#/${run.noun()}`,
  'relative-json-pointer': (run) => `${integerBetween(run, 0, 3)}/${run.noun()}`,
  regex: () => '^[a-z]+$',
  'iso-time': (run, name) => momentFor(run, name).toISOString().slice(11, 19),
  'iso-date-time': (run, name) => momentFor(run, name).toISOString(),
  // not of any standard, but written often
  'phone-number': phone,
  phone,
  color: (run) => run.faker.color.rgb(),
  'country-code': (run) => localityOf(run).countryCode,
  currency: currencyOf,
  decimal: (run) => run.faker.commerce.price({ min: 5, max: 500 }),
  int32: (run) => String(integerBetween(run, 1, 9_999)),
  int64: (run) => String(integerBetween(run, 1, 999_999)),
  float: (run) => run.faker.commerce.price({ min: 1, max: 100 }),
  double: (run) => run.faker.commerce.price({ min: 1, max: 100 }),
} satisfies Record<string, MakeFormat>)

/** The shortest of a form, where a maximal length leaves no room for better. */
const shortest: Record<string, string | undefined> = Object.assign(Object.create(null), {
  email: 'a@b.co',
  'idn-email': 'a@b.co',
  uri: 'a:b',
  url: 'http://a.co',
  iri: 'a:b',
  'uri-reference': 'a',
  'iri-reference': 'a',
  hostname: 'a.co',
  'idn-hostname': 'a.co',
  ipv4: '10.0.0.1',
  ipv6: '::1',
  duration: 'P1D',
  time: '12:00:00Z',
  'date-time': '2026-06-01T12:00:00Z',
  'json-pointer': '/a',
  regex: 'a',
  'uri-template': 'a',
  byte: '',
})

export interface FormatBounds {
  minLength: number
  maxLength: number
}

/** Strings of a format; empty for a format that nobody knows. The better ones first. */
export function stringsOfFormat(format: string, name: string | null, { minLength, maxLength }: FormatBounds): ((run: Run) => string)[] {
  const make = makers[format]
  if (make === undefined) return []
  const short = shortest[format]
  const made = (run: Run) => make(run, name, minLength, maxLength)
  const numbered = (run: Run) => `${integerBetween(run, 1, 99)}${email(run)}`
  return [made, ...(format === 'email' ? [numbered] : []), ...(short === undefined ? [] : [() => short])]
}

function uriFor(run: Run, name: string | null): string {
  if (name !== null && ownUrlNames.test(name)) return ownUrl(run)
  return name !== null && /(avatar|picture|photo|image|thumbnail|logo|icon)/.test(name)
    ? `https://images.example.com/${run.noun()}.png`
    : url(run)
}

/** RFC 3339 in the shortest way that is long enough: some documents count the characters of an offset. */
function momentOfLength(iso: string, minLength: number): string {
  if (minLength <= 20) return `${iso.slice(0, 19)}Z`
  const seconds = iso.slice(0, 19)
  const ways = [iso, `${seconds}+00:00`, `${iso.slice(0, -1)}+00:00`]
  return ways.find((one) => one.length >= minLength) ?? iso
}

function lengthened(text: string, minLength: number): string {
  return text.length < minLength ? text.padEnd(minLength, 'a') : text
}
