import type { ApiOperation } from './document.ts'
import { type JsonObject, member, memberObject, memberText } from './json.ts'
import { escapeToken } from './pointer.ts'
import type { Survey } from './survey.ts'
import { methods } from './vocabulary.ts'

/** An operation as it is listed, and its object with all that it inherits. */
export interface ServedOperation {
  operation: ApiOperation
  value: JsonObject
}

export function collectOperations(root: JsonObject, survey: Survey): ServedOperation[] {
  const served: ServedOperation[] = []
  for (const [template, value] of Object.entries(memberObject(root, 'paths'))) {
    if (template.startsWith('x-')) continue
    const item = survey.follow(value)
    if (item === undefined || !template.startsWith('/')) continue
    const ref = `#/paths/${escapeToken(template)}`
    for (const key of Object.keys(item)) {
      if (methods.includes(key)) serve(key.toUpperCase(), template, item, item[key], `${ref}/${key}`)
    }
    for (const [method, operation] of Object.entries(memberObject(item, 'additionalOperations'))) {
      serve(method, template, item, operation, `${ref}/additionalOperations/${escapeToken(method)}`)
    }
  }
  return served

  function serve(method: string, template: string, item: JsonObject, value: unknown, ref: string): void {
    const own = survey.follow(value)
    if (own === undefined) return
    const operation: ApiOperation = {
      method,
      template,
      operationId: memberText(own, 'operationId'),
      summary: memberText(own, 'summary') ?? memberText(item, 'summary'),
      tags: listOf(member(own, 'tags')).filter((tag) => typeof tag === 'string'),
      deprecated: member(own, 'deprecated') === true,
      ref,
    }
    const security = Array.isArray(own.security) ? own.security : root.security
    const complete: JsonObject = { ...own, parameters: mergeParameters(own, item, survey), responses: memberObject(own, 'responses') }
    if (Array.isArray(security)) complete.security = security
    else delete complete.security
    served.push({ operation, value: complete })
  }
}

/** The operation's own parameters, then those of its path that it does not override. */
function mergeParameters(own: JsonObject, item: JsonObject, survey: Survey): unknown[] {
  const merged: unknown[] = []
  const names = new Set<string>()
  for (const parameter of [...listOf(own.parameters), ...listOf(item.parameters)]) {
    const { name, in: place } = survey.follow(parameter) ?? {}
    if (typeof name !== 'string' || typeof place !== 'string') continue
    const key = `${place} ${place === 'header' ? name.toLowerCase() : name}`
    if (names.has(key)) continue
    names.add(key)
    merged.push(parameter)
  }
  return merged
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
