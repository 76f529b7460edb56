import { isObject, type JsonObject } from './json.ts'

/** How a schema is brought to JSON Schema 2020-12 in place. Each step is a no-op on what it has made before. */
export interface SchemaDialect {
  /** The keyword that allows null beside `type`; none in 3.1 and later. */
  nullable: 'nullable' | 'x-nullable' | null
  /** Before 3.1 what stands beside `$ref` in a schema has no force. */
  refStandsAlone: boolean
}

/**
 * @returns whether the schema has to be wrapped to allow null (`wrapNullable`); that moves what lies inside, so the
 * caller does it when every pointer has been followed.
 */
export function modernizeSchema(schema: JsonObject, dialect: SchemaDialect): boolean {
  const nullable = takeNullable(schema, dialect)
  if (typeof schema.discriminator === 'string') schema.discriminator = { propertyName: schema.discriminator }
  if (dialect.refStandsAlone && typeof schema.$ref === 'string') dropBesideRef(schema)
  dropMisshapen(schema)
  fixType(schema)
  fixExclusive(schema, 'exclusiveMinimum', 'minimum')
  fixExclusive(schema, 'exclusiveMaximum', 'maximum')
  moveExample(schema)
  if (schema.format === 'byte' && schema.contentEncoding === undefined) schema.contentEncoding = 'base64'
  return nullable && !allowNull(schema)
}

/**
 * Says that null, read strictly, is not allowed: OpenAPI 3.0 lets `nullable` add it to the type beside it, and to nothing
 * else. Nobody writes `nullable` without meaning it, so null is taken; it is never made.
 */
export const toleratedNull = 'x-switchyard-tolerated-null'

/** `{nullable, allOf…}` becomes `{anyOf: [{allOf…}, {type: 'null'}]}`; what only describes stays outside. */
export function wrapNullable(schema: JsonObject): void {
  const inner: [string, unknown][] = []
  for (const [keyword, value] of Object.entries(schema)) {
    if (annotations.has(keyword) || keyword.startsWith('x-')) continue
    inner.push([keyword, value])
    delete schema[keyword]
  }
  schema.anyOf = [Object.fromEntries(inner), { type: 'null', [toleratedNull]: true }]
}

const annotations = new Set([
  'title',
  'description',
  'summary',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'externalDocs',
  'xml',
])
const types = new Set(['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'])

type Shape = (value: unknown) => boolean
const isNumber: Shape = (value) => typeof value === 'number' && Number.isFinite(value)
const isCount: Shape = (value) => Number.isInteger(value) && (value as number) >= 0
const isText: Shape = (value) => typeof value === 'string'
const isNames: Shape = (value) => Array.isArray(value) && value.every(isText)
const isFlag: Shape = (value) => typeof value === 'boolean'

/** What a validator would refuse the whole schema for. A keyword of another shape means nothing, so it is left out. */
const shapes: Record<string, Shape> = Object.assign(Object.create(null), {
  required: isNames,
  enum: Array.isArray,
  pattern: isText,
  format: isText,
  minimum: isNumber,
  maximum: isNumber,
  multipleOf: (value: unknown) => isNumber(value) && (value as number) > 0,
  minLength: isCount,
  maxLength: isCount,
  minItems: isCount,
  maxItems: isCount,
  minProperties: isCount,
  maxProperties: isCount,
  minContains: isCount,
  maxContains: isCount,
  uniqueItems: isFlag,
  readOnly: isFlag,
  writeOnly: isFlag,
  deprecated: isFlag,
  dependentRequired: (value: unknown) => isObject(value) && Object.values(value).every(isNames),
  discriminator: (value: unknown) => isObject(value) && isText(value.propertyName),
})

function dropMisshapen(schema: JsonObject): void {
  for (const keyword in schema) {
    const shape = shapes[keyword]
    if (shape !== undefined && !shape(schema[keyword])) delete schema[keyword]
  }
}

function takeNullable(schema: JsonObject, { nullable }: SchemaDialect): boolean {
  if (nullable === null || !Object.hasOwn(schema, nullable)) return false
  const value = schema[nullable]
  delete schema[nullable]
  return value === true || value === 'true'
}

/** @returns false when only a wrap can allow null */
function allowNull(schema: JsonObject): boolean {
  if (typeof schema.$ref === 'string' || schema.allOf || schema.anyOf || schema.oneOf || schema.not) return false
  const { type } = schema
  if (typeof type === 'string' && type !== 'null') schema.type = [type, 'null']
  else if (Array.isArray(type) && !type.includes('null')) schema.type = [...type, 'null']
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) {
    schema.enum = [...schema.enum, null]
    schema[toleratedNull] = true
  }
  return true
}

function dropBesideRef(schema: JsonObject): void {
  for (const keyword in schema) {
    if (keyword !== '$ref' && keyword !== 'example' && !annotations.has(keyword) && !keyword.startsWith('x-')) delete schema[keyword]
  }
}

function fixType(schema: JsonObject): void {
  const { type } = schema
  if (type === undefined) return
  if (type === 'file') {
    schema.type = 'string'
    schema.format = 'binary'
  } else if (type === null) schema.type = 'null'
  else if (Array.isArray(type)) {
    const known = type.map((one) => (one === null ? 'null' : one)).filter((one) => types.has(one))
    if (known.length === 0) delete schema.type
    else if (known.length < type.length || type.includes(null)) schema.type = [...new Set(known)]
  } else if (typeof type !== 'string' || !types.has(type)) delete schema.type
}

function fixExclusive(schema: JsonObject, exclusive: string, inclusive: string): void {
  const value = schema[exclusive]
  if (value === undefined || isNumber(value)) return
  delete schema[exclusive]
  if (value !== true || !isNumber(schema[inclusive])) return
  schema[exclusive] = schema[inclusive]
  delete schema[inclusive]
}

function moveExample(schema: JsonObject): void {
  if (isObject(schema.examples)) {
    schema.examples = Object.values(schema.examples).map((one) => (isObject(one) && Object.hasOwn(one, 'value') ? one.value : one))
  } else if (schema.examples !== undefined && !Array.isArray(schema.examples)) delete schema.examples
  if (!Object.hasOwn(schema, 'example')) return
  if (schema.examples === undefined) schema.examples = [schema.example]
  delete schema.example
}
