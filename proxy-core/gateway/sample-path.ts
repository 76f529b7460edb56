import { type ApiDocument, type OperationObject, type ParameterObject, resolve, type SchemaObject } from '../openapi/document.ts'
import type { RouteRuntime } from './switchboard.ts'

/** A path, with the required query, that hits a route: parameters from the document's examples, else from their types. */
export function samplePath(route: RouteRuntime): string {
  const { document, mount } = route.service
  const parameters = parametersOf(document, route.operation.ref)
  const sample = (name: string, location: string) => {
    const parameter = parameters.find((known) => known.name === name && known.in === location)
    return encodeURIComponent(parameter ? sampleValue(document, parameter) : fallback(name, undefined))
  }
  const template = route.operation.template.split(/[?#]/, 1)[0] as string
  const path = template.replace(/\{([^{}]+)\}/g, (_, name: string) => sample(name, 'path'))
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name }) => `${encodeURIComponent(name)}=${sample(name, 'query')}`)
  return mount + path + (query.length > 0 ? `?${query.join('&')}` : '')
}

function parametersOf(document: ApiDocument, ref: string): ParameterObject[] {
  const operation = document.node(ref) as OperationObject | undefined
  const parameters: ParameterObject[] = []
  for (const reference of operation?.parameters ?? []) {
    const parameter = resolve(document, reference)
    if (parameter) parameters.push(parameter)
  }
  return parameters
}

function sampleValue(document: ApiDocument, parameter: ParameterObject): string {
  const named = Object.values(parameter.examples ?? {})[0]
  const schema = schemaOf(document, parameter.schema)
  const candidates = [
    parameter.example,
    named && resolve(document, named)?.value,
    schema.example,
    Array.isArray(schema.examples) ? schema.examples[0] : undefined,
    schema.const,
    schema.default,
    Array.isArray(schema.enum) ? schema.enum[0] : undefined,
  ]
  const given = candidates.find((value) => ['string', 'number', 'boolean'].includes(typeof value) && value !== '')
  return given === undefined ? fallback(parameter.name, schema) : String(given)
}

type SchemaKeywords = Record<string, unknown>

function schemaOf(document: ApiDocument, schema: SchemaObject | undefined): SchemaKeywords {
  const found = typeof schema === 'object' && '$ref' in schema ? resolve(document, { $ref: String(schema.$ref) }) : schema
  return typeof found === 'object' && found !== null ? (found as SchemaKeywords) : {}
}

function fallback(name: string, schema: SchemaKeywords | undefined): string {
  const type = Array.isArray(schema?.type) ? schema.type[0] : schema?.type
  if (type === 'integer' || type === 'number')
    return String(typeof schema?.minimum === 'number' ? Math.max(1, Math.ceil(schema.minimum)) : 1)
  if (type === 'boolean') return 'true'
  if (schema?.format === 'uuid') return '3fa85f64-5717-4562-b3fc-2c963f66afa6'
  if (schema?.format === 'date') return '2026-01-01'
  if (schema?.format === 'date-time') return '2026-01-01T00:00:00Z'
  return schema === undefined || /id$/i.test(name) ? '1' : name
}
