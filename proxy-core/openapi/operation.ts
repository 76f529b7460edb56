import { type ApiDocument, type ApiOperation, type OperationObject, type ParameterObject, refOf, resolve } from './document.ts'
import { isObject, type JsonObject } from './json.ts'

/** What the document says about an operation, with all that it inherits. */
export function operationObject(document: ApiDocument, operation: ApiOperation): OperationObject {
  return document.node(operation.ref) as OperationObject
}

/** The parameters of an operation, references followed; those that lead nowhere are left out. */
export function parametersOf(document: ApiDocument, operation: ApiOperation): ParameterObject[] {
  return operationObject(document, operation).parameters.flatMap((parameter) => resolve(document, parameter) ?? [])
}

/**
 * A path that hits the operation, below the mount: its template filled with the document's examples, else with values
 * of the right type, and the query parameters that it needs.
 */
export function sampleUrlPath(document: ApiDocument, operation: ApiOperation): string {
  const parameters = parametersOf(document, operation)
  // what stands behind # or ? in a template tells operations apart for readers; it is no part of the path
  const template = operation.template.split(/[?#]/, 1)[0] as string
  const path = template.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
    return styled(parameter, encodeURIComponent(sampleText(document, parameter) || '1'))
  })
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required === true)
    .map((parameter) => `${encodeURIComponent(parameter.name)}=${encodeURIComponent(sampleText(document, parameter))}`)
  return query.length === 0 ? path : `${path}?${query.join('&')}`
}

function styled(parameter: ParameterObject | undefined, value: string): string {
  if (parameter?.style === 'label') return `.${value}`
  return parameter?.style === 'matrix' ? `;${parameter.name}=${value}` : value
}

function sampleText(document: ApiDocument, parameter: ParameterObject | undefined): string {
  const value = parameter === undefined ? '1' : sampleOf(document, parameter)
  if (Array.isArray(value)) return value.map(String).join(',')
  return isObject(value) ? JSON.stringify(value) : String(value)
}

function sampleOf(document: ApiDocument, parameter: ParameterObject): unknown {
  if (parameter.example !== undefined) return parameter.example
  for (const example of Object.values(parameter.examples ?? {})) {
    const value = resolve(document, example)?.value
    if (value !== undefined) return value
  }
  if (parameter.schema !== undefined) return sampleOfSchema(document, parameter.schema, 0)
  const [media] = Object.values((parameter.content ?? {}) as Record<string, JsonObject>)
  return media?.example ?? sampleOfSchema(document, media?.schema, 0)
}

const MAX_SAMPLE_DEPTH = 8

function sampleOfSchema(document: ApiDocument, given: unknown, depth: number): unknown {
  const schema = isObject(given) && refOf(given) !== null ? { ...resolve(document, given), ...given, $ref: undefined } : given
  if (!isObject(schema) || depth > MAX_SAMPLE_DEPTH) return '1'
  for (const values of [schema.examples, [schema.default], [schema.const], schema.enum]) {
    const value = Array.isArray(values) ? values.find((one) => one !== undefined && one !== null) : undefined
    if (value !== undefined) return value
  }
  const parts = [schema.allOf, schema.oneOf, schema.anyOf].find(Array.isArray)
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === undefined && parts !== undefined) return sampleOfSchema(document, parts[0], depth + 1)
  if (type === 'array') return [sampleOfSchema(document, schema.items, depth + 1)]
  if (type === 'boolean') return true
  if (type === 'object') return {}
  return type === 'integer' || type === 'number' ? sampleNumber(schema) : sampleString(schema)
}

function sampleNumber(schema: JsonObject): number {
  const least = typeof schema.exclusiveMinimum === 'number' ? schema.exclusiveMinimum + 1 : Number(schema.minimum ?? 1)
  const step = Number(schema.multipleOf ?? 0)
  const value = step > 0 ? Math.ceil(least / step) * step : least
  return typeof schema.maximum === 'number' && value > schema.maximum ? schema.maximum : value
}

const byFormat: Record<string, string | undefined> = {
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  date: '2026-01-15',
  'date-time': '2026-01-15T09:30:00Z',
  time: '09:30:00Z',
  email: 'ada@example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  hostname: 'example.com',
  uri: 'https://example.com',
  int32: '1',
  int64: '1',
}
/** Short, so that a pattern which backtracks exponentially still answers at once. */
const candidates = ['1', 'abc', 'a', 'ABC', '123', 'abc123', 'a-1', '1.0', 'a1b2c3d4', '2026-01-15', 'a/b', 'v1']

function sampleString(schema: JsonObject): string {
  const format = typeof schema.format === 'string' ? byFormat[schema.format] : undefined
  if (format !== undefined) return format
  const least = Number(schema.minLength ?? 0)
  const most = Number(schema.maxLength ?? Number.POSITIVE_INFINITY)
  const pattern = typeof schema.pattern === 'string' ? compile(schema.pattern) : null
  const fits = (text: string) => text.length >= least && text.length <= most && (pattern === null || pattern.test(text))
  return candidates.find(fits) ?? 'abc'.padEnd(Math.min(least, 100), 'c')
}

function compile(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return null
  }
}
