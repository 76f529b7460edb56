import { isObject, type JsonObject, member, memberObject, memberText } from './json.ts'
import type { SchemaDialect } from './schema-keywords.ts'
import type { Kind } from './vocabulary.ts'

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'
const MULTIPART_TYPE = 'multipart/form-data'

/** How OpenAPI 2.0 becomes 3.1. Bodies stand among the parameters until those are merged: `takeBody`. */
export function swaggerTwo(root: JsonObject) {
  const produces = texts(root.produces) ?? [JSON_TYPE]
  const prepare: Partial<Record<Kind, (value: JsonObject) => void>> = {
    operation(operation) {
      const types = texts(operation.produces) ?? produces
      for (const response of Object.values(memberObject(operation, 'responses'))) if (isObject(response)) fillContent(response, types)
    },
    response: (response) => fillContent(response, produces),
    header: moveIntoSchema,
    parameter(parameter) {
      if (parameter.in === 'path') parameter.required = true
      if (parameter.in === 'body') return
      moveIntoSchema(parameter)
      const delimited = parameter.in === 'query' || parameter.in === 'formData'
      if (delimited && memberObject(parameter, 'schema').type === 'array') {
        Object.assign(parameter, member(styles, memberText(parameter, 'collectionFormat') ?? 'csv'))
      }
      delete parameter.collectionFormat
    },
  }
  const dialect: SchemaDialect = { nullable: 'x-nullable', refStandsAlone: true }
  return { dialect, prepare, prepareRoot: moveComponents, moved }
}

const places: Record<string, string | undefined> = Object.assign(Object.create(null), {
  definitions: 'schemas',
  parameters: 'parameters',
  responses: 'responses',
  securityDefinitions: 'securitySchemes',
})

function moved(tokens: string[]): string[] {
  const [first = '', ...rest] = tokens
  const place = places[first]
  return place === undefined ? tokens : ['components', place, ...rest]
}

function moveComponents(root: JsonObject): void {
  const components: JsonObject = {}
  for (const [from, to] of Object.entries(places)) {
    if (to === undefined || !Object.hasOwn(root, from)) continue
    components[to] = root[from]
    delete root[from]
  }
  const schemes = memberObject(components, 'securitySchemes')
  components.securitySchemes = Object.fromEntries(Object.entries(schemes).map(([name, scheme]) => [name, securityScheme(scheme)]))
  root.components = components
}

const flows = { application: 'clientCredentials', accessCode: 'authorizationCode' }

function securityScheme(scheme: unknown): unknown {
  if (!isObject(scheme)) return scheme
  if (scheme.type === 'basic') return { ...scheme, type: 'http', scheme: 'basic' }
  if (scheme.type !== 'oauth2') return scheme
  const { flow: _, authorizationUrl, tokenUrl, scopes, ...rest } = scheme
  const name = memberText(flows, String(memberText(scheme, 'flow'))) ?? memberText(scheme, 'flow') ?? 'implicit'
  return { ...rest, flows: { [name]: { authorizationUrl, tokenUrl, scopes: scopes ?? {} } } }
}

function fillContent(response: JsonObject, types: readonly string[]): void {
  if (typeof response.$ref === 'string' || isObject(response.content)) return
  const { schema, examples } = response
  delete response.schema
  delete response.examples
  const byType = isObject(examples) ? examples : {}
  if (schema === undefined && Object.keys(byType).length === 0) return
  const content: [string, JsonObject][] = [...new Set([...types, ...Object.keys(byType).filter((key) => key.includes('/'))])].map(
    (type) => {
      const media: JsonObject = schema === undefined ? {} : { schema }
      if (Object.hasOwn(byType, type)) media.example = byType[type]
      return [type, media]
    },
  )
  response.content = Object.fromEntries(content)
}

const schemaKeywords = [
  ...['type', 'format', 'items', 'default', 'enum', 'pattern', 'multipleOf', 'uniqueItems', 'x-nullable'],
  ...['maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'maxLength', 'minLength', 'maxItems', 'minItems'],
]

function moveIntoSchema(value: JsonObject): void {
  if (typeof value.$ref === 'string') return
  const schema: JsonObject = isObject(value.schema) ? value.schema : {}
  for (const keyword of schemaKeywords) {
    if (!Object.hasOwn(value, keyword)) continue
    schema[keyword] = value[keyword]
    delete value[keyword]
  }
  value.schema = schema
  if (Object.hasOwn(value, 'x-example') && !Object.hasOwn(value, 'example')) value.example = value['x-example']
}

const styles = {
  csv: { style: 'form', explode: false },
  ssv: { style: 'spaceDelimited', explode: false },
  pipes: { style: 'pipeDelimited', explode: false },
  multi: { style: 'form', explode: true },
}

/**
 * The request body that the parameters of an operation describe, references followed.
 * @param consumes of the operation, else of the document
 */
export function bodyOf(parameters: readonly JsonObject[], consumes: unknown): JsonObject | undefined {
  const types = texts(consumes)
  const body = parameters.find((parameter) => parameter.in === 'body')
  if (body !== undefined) {
    const examples = memberObject(body, 'x-examples')
    const media = (type: string) => ({ schema: body.schema ?? {}, ...(Object.hasOwn(examples, type) ? { example: examples[type] } : {}) })
    const content = Object.fromEntries((types ?? [JSON_TYPE]).map((type) => [type, media(type)]))
    return { description: body.description, required: body.required === true, content }
  }
  const fields = parameters.filter((parameter) => parameter.in === 'formData')
  if (fields.length === 0) return undefined
  const hasFile = fields.some((field) => memberObject(field, 'schema').format === 'binary')
  const forms = (types ?? []).filter((type) => type === FORM_TYPE || type.startsWith('multipart/'))
  const media = { schema: formSchema(fields), encoding: formEncoding(fields) }
  return {
    required: fields.some((field) => field.required === true),
    content: Object.fromEntries((forms.length > 0 ? forms : [hasFile ? MULTIPART_TYPE : FORM_TYPE]).map((type) => [type, media])),
  }
}

function formSchema(fields: readonly JsonObject[]): JsonObject {
  const properties = fields.map((field) => {
    const schema = { description: field.description, ...memberObject(field, 'schema') }
    return [String(field.name), field.example === undefined ? schema : { ...schema, examples: [field.example] }]
  })
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: fields.filter((field) => field.required === true).map((field) => String(field.name)),
  }
}

function formEncoding(fields: readonly JsonObject[]): JsonObject | undefined {
  const arrays = fields.filter((field) => memberObject(field, 'schema').type === 'array')
  if (arrays.length === 0) return undefined
  return Object.fromEntries(arrays.map((field) => [String(field.name), { style: field.style, explode: field.explode }]))
}

function texts(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null
  const found = value.filter((item) => typeof item === 'string')
  return found.length > 0 ? found : null
}

/** Where a part that is served may have been written in 2.0, by pointers. */
export function writtenPlaces(pointer: string): string[] {
  const [, components, place = '', ...rest] = pointer.split('/')
  const from = components === 'components' ? Object.keys(places).find((key) => places[key] === place) : undefined
  const own = from === undefined ? pointer : ['', from, ...rest].join('/')
  return [
    own,
    own.replace(/(\/responses\/[^/]+)\/content\/([^/]+)\/example(?=\/|$)/, '$1/examples/$2'),
    own.replace(/(\/responses\/[^/]+)\/content\/[^/]+\/schema/, '$1/schema'),
    own.replace(/((?:\/headers|\/parameters)\/[^/]+)\/schema/, '$1'),
  ]
}
