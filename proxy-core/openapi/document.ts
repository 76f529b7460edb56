import type { Diagnostic } from '../model/finding.ts'
import type { Pieces } from './pieces.ts'
import type { DynamicScope } from './schema-resources.ts'

/**
 * A document as the rest of the core sees it: OpenAPI 3.1+ in form whatever it was written in, in pieces that are
 * parsed at first use. The importer thread cuts it; nothing here walks or dereferences the whole document.
 */
export interface ApiDocument {
  readonly title: string
  readonly version: string
  /** As written: `2.0`, `3.0.3`, `3.1.0`, `3.2.0`. */
  readonly specVersion: string
  /** The path of the first server, without a trailing slash; empty for the root. Servers are never contacted. */
  readonly basePath: string
  /** In the order of the document. */
  readonly operations: readonly ApiOperation[]
  /** What the API sends by itself, in the order of the document; left out when it sends nothing. */
  readonly webhooks?: readonly ApiWebhook[]
  /** Parameter, header and cookie names of the document's apiKey schemes, lower case: masked at capture. */
  readonly secretNames: readonly string[]
  /**
   * The JSON value that a canonical reference names; `undefined` when the document has no such place. References inside
   * it are kept (`{$ref}`), canonical and resolvable with `node` again, whichever file they were written in. Parsed once, shared: never change it.
   */
  node(ref: string): unknown
  /** What `node` reads, so that a thread can open the document too; left out for one that was not imported. */
  readonly pieces?: Pieces
  /** For `$dynamicRef`; left out where no anchor is dynamic. */
  readonly scopes?: readonly DynamicScope[]
}

export interface ApiOperation {
  /** Upper case. */
  readonly method: string
  /** Path template as written, starting with a slash. */
  readonly template: string
  readonly operationId: string | null
  readonly summary: string | null
  readonly tags: readonly string[]
  readonly deprecated: boolean
  /** Canonical reference for `ApiDocument.node`; what it gives is an `OperationObject`. */
  readonly ref: string
}

/** One request that the API sends to whoever has asked for it, outside of the document. */
export interface ApiWebhook {
  readonly name: string
  /** Upper case; one name may have several. */
  readonly method: string
  readonly summary: string | null
  /** Canonical reference for `ApiDocument.node`; what it gives is an `OperationObject`. */
  readonly ref: string
}

/** A reference, or the thing itself; `resolve` follows it. */
export type Referenced<T> = T | { $ref: string }

/** JSON Schema 2020-12 with OpenAPI's vocabulary; opaque to all but contract/ and mock/. */
export type SchemaObject = boolean | { readonly [keyword: string]: unknown }

export interface MediaTypeObject {
  schema?: SchemaObject
  example?: unknown
  examples?: Record<string, Referenced<ExampleObject>>
  encoding?: Record<string, unknown>
}
export interface ExampleObject {
  summary?: string
  value?: unknown
  externalValue?: string
}
export interface HeaderObject {
  description?: string
  required?: boolean
  schema?: SchemaObject
  example?: unknown
  examples?: Record<string, Referenced<ExampleObject>>
}
export interface ResponseObject {
  description?: string
  headers?: Record<string, Referenced<HeaderObject>>
  content?: Record<string, Referenced<MediaTypeObject>>
}
export interface ParameterObject {
  name: string
  in: string
  required?: boolean
  schema?: SchemaObject
  example?: unknown
  examples?: Record<string, Referenced<ExampleObject>>
  [other: string]: unknown
}

/** An operation with everything it inherits from path item and root put in place: parameters, security. */
export interface OperationObject {
  operationId?: string
  summary?: string
  description?: string
  deprecated?: boolean
  parameters: Referenced<ParameterObject>[]
  requestBody?: Referenced<{ required?: boolean; content?: Record<string, Referenced<MediaTypeObject>> }>
  responses: Record<string, Referenced<ResponseObject>>
  security?: Record<string, string[]>[]
  /** By name, then by the runtime expression of their URL: path items. */
  callbacks?: Record<string, Referenced<Record<string, unknown>>>
  [other: string]: unknown
}

/** Follows references until something that is none; undefined when one leads nowhere or in a circle. */
export function resolve<T>(document: ApiDocument, value: Referenced<T> | undefined): T | undefined {
  let current: unknown = value
  for (let hops = 0; hops < 64; hops++) {
    const ref = refOf(current)
    if (ref === null) return current as T | undefined
    current = document.node(ref)
  }
  return undefined
}

/** The target of a reference object, else null. */
export function refOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return null
  return typeof value.$ref === 'string' ? value.$ref : null
}

/** Where a document comes from. Paths are absolute. */
export type DocumentSource = { kind: 'file'; path: string } | { kind: 'url'; url: string } | { kind: 'text'; text: string; name: string }

/** What importing gives: something that serves, and what is wrong with it. */
export interface ImportedDocument {
  document: ApiDocument
  /** Faults found while reading: missing references, operations that can't serve. Structural ones follow with `diagnose`. */
  diagnostics: Diagnostic[]
  /** Every file that was read, absolute; the first is the root. */
  files: string[]
  /** Milliseconds from start to document. */
  readMs: number
}
