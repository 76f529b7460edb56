import type { Finding } from '../../model/finding.ts'
import type { SchemaError } from '../schema-errors.ts'

export type Place = 'path' | 'query' | 'header' | 'cookie' | 'body'

/** A finding in Prism's words: `Request query parameter limit must be integer`. */
export function requestFinding(place: Place, names: readonly string[], code: string, message: string): Finding {
  const field = names.length === 0 ? '' : `${place === 'body' ? 'property' : 'parameter'} ${names.join('.')} `
  return { location: [place, ...names], severity: 'Error', code, message: `Request ${place} ${field}${message}` }
}

/** What is wrong with the value that `names` lead to. */
export function schemaFindings(place: Place, names: readonly string[], errors: readonly SchemaError[]): Finding[] {
  return errors.map(({ location, code, message }) => requestFinding(place, [...names, ...location], code, message))
}
