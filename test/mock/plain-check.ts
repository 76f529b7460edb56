import { readFile } from 'node:fs/promises'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

type Json = { [key: string]: unknown }

export interface RawDocument {
  /** Every JSON response, by operation and status, with the reference of its schema in the file. */
  responses: { method: string; template: string; status: string; mediaType: string; ref: string }[]
  /** Errors of a value against the schema that a reference names, as text. */
  check(ref: string, value: unknown): string[]
}

/** An OpenAPI 3.0 file as it was written, for plain ajv: none of the product's code reads or turns it. */
export async function openRaw(path: string): Promise<RawDocument> {
  const root = JSON.parse(await readFile(path, 'utf8')) as Json
  const ajv = new Ajv2020({
    strict: false,
    logger: false,
    validateFormats: true,
    allErrors: false,
    inlineRefs: false,
    validateSchema: false,
  })
  formats.default(ajv)
  ajv.addSchema(asJsonSchema(root) as Json, 'raw')
  const compiled = new Map<string, ValidateFunction>()
  return {
    responses: responsesOf(root),
    check(ref, value) {
      let validate = compiled.get(ref)
      if (validate === undefined) {
        validate = ajv.compile({ $ref: `raw${ref}` })
        compiled.set(ref, validate)
      }
      return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
    },
  }
}

/** OpenAPI 3.0: `nullable` lets null in whatever else is said, as Prism reads it, and exclusive bounds are flags. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema)
  if (typeof node !== 'object' || node === null) return node
  const { nullable, type, example, exclusiveMinimum, exclusiveMaximum, ...rest } = node as Json
  const turned: Json = Object.fromEntries(Object.entries(rest).map(([key, held]) => [key, key === 'enum' ? held : asJsonSchema(held)]))
  if (type !== undefined) turned.type = asJsonSchema(type)
  if (typeof exclusiveMinimum === 'number') turned.exclusiveMinimum = exclusiveMinimum
  else if (exclusiveMinimum === true) turned.exclusiveMinimum = rest.minimum
  else if (exclusiveMinimum !== undefined) turned.exclusiveMinimum = asJsonSchema(exclusiveMinimum)
  if (typeof exclusiveMaximum === 'number') turned.exclusiveMaximum = exclusiveMaximum
  else if (exclusiveMaximum === true) turned.exclusiveMaximum = rest.maximum
  // a property may be called so too
  if (nullable !== undefined && typeof nullable !== 'boolean') turned.nullable = asJsonSchema(nullable)
  return nullable === true ? { anyOf: [{ type: 'null' }, turned] } : turned
}

function responsesOf(root: Json): RawDocument['responses'] {
  const found: RawDocument['responses'] = []
  for (const [template, item] of Object.entries(root.paths as Json)) {
    for (const method of ['get', 'put', 'post', 'delete', 'patch', 'head', 'options']) {
      const operation = (item as Json)[method] as { responses: Json } | undefined
      for (const [status, response] of Object.entries(operation?.responses ?? {})) {
        const { $ref } = response as { $ref?: string }
        const at = $ref ?? `#/paths/${escaped(template)}/${method}/responses/${status}`
        const { content = {} } = ($ref === undefined ? response : lookUp(root, $ref)) as { content?: Json }
        for (const [mediaType, { schema }] of Object.entries(content as Record<string, { schema?: Json }>)) {
          if (schema === undefined || !/json/.test(mediaType)) continue
          const ref = typeof schema.$ref === 'string' ? schema.$ref : `${at}/content/${escaped(mediaType)}/schema`
          found.push({ method: method.toUpperCase(), template, status, mediaType, ref })
        }
      }
    }
  }
  return found
}

function escaped(token: string): string {
  return encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function lookUp(root: Json, ref: string): unknown {
  let value: unknown = root
  for (const token of ref.slice(2).split('/'))
    value = (value as Json)[decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')]
  return value
}
