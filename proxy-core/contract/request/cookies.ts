import { headerValues, type RawHeaders } from '../../model/headers.ts'

/** The cookies of a request, values as they came but for quotes around them. */
export function cookiesOf(headers: RawHeaders): Map<string, string[]> {
  const cookies = new Map<string, string[]>()
  for (const pair of headerValues(headers, 'cookie').join(';').split(';')) {
    const equals = pair.indexOf('=')
    if (equals < 0) continue
    const name = pair.slice(0, equals).trim()
    const value = pair
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1')
    const known = cookies.get(name)
    if (known === undefined) cookies.set(name, [value])
    else known.push(value)
  }
  return cookies
}
