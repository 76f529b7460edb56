import type { JsonNode } from './json-nodes.ts'

/** The fields of an application/x-www-form-urlencoded body or of a query, in their order, as a tree. */
export function fieldsNode(text: string): JsonNode {
  const children = [...new URLSearchParams(text)].map(([key, value]): JsonNode => ({ kind: 'string', key, text: value }))
  return { kind: 'object', key: null, children, cut: false }
}
