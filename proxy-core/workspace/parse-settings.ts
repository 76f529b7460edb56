import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  type LineCounter,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'

/** Parses without a look for keys that are there twice, which takes the square of their number: `surveyDocument` finds them. */
export function parseSettings(text: string, lineCounter?: LineCounter): Document {
  return parseDocument(text, { lineCounter, prettyErrors: false, merge: true, uniqueKeys: false, logLevel: 'silent' })
}

export interface Survey {
  /** The first alias without an anchor. */
  lost: Alias | null
  /** Keys that are there for the second time. */
  twice: unknown[]
  /** Each value stands in one place alone, under a key that reads as it is written: no anchors, aliases, merges or tags. */
  plain: boolean
}

export function surveyDocument(document: Document): Survey {
  const survey: Survey = { lost: null, twice: [], plain: true }
  visit(document, (_, node) => {
    if (isAlias(node) && survey.lost === null && node.resolve(document) === undefined) survey.lost = node
    if (isMap(node)) survey.twice.push(...keysTwice(node.items))
    if (isPair(node) ? !isPlainKey(node) : isAlias(node) || (isNode(node) && hasProperties(node))) survey.plain = false
  })
  return survey
}

function keysTwice(pairs: readonly Pair[]): unknown[] {
  const seen = new Set<unknown>()
  return pairs.flatMap(({ key }) => {
    const value = isScalar(key) ? key.value : key
    if (seen.has(value)) return [key]
    seen.add(value)
    return []
  })
}

/** `1: a` and `"1": b` are two keys in YAML and one in settings. */
function isPlainKey({ key }: Pair): boolean {
  return isScalar(key) && typeof key.value === 'string'
}

function hasProperties(node: object): boolean {
  return ('tag' in node && node.tag !== undefined) || ('anchor' in node && node.anchor !== undefined)
}
