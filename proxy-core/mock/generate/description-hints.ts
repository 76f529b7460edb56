import type { Flat } from './flat.ts'
import type { NumberGuess } from './number-names.ts'

/** What the description of a value says about it, where its name and format say nothing. */
export interface Hint {
  /** A name that stands for what is described, in lower case without separators. */
  name: string | null
  /** Values that it lists or gives for example. */
  values: readonly string[]
  range: NumberGuess | null
}

const names: [description: RegExp, name: string][] = [
  [/\be-?mail\b/i, 'email'],
  [/\b(ISO.?8601|RFC.?3339|date.?time|timestamp)\b/i, 'timestamp'],
  [/\bYYYY-MM-DD\b/i, 'date'],
  [/\bISO.?3166\S*( alpha-3|.*three.letter)/i, 'countrycode3'],
  [/\bISO.?3166|\btwo.letter country|\bcountry code\b/i, 'countrycode'],
  [/\bISO.?4217|\bcurrency code\b/i, 'currency'],
  [/\b(BCP.?47|ISO.?639|language (code|tag)|locale)\b/i, 'locale'],
  [/\b(UUID|GUID)\b/i, 'uuid'],
  [/\b(phone|mobile|telephone) number\b|\bE\.164\b/i, 'phone'],
  [/\bURL of (the|an?|its|their|your)? ?(image|picture|photo|avatar|logo|icon)\b/i, 'imageurl'],
  [/\b(URL|URI|hyperlink|web address|link to)\b/i, 'url'],
  [/\bIP(v4)? address\b/i, 'ip'],
  [/\btime.?zone\b/i, 'timezone'],
  [/\b(postal|zip) code\b/i, 'postalcode'],
  [/\bIBAN\b/, 'iban'],
  [/\b(SHA-?\d+|hash|checksum|commit SHA)\b/i, 'sha'],
  [/\b(hex(adecimal)? colou?r|colou?r (code|in hex))/i, 'hex'],
  [/\b(first|given) name\b/i, 'firstname'],
  [/\b(last|family) name\b|\bsurname\b/i, 'lastname'],
  [/\bfull name\b/i, 'fullname'],
  [/\b(user ?name|login) of\b/i, 'username'],
  [/\bname of the (city|town)\b/i, 'city'],
  [/\bname of the country\b/i, 'country'],
  [/\bname of the (company|organi[sz]ation)\b/i, 'company'],
]
const MAX_DESCRIPTION_CHARACTERS = 400
const MAX_VALUE_CHARACTERS = 40

/** null where the description, or a format, a pattern and the like leaves nothing to say. */
export function hintOf({ description }: Flat): Hint | null {
  if (description === null) return null
  const text = description.slice(0, MAX_DESCRIPTION_CHARACTERS)
  const name = names.find(([pattern]) => pattern.test(text))?.[1] ?? null
  const values = valuesIn(text)
  const range = rangeIn(text)
  return name === null && values.length === 0 && range === null ? null : { name, values, range }
}

/** "one of `low`, `mid` or `high`", "e.g. AB-1234", "for example: `AB-1234`". */
function valuesIn(text: string): string[] {
  const listed =
    /\b(?:one of|either|possible values(?: are)?|allowed values(?: are)?|valid values(?: are)?)\b[:\s]*((?:[`'"“][^`'"”\n]{1,40}[`'"”](?:\s*(?:,|or|and|\|)\s*)*){2,})/i.exec(
      text,
    )
  const quoted = [...(listed?.[1] ?? '').matchAll(/[`'"“]([^`'"”\n]{1,40})[`'"”]/g)].map(([, value = '']) => value)
  if (quoted.length > 0) return quoted
  const example =
    /(?:\be\.g\.|\bfor example\b|\bexample\b|\bsuch as\b)[:,\s]*(?:[`'"“]([^`'"”\n]+)[`'"”]|([A-Za-z]*[-_./:]?\d[\w./:-]*))/i.exec(text)
  const value = (example?.[1] ?? example?.[2] ?? '').replace(/[.,;:]+$/, '')
  return value === '' || value.length > MAX_VALUE_CHARACTERS ? [] : [value]
}

/** "between 0 and 1", "from 1 to 5", "(0-100)". */
function rangeIn(text: string): NumberGuess | null {
  const found =
    /\b(?:between|from|in the range(?: of)?)\s+(-?\d+(?:\.\d+)?)\s*(?:and|to|-|–)\s*(-?\d+(?:\.\d+)?)/i.exec(text) ??
    /[([](-?\d+(?:\.\d+)?)\s*(?:-|–|to|\.\.|,)\s*(-?\d+(?:\.\d+)?)[)\]]/.exec(text)
  const [min, max] = [Number(found?.[1]), Number(found?.[2])]
  return min < max ? { min, max, digits: max - min <= 10 ? 2 : 0 } : null
}
