import type { ServedOperation } from './collect-operations.ts'
import type { Faults } from './faults.ts'
import { isObject, type JsonObject, memberObject } from './json.ts'
import type { Library } from './library.ts'

/** Warns of what serves, but perhaps not as it was meant: names and templates that stand twice, security without a scheme. */
export function checkOperations(library: Library, served: readonly ServedOperation[], faults: Faults): void {
  const { root } = library
  const schemes = memberObject(memberObject(root.tree, 'components'), 'securitySchemes')
  const ids = new Map<string, string>()
  const templates = new Map<string, string>()
  const warn = (code: string, pointer: string, message: string) =>
    faults.add({ severity: 'warning', code, message, file: root, at: { kind: 'pointer', pointer } })

  for (const { operation, value } of served) {
    const { method, template, operationId, ref } = operation
    const name = `${method} ${template}`
    const pointer = ref.slice(1)
    const first = operationId === null ? undefined : ids.get(operationId)
    if (first !== undefined)
      warn(
        'duplicate-operation-id',
        pointer,
        `the operationId ${operationId} of ${name} is also that of ${first}; only the first is found by it`,
      )
    else if (operationId !== null) ids.set(operationId, name)

    const matched = `${method} ${template.replace(/\{[^{}]*\}/g, '{}')}`
    const same = templates.get(matched)
    if (same !== undefined) warn('equivalent-path', pointer, `${name} matches the same requests as ${same}; the first answers`)
    else templates.set(matched, name)

    for (const scheme of keepKnown(value, schemes))
      warn(
        'unknown-security',
        pointer,
        `${name} asks for the security scheme ${scheme}, which components.securitySchemes does not have; it is not asked for`,
      )
  }
}

/** Takes requirements of unknown schemes out, so that the operation can be called. @returns their names */
function keepKnown(value: JsonObject, schemes: JsonObject): string[] {
  if (!Array.isArray(value.security)) return []
  const unknown = new Set<string>()
  value.security = value.security.filter(isObject).map((requirement) => {
    const known = Object.entries(requirement).filter(([name]) => {
      if (Object.hasOwn(schemes, name)) return true
      unknown.add(name)
      return false
    })
    return Object.fromEntries(known)
  })
  return [...unknown]
}
