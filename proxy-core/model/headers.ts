/**
 * Header fields as they came over the wire: name and value alternate, in original order and case
 * (the form of Node's `rawHeaders` and of undici). All look-ups go through this module.
 */
export type RawHeaders = readonly string[]

/** The first value of a field, or undefined. `name` is given in lower case. */
export function headerValue(raw: RawHeaders, name: string): string | undefined {
  for (let i = 0; i < raw.length; i += 2) {
    const field = raw[i] as string
    if (field.length === name.length && field.toLowerCase() === name) return raw[i + 1]
  }
  return undefined
}

/** Every value of a field, in order. `name` is given in lower case. */
export function headerValues(raw: RawHeaders, name: string): string[] {
  const values: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    const field = raw[i] as string
    if (field.length === name.length && field.toLowerCase() === name) values.push(raw[i + 1] as string)
  }
  return values
}

/** The fields whose lower-case name is not in `names`. */
export function withoutHeaders(raw: RawHeaders, names: ReadonlySet<string>): string[] {
  const kept: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    if (!names.has((raw[i] as string).toLowerCase())) kept.push(raw[i] as string, raw[i + 1] as string)
  }
  return kept
}

/** `[name, value]` pairs, the form of the control API. */
export function headerPairs(raw: RawHeaders): [string, string][] {
  const pairs: [string, string][] = []
  for (let i = 0; i < raw.length; i += 2) pairs.push([raw[i] as string, raw[i + 1] as string])
  return pairs
}

/** The media type of a Content-Type value without parameters, in lower case: `text/html; charset=x` gives `text/html`. */
export function essence(contentType: string | undefined | null): string | null {
  if (!contentType) return null
  const end = contentType.indexOf(';')
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase() || null
}
