import type { ErrorCode } from '../model/errors.ts'
import type { Diagnostic } from '../model/finding.ts'
import type { ImportLimits } from '../model/limits.ts'
import type { ApiOperation, ApiWebhook, DocumentSource } from './document.ts'
import type { Pieces } from './pieces.ts'
import type { DynamicScope } from './schema-resources.ts'

/** What the importer thread is started with. */
export interface ImportTask {
  source: DocumentSource
  limits: ImportLimits
  allowOutside: boolean
}

/** The small part of a document that crosses at once; the pieces are handed over without a copy. */
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
export type ThreadRequest = { kind: 'diagnose' } | { kind: 'place'; faults: readonly PlacelessFault[] }

/** What is wrong at a place of the document as it is served. */
export interface PlacelessFault {
  severity: Diagnostic['severity']
  code: string
  /** A clause without its full stop. */
  message: string
  /** Canonical reference. */
  at: string
}

export type ThreadAnswer =
  | { kind: 'read'; document: ReadDocument }
  | { kind: 'refused'; code: ErrorCode; detail: string; diagnostics: Diagnostic[] }
  | { kind: 'diagnosed'; diagnostics: Diagnostic[] }
