import type { ErrorObject } from 'ajv/dist/2020.js'
import type { SchemaPieces } from './schema-pieces.ts'

/** One way in which a value breaks a schema. */
export interface SchemaError {
  /** Where in the value: `['items', '0', 'price']`. */
  location: string[]
  /** The keyword that is broken; `writeOnly` or `readOnly` for what doesn't go this way. */
  code: string
  message: string
  /** Where in the document: a canonical reference, `#/components/schemas/Pet/properties/age/minimum`. */
  schema: string
}

/** @param at canonical reference of the schema, for an error that lies in none of the pieces */
export function errorOf(error: ErrorObject, pieces: SchemaPieces, at: string): SchemaError {
  return {
    location: error.instancePath === '' ? [] : error.instancePath.slice(1).split('/').map(unescapeToken),
    code: error.keyword === 'false schema' ? 'false' : error.keyword,
    message: messageOf(error),
    schema: placeOf(error.schemaPath, pieces, at),
  }
}

function messageOf({ message = 'is invalid', keyword, params }: ErrorObject): string {
  if (keyword === 'writeOnly') return 'must not be in a response: it is writeOnly'
  if (keyword === 'readOnly') return 'must not be in a request: it is readOnly'
  if (keyword === 'enum')
    return `${message}: ${(params.allowedValues as unknown[]).map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ')}`.slice(
      0,
      400,
    )
  if (keyword === 'additionalProperties') return `${message}; found '${params.additionalProperty}'`
  if (keyword === 'unevaluatedProperties') return `${message}; found '${params.unevaluatedProperty}'`
  return message
}

/** `s3/properties/age/minimum` and `#/properties/age/minimum` as places of the document. */
function placeOf(schemaPath: string, pieces: SchemaPieces, at: string): string {
  const slash = schemaPath.indexOf('/')
  const start = slash < 0 ? schemaPath : schemaPath.slice(0, slash)
  const rest = slash < 0 ? '' : schemaPath.slice(slash)
  return `${pieces.refOfId(start.replace(/#$/, '')) ?? at}${rest}`
}

function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}
