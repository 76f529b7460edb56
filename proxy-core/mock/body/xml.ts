import { type ApiDocument, refOf, type SchemaObject } from '../../openapi/document.ts'

interface XmlObject {
  name?: string
  namespace?: string
  prefix?: string
  attribute?: boolean
  wrapped?: boolean
  nodeType?: string
}

/** A schema as far as XML cares: how it is named, and what lies inside. */
interface View {
  xml: XmlObject
  refName: string | null
  properties: Map<string, SchemaObject>
  items: SchemaObject | undefined
}

const MAX_DEPTH = 64
const isNil = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
const head = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** A value as XML, with the names, attributes, wrappers and namespaces of the schema's `xml` keywords. */
export function toXml(document: ApiDocument, schema: SchemaObject | undefined, value: unknown): string {
  const view = viewOf(document, schema)
  const name = view.xml.name ?? view.refName ?? 'root'
  if (!Array.isArray(value)) return head + element(document, name, schema, value, 0)
  const items = viewOf(document, view.items)
  const inner = value.map((one) => element(document, items.xml.name ?? items.refName ?? 'item', view.items, one, 1)).join('')
  return head + tag(name, view.xml, '', inner)
}

function element(document: ApiDocument, name: string, schema: SchemaObject | undefined, value: unknown, depth: number): string {
  const { xml, properties, items } = viewOf(document, schema)
  if (value === null) return tag(name, xml, isNil, '')
  if (depth > MAX_DEPTH || value === undefined) return tag(name, xml, '', '')
  if (Array.isArray(value)) {
    // a list in a list has an element of its own: where it ends could not be told else
    const itemName = viewOf(document, items).xml.name ?? name
    return tag(name, xml, '', value.map((one) => element(document, itemName, items, one, depth + 1)).join(''))
  }
  if (typeof value !== 'object') return tag(name, xml, '', escapeText(String(value)))
  let attributes = ''
  let inner = ''
  for (const [key, held] of Object.entries(value)) {
    const property = properties.get(key)
    const view = viewOf(document, property)
    const own = view.xml.name ?? key
    const kind = view.xml.nodeType ?? (view.xml.attribute === true ? 'attribute' : 'element')
    if (kind === 'attribute' && held === null) continue
    if (kind === 'attribute') attributes += `${namespaceOf(view.xml)} ${prefixed(own, view.xml)}="${escapeText(plain(held))}"`
    else if (kind === 'text') inner += escapeText(plain(held))
    else if (kind === 'cdata') inner += cdata(plain(held))
    else if (Array.isArray(held)) inner += list(document, own, property, held, depth)
    else inner += element(document, own, property, held, depth + 1)
  }
  return tag(name, xml, attributes, inner)
}

function list(document: ApiDocument, name: string, schema: SchemaObject | undefined, values: readonly unknown[], depth: number): string {
  const { xml, items } = viewOf(document, schema)
  const itemName = viewOf(document, items).xml.name ?? name
  const inner = values.map((one) => element(document, itemName, items, one, depth + 1)).join('')
  return xml.wrapped === true || xml.nodeType === 'element' ? tag(name, xml, '', inner) : inner
}

/** Of an attribute only a prefix makes one: `xml:` is known without. */
function namespaceOf(xml: XmlObject): string {
  return xml.prefix === undefined || xml.prefix === 'xml' ? '' : declaration(xml)
}

function declaration({ namespace, prefix }: XmlObject): string {
  return namespace === undefined ? '' : ` xmlns${prefix === undefined ? '' : `:${safeName(prefix)}`}="${escapeText(namespace)}"`
}

function cdata(text: string): string {
  return `<![CDATA[${withoutControls(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

function tag(name: string, xml: XmlObject, attributes: string, inner: string): string {
  const full = prefixed(name, xml)
  // two attributes may share a namespace with each other, or with the element
  const declared = [...new Set([declaration(xml), ...(attributes.match(/ xmlns:[^ =]+="[^"]*"/g) ?? [])])].join('')
  const plainAttributes = attributes.replace(/ xmlns:[^ =]+="[^"]*"/g, '')
  return inner === '' ? `<${full}${declared}${plainAttributes}/>` : `<${full}${declared}${plainAttributes}>${inner}</${full}>`
}

function prefixed(name: string, { prefix }: XmlObject): string {
  return prefix === undefined ? safeName(name) : `${safeName(prefix)}:${safeName(name)}`
}

/** What stands in several schemas laid together; branches are laid in too, since one of them was chosen. */
function viewOf(document: ApiDocument, schema: SchemaObject | undefined): View {
  const view: View = { xml: {}, refName: null, properties: new Map(), items: undefined }
  const seen = new Set<unknown>()
  const take = (current: unknown, outermost: boolean): void => {
    if (typeof current !== 'object' || current === null || seen.has(current)) return
    seen.add(current)
    const { xml, properties, items, allOf, oneOf, anyOf } = current as Record<string, unknown>
    if (typeof xml === 'object' && xml !== null && outermost) view.xml = { ...xml, ...view.xml }
    for (const [name, property] of Object.entries(properties ?? {}))
      if (!view.properties.has(name)) view.properties.set(name, property as SchemaObject)
    view.items ??= items as SchemaObject | undefined
    const ref = refOf(current)
    if (ref !== null) {
      if (outermost) view.refName ??= ref.slice(ref.lastIndexOf('/') + 1)
      take(document.node(ref), outermost)
    }
    const parts = [allOf, oneOf, anyOf].flatMap((one) => (Array.isArray(one) ? one : []))
    for (const part of parts) take(part, outermost && parts.length === 1)
  }
  take(schema, true)
  return view
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '')
}

function safeName(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}_.:-]/gu, '_')
  return /^[\p{L}_]/u.test(safe) ? safe : `_${safe}`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escapeText(text: string): string {
  return withoutControls(text).replace(/[&<>"]/g, (character) => entities[character] as string)
}

/** They can't be written in XML 1.0 at all. */
function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '').toWellFormed()
}
