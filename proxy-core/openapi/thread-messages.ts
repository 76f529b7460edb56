import type { ErrorCode } from '../model/errors.ts'
import type { Diagnostic } from '../model/finding.ts'
import type { ImportLimits } from '../model/limits.ts'
import type { ApiOperation, ApiWebhook, DocumentSource } from './document.ts'
import type { Pieces } from './pieces.ts'
import type { DynamicScope } from './schema-resources.ts'
import type { SourceText } from './structure.ts'

/** What the importer thread is started with. */
export interface ImportTask {
  source: DocumentSource
  limits: ImportLimits
  allowOutside: boolean
}

/** The small part of a document that crosses at once; the pieces are shared. */
export interface ReadDocument {
  title: string
  version: string
  specVersion: string
  basePath: string
  secretNames: string[]
  operations: ApiOperation[]
  webhooks?: ApiWebhook[]
  scopes?: DynamicScope[]
  pieces: Pieces
  diagnostics: Diagnostic[]
  files: string[]
}

/** To the thread, after it has read the document. */
export type ThreadRequest = { kind: 'diagnose' } | { kind: 'sources' }

export type ThreadAnswer =
  | { kind: 'read'; document: ReadDocument }
  | { kind: 'refused'; code: ErrorCode; detail: string; diagnostics: Diagnostic[] }
  | { kind: 'diagnosed'; diagnostics: Diagnostic[] }
  | { kind: 'sources'; sources: SourceText[] }
