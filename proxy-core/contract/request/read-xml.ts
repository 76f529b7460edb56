/** An element with local names; what its prefixes mean isn't looked at. */
export interface XmlElement {
  name: string
  attributes: Map<string, string>
  children: XmlElement[]
  /** All text directly in it, CDATA too. */
  text: string
}

const MAX_DEPTH = 256
const NAME = '[\\p{L}_:][\\p{L}\\p{N}\\p{M}_:.·-]*'
const OPEN = new RegExp(`<(${NAME})`, 'uy')
const CLOSE = new RegExp(`</(${NAME})\\s*>`, 'uy')
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'uy')
const END = /\s*(\/?)>/y
const entities: Record<string, string | undefined> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** Reads a document (XML 1.0) as far as values need it: the root, or what is wrong. Document types are refused, and with them their entities. */
export function readXml(text: string): XmlElement | { fault: string } {
  const top: XmlElement = { name: '', attributes: new Map(), children: [], text: '' }
  const open: XmlElement[] = [top]
  const fault = (what: string, at: number) => ({ fault: `is not well-formed XML: ${what} at character ${at + 1}` })
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (at < text.length) {
    const inside = open.at(-1) as XmlElement
    const skipped = skip(text, at)
    if (skipped !== null) {
      if (skipped.end < 0) return fault('something is not closed', at)
      inside.text += skipped.text
      at = skipped.end
    } else if (text.startsWith('</', at)) {
      const close = matchAt(CLOSE, text, at)
      if (close === null || close[1] !== inside.name || inside === top) return fault('an element is closed that is not open', at)
      open.pop()
      at += close[0].length
    } else if (text[at] === '<') {
      const start = readStart(text, at)
      if (start === null || open.length > MAX_DEPTH) return fault('this is no element', at)
      inside.children.push(start.element)
      if (!start.empty) open.push(start.element)
      at = start.end
    } else {
      const next = text.indexOf('<', at)
      const end = next < 0 ? text.length : next
      const plain = withoutEntities(text.slice(at, end))
      if (plain === null) return fault('an entity is unknown', at)
      inside.text += plain
      at = end
    }
  }
  const [root] = top.children
  if (open.length > 1) return fault(`<${open.at(-1)?.name}> is not closed`, text.length)
  if (root === undefined || top.children.length > 1 || top.text.trim() !== '') return fault('there must be one root element', 0)
  return localNames(root)
}

/** Comments, instructions and CDATA; null for none of them, `end: -1` for one without an end. */
function skip(text: string, at: number): { end: number; text: string } | null {
  for (const [start, end] of [
    ['<!--', '-->'],
    ['<?', '?>'],
    ['<![CDATA[', ']]>'],
  ] as const) {
    if (!text.startsWith(start, at)) continue
    const found = text.indexOf(end, at + start.length)
    if (found < 0) return { end: -1, text: '' }
    return { end: found + end.length, text: start === '<![CDATA[' ? text.slice(at + start.length, found) : '' }
  }
  return null
}

function readStart(text: string, from: number): { element: XmlElement; empty: boolean; end: number } | null {
  const opened = matchAt(OPEN, text, from)
  if (opened === null) return null
  const attributes = new Map<string, string>()
  let at = from + opened[0].length
  for (let found = matchAt(ATTRIBUTE, text, at); found !== null; found = matchAt(ATTRIBUTE, text, at)) {
    const value = withoutEntities(found[2] ?? found[3] ?? '')
    if (value === null || attributes.has(found[1] as string)) return null
    attributes.set(found[1] as string, value)
    at += found[0].length
  }
  const end = matchAt(END, text, at)
  if (end === null) return null
  return { element: { name: opened[1] as string, attributes, children: [], text: '' }, empty: end[1] === '/', end: at + end[0].length }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function withoutEntities(text: string): string | null {
  if (!text.includes('&')) return text
  let known = true
  const plain = text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));|&/gi, (_, decimal?: string, hex?: string, name?: string) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    const found = name === undefined ? (code <= 0x10ffff ? String.fromCodePoint(code) : undefined) : entities[name]
    known &&= found !== undefined
    return found ?? ''
  })
  return known ? plain : null
}

/** Names were needed whole until their elements were closed. */
function localNames(root: XmlElement): XmlElement {
  const waiting = [root]
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    element.name = localName(element.name)
    const attributes = [...element.attributes].filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    element.attributes = new Map(attributes.map(([name, value]) => [localName(name), value]))
    waiting.push(...element.children)
  }
  return root
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
