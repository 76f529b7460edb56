import { type ApiDocument, refOf, resolve, type SchemaObject } from '../../openapi/document.ts'
import type { XmlElement } from './read-xml.ts'
import { asParsed, shapeOf, type Written } from './written.ts'

/** The `xml` keyword of a schema. */
interface XmlKeyword {
  name?: string
  attribute?: boolean
  wrapped?: boolean
  nodeType?: string
}

/** An element as a value for its schema: names, attributes and wrapped lists as its `xml` keywords say. */
export function xmlValue(document: ApiDocument, schema: SchemaObject | undefined, element: XmlElement): Written {
  const { types, properties, items } = shapeOf(document, schema)
  if (element.attributes.get('nil') === 'true' && types?.has('null')) return asParsed(null)
  if (types?.has('array')) return element.children.map((child) => xmlValue(document, items, child))
  if (properties.size === 0 && element.children.length === 0) return types?.has('object') ? {} : element.text.trim()
  const members: [string, Written][] = []
  const known = new Set<string>()
  for (const [name, property] of properties) {
    const value = memberOf(document, name, property, element, known)
    if (value !== undefined) members.push([name, value])
  }
  for (const child of element.children) {
    if (!known.has(child.name)) members.push([child.name, xmlValue(document, undefined, child)])
  }
  return Object.fromEntries(members)
}

/** The name that a schema gives its root element; null where it gives none. */
export function rootNameOf(document: ApiDocument, schema: SchemaObject | undefined): string | null {
  return xmlOf(document, schema, 0).name ?? null
}

function memberOf(document: ApiDocument, name: string, schema: SchemaObject, element: XmlElement, known: Set<string>): Written | undefined {
  const xml = xmlOf(document, schema, 0)
  const own = xml.name ?? name
  if (xml.attribute === true || xml.nodeType === 'attribute') return element.attributes.get(own)
  if (xml.nodeType === 'text' || xml.nodeType === 'cdata') return element.text.trim()
  const { types, items } = shapeOf(document, schema)
  if (types?.has('array') !== true) {
    known.add(own)
    const child = element.children.find((one) => one.name === own)
    return child === undefined ? undefined : xmlValue(document, schema, child)
  }
  const itemName = xmlOf(document, items, 0).name ?? own
  const isWrapped = xml.wrapped === true || xml.nodeType === 'element'
  known.add(isWrapped ? own : itemName)
  const holder = isWrapped ? element.children.find((one) => one.name === own) : element
  const children = holder?.children.filter((one) => one.name === itemName) ?? []
  if (holder === undefined || (!isWrapped && children.length === 0)) return undefined
  return children.map((child) => xmlValue(document, items, child))
}

const MAX_HOPS = 12

function xmlOf(document: ApiDocument, schema: SchemaObject | undefined, hops: number): XmlKeyword {
  if (typeof schema !== 'object' || schema === null || hops > MAX_HOPS) return {}
  const own = typeof schema.xml === 'object' && schema.xml !== null ? (schema.xml as XmlKeyword) : {}
  const below = refOf(schema) === null ? [] : [resolve<SchemaObject>(document, schema as { $ref: string })]
  const beside = Array.isArray(schema.allOf) ? (schema.allOf as SchemaObject[]) : []
  return Object.assign({}, ...[...beside, ...below].map((one) => xmlOf(document, one, hops + 1)), own)
}
