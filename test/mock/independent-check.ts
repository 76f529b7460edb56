import { type Schema, Validator } from '@cfworker/json-schema'
import type { ApiDocument } from '../../proxy-core/openapi/document.ts'

type Json = { [key: string]: unknown }

/**
 * Validates by another path than the product: an interpreter (not ajv), over schemas laid out by code of this test.
 * What is writeOnly must be absent and may be required.
 */
export function independentCheck(document: ApiDocument, schema: unknown): (value: unknown) => string[] {
  const definitions: Json = {}
  const names = new Map<string, string>()

  function local(ref: string): string {
    let name = names.get(ref)
    if (name === undefined) {
      name = `d${names.size}`
      names.set(ref, name)
      definitions[name] = lay(document.node(ref))
    }
    return `#/$defs/${name}`
  }

  function lay(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(lay)
    if (typeof node !== 'object' || node === null) return node
    const laid: Json = {}
    for (const [key, value] of Object.entries(node)) {
      if (key === '$ref') laid.$ref = local(String(value))
      else if (key === 'enum' || key === 'const') laid[key] = value
      // what is not about validity, and RegExp with the u flag refuses escapes that documents use
      else if (!['examples', 'default', 'xml', 'discriminator', '$id', '$anchor', '$schema'].includes(key))
        laid[key] = key === 'pattern' ? withoutNeedlessEscapes(String(value)) : lay(value)
    }
    return laid
  }

  const writeOnly = new Set<string>()
  findWriteOnly(document, schema, writeOnly, new Set())
  const root = withoutRequired(lay(schema), writeOnly)
  const laidDefinitions = withoutRequired(definitions, writeOnly)
  const validator = new Validator({ ...(root as object), $defs: laidDefinitions } as Schema, '2020-12', true)
  return (value) => {
    const leaked = writeOnly.size > 0 ? namesIn(value).filter((name) => writeOnly.has(name)) : []
    const { valid, errors } = validator.validate(value)
    return [
      ...leaked.map((name) => `${name} is writeOnly`),
      ...(valid ? [] : errors.map((error) => `${error.instanceLocation} ${error.keyword} ${error.error}`)),
    ]
  }
}

function findWriteOnly(document: ApiDocument, node: unknown, found: Set<string>, seen: Set<unknown>): void {
  if (typeof node !== 'object' || node === null || seen.has(node)) return
  seen.add(node)
  const { $ref, properties } = node as Json
  if (typeof $ref === 'string') findWriteOnly(document, document.node($ref), found, seen)
  for (const [name, property] of Object.entries((properties as Json) ?? {})) if (isWriteOnly(document, property)) found.add(name)
  for (const value of Object.values(node)) findWriteOnly(document, value, found, seen)
}

function isWriteOnly(document: ApiDocument, property: unknown): boolean {
  if (typeof property !== 'object' || property === null) return false
  const { writeOnly, $ref } = property as Json
  return writeOnly === true || (typeof $ref === 'string' && isWriteOnly(document, document.node($ref)))
}

function withoutRequired(node: unknown, names: Set<string>): unknown {
  if (names.size === 0 || typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) return node.map((one) => withoutRequired(one, names))
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === 'required' && Array.isArray(value) ? value.filter((one) => !names.has(one)) : withoutRequired(value, names),
    ]),
  )
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, held]) => [...(Array.isArray(value) ? [] : [name]), ...namesIn(held)])
}

function withoutNeedlessEscapes(pattern: string): string {
  return pattern.replace(/\\([^\w\s^$\\.*+?()[\]{}|/-])/g, '$1')
}
