import { isObject, type JsonObject } from './json.ts'
import type { SchemaDialect } from './schema-keywords.ts'
import type { SourceFile } from './source-file.ts'
import { swaggerTwo } from './swagger-two.ts'
import { type Kind, methods } from './vocabulary.ts'

/** How a version of OpenAPI differs from the form that is served. */
export interface Form {
  dialect: SchemaDialect
  /** Done to the root before it is walked. */
  prepareRoot(root: JsonObject): void
  /** Done to an object before its parts are walked. */
  prepare: Partial<Record<Kind, (value: JsonObject, file: SourceFile) => void>>
  /** Where a part of the root lies after `prepareRoot`. */
  moved(tokens: string[]): string[]
}

const common: Form = {
  dialect: { nullable: null, refStandsAlone: false },
  prepareRoot: takeWebhooks,
  prepare: { pathItem: lowerMethods, parameter: requireInPath },
  moved: (tokens) => tokens,
}

export function formOf(specVersion: string, root: JsonObject): Form {
  if (specVersion.startsWith('2')) {
    const two = swaggerTwo(root)
    return { ...common, ...two, prepare: { ...common.prepare, ...two.prepare } }
  }
  return specVersion.startsWith('3.0') ? { ...common, dialect: { nullable: 'nullable', refStandsAlone: true } } : common
}

/** 3.0 has no place for webhooks of its own; documents use this one. */
function takeWebhooks(root: JsonObject): void {
  if (!isObject(root.webhooks) && isObject(root['x-webhooks'])) root.webhooks = root['x-webhooks']
}

/** `GET:` is wrong but plain. */
function lowerMethods(item: JsonObject): void {
  for (const key of Object.keys(item)) {
    const lower = key.toLowerCase()
    if (key === lower || !methods.includes(lower) || Object.hasOwn(item, lower)) continue
    item[lower] = item[key]
    delete item[key]
  }
}

function requireInPath(parameter: JsonObject): void {
  if (parameter.in === 'path') parameter.required = true
}
