import { inert } from '../inert.ts'
import { isBranch, type JsonBranch, type JsonNode } from './json-nodes.ts'

/** One line of the tree. */
export interface TreeLine {
  node: JsonNode
  depth: number
  /** Field name or index; null for the root. */
  label: string | number | null
  /** Place among its siblings, from 1, and their number. */
  position: number
  siblings: number
  parent: number
}

/** How many lines a tree opens by itself: enough to fill the pane, not enough to bury what comes after. */
const OPENED_LINES = 60

/** The lines of the tree with the given branches open, top down, without recursion. */
export function treeLines(root: JsonNode, opened: ReadonlySet<JsonBranch>): TreeLine[] {
  const lines: TreeLine[] = []
  const stack: TreeLine[] = [{ node: root, depth: 0, label: null, position: 1, siblings: 1, parent: -1 }]
  for (let line = stack.pop(); line; line = stack.pop()) {
    const parent = lines.push(line) - 1
    if (!isBranch(line.node) || !opened.has(line.node)) continue
    const { children, kind } = line.node
    for (let i = children.length - 1; i >= 0; i--) {
      const node = children[i] as JsonNode
      const label = kind === 'array' ? i : node.key
      stack.push({ node, depth: line.depth + 1, label, position: i + 1, siblings: children.length, parent })
    }
  }
  return lines
}

/** The branches that are open at first: the root, then level by level while there is room. */
export function firstOpened(root: JsonNode): Set<JsonBranch> {
  const opened = new Set<JsonBranch>()
  if (!isBranch(root)) return opened
  let lines = 1
  const waiting: JsonBranch[] = [root]
  for (let branch = waiting.shift(); branch; branch = waiting.shift()) {
    if (opened.size > 0 && lines + branch.children.length > OPENED_LINES) continue
    opened.add(branch)
    lines += branch.children.length
    for (const child of branch.children.slice(0, OPENED_LINES)) if (isBranch(child)) waiting.push(child)
  }
  return opened
}

/** `9 fields`, `1 entry`, `empty` */
export function branchSize(branch: JsonBranch): string {
  const count = branch.children.length
  const [one, many] = branch.kind === 'object' ? ['field', 'fields'] : ['entry', 'entries']
  return `${count === 0 ? 'empty' : `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`}${branch.cut ? ', cut off' : ''}`
}

/** How a piece of text is coloured. */
export type Tone = 'plain' | 'key' | 'string' | 'number' | 'keyword' | 'punct'
export interface Span {
  text: string
  tone: Tone
}
export type TextLine = readonly Span[]

/** The text with one value a line, indented by two spaces, as coloured spans. */
export function prettyLines(root: JsonNode): TextLine[] {
  const lines: TextLine[] = []
  type Step = { node: JsonNode; depth: number; last: boolean } | { closing: string; depth: number; last: boolean }
  const stack: Step[] = [{ node: root, depth: 0, last: true }]
  for (let step = stack.pop(); step; step = stack.pop()) {
    const comma = step.last ? '' : ','
    const indent = '  '.repeat(step.depth)
    if ('closing' in step) {
      lines.push([punct(`${indent}${step.closing}${comma}`)])
      continue
    }
    const { node, depth } = step
    const head: Span[] =
      node.key === null ? [punct(indent)] : [punct(indent), { text: inert(JSON.stringify(node.key)), tone: 'key' }, punct(': ')]
    if (!isBranch(node)) {
      lines.push([...head, { text: node.kind === 'string' ? inert(JSON.stringify(node.text)) : node.text, tone: node.kind }, punct(comma)])
      continue
    }
    const [opening, closing] = node.kind === 'object' ? ['{', '}'] : ['[', ']']
    if (node.children.length === 0 && !node.cut) {
      lines.push([...head, punct(`${opening}${closing}${comma}`)])
      continue
    }
    lines.push([...head, punct(opening)])
    if (!node.cut) stack.push({ closing, depth, last: step.last })
    for (let i = node.children.length - 1; i >= 0; i--) {
      stack.push({ node: node.children[i] as JsonNode, depth: depth + 1, last: i === node.children.length - 1 && !node.cut })
    }
  }
  return lines
}

function punct(text: string): Span {
  return { text, tone: 'punct' }
}
