import type { ApiOperation } from './document.ts'
import type { Faults } from './faults.ts'
import { isObject, type JsonObject, memberObject, memberText } from './json.ts'
import type { Library } from './library.ts'
import { escapeToken } from './pointer.ts'
import type { Survey } from './survey.ts'
import { bodyOf } from './swagger-two.ts'
import { methods } from './vocabulary.ts'

/** An operation as it is listed, and its object with all that it inherits. */
export interface ServedOperation {
  operation: ApiOperation
  value: JsonObject
}

/** The operations that can be served, in the order of the document; those that can't be are named. */
export function collectOperations(library: Library, survey: Survey, faults: Faults): ServedOperation[] {
  const root = library.root.tree as JsonObject
  const served: ServedOperation[] = []
  for (const [template, value] of Object.entries(memberObject(root, 'paths'))) {
    const pointer = `/paths/${escapeToken(template)}`
    const item = pathItem(value, survey)
    const fault = template.startsWith('x-') || item === undefined ? null : templateFault(template)
    if (fault !== null) leaveOut(pointer, fault)
    if (template.startsWith('x-') || item === undefined || fault !== null) continue
    for (const method of Object.keys(item))
      if (methods.includes(method)) serve(method.toUpperCase(), template, item, item[method], `${pointer}/${method}`)
    for (const [method, operation] of Object.entries(memberObject(item, 'additionalOperations'))) {
      serve(method, template, item, operation, `${pointer}/additionalOperations/${escapeToken(method)}`)
    }
  }
  return served

  function serve(method: string, template: string, item: JsonObject, value: unknown, pointer: string): void {
    const own = survey.follow(value)
    if (own === undefined) {
      leaveOut(pointer, `${method} ${template} is not an operation`)
      return
    }
    const listed: ApiOperation = {
      method,
      template,
      operationId: memberText(own, 'operationId'),
      summary: memberText(own, 'summary') ?? memberText(item, 'summary'),
      tags: listOf(own.tags).filter((tag) => typeof tag === 'string'),
      deprecated: own.deprecated === true,
      ref: `#${pointer}`,
    }
    served.push({ operation: listed, value: complete(own, item, root, survey) })
  }

  function leaveOut(pointer: string, message: string): void {
    faults.add({
      severity: 'error',
      code: 'operation-left-out',
      message: `${message}; it is left out`,
      file: library.root,
      at: { kind: 'pointer', pointer },
    })
  }
}

/** What stands beside the reference of a path item adds to it. */
export function pathItem(value: unknown, survey: Survey): JsonObject | undefined {
  const item = survey.follow(value)
  if (item === value || item === undefined || !isObject(value)) return item
  const { $ref: _, ...own } = value
  return { ...item, ...own }
}

function templateFault(template: string): string | null {
  if (!template.startsWith('/')) return `the path ${template} does not start with a slash`
  if (!/^(?:[^{}]|\{[^{}]+\})*$/.test(template)) return `the braces of the path ${template} do not match`
  return null
}

/** An operation with all that it inherits from its path and the document. */
export function complete(own: JsonObject, item: JsonObject, root: JsonObject, survey: Survey): JsonObject {
  const parameters = mergeParameters(own, item, survey)
  // code samples are for readers of the document, and can be most of it
  const { produces: _produces, consumes, schemes: _schemes, 'x-codeSamples': _samples, ...value } = own
  value.parameters = parameters.filter(({ found }) => found.in !== 'body' && found.in !== 'formData').map(({ written }) => written)
  value.responses = memberObject(own, 'responses')
  const security = Array.isArray(own.security) ? own.security : root.security
  if (Array.isArray(security)) value.security = security.filter(isObject)
  else delete value.security
  const body = bodyOf(
    parameters.map(({ found }) => found),
    consumes ?? root.consumes,
  )
  if (body !== undefined && value.requestBody === undefined) value.requestBody = body
  return value
}

/** The operation's own parameters, then those of its path that it does not override. */
function mergeParameters(own: JsonObject, item: JsonObject, survey: Survey): { written: unknown; found: JsonObject }[] {
  const merged = new Map<string, { written: unknown; found: JsonObject }>()
  for (const written of [...listOf(own.parameters), ...listOf(item.parameters)]) {
    const found = survey.follow(written)
    if (found === undefined || typeof found.name !== 'string' || typeof found.in !== 'string') continue
    const key = found.in === 'body' ? 'body' : `${found.in} ${found.in === 'header' ? found.name.toLowerCase() : found.name}`
    if (!merged.has(key)) merged.set(key, { written, found })
  }
  return [...merged.values()]
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
