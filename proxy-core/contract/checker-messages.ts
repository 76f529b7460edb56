import type { RawHeaders } from '../model/headers.ts'
import type { ApiOperation } from '../openapi/document.ts'
import type { Pieces } from '../openapi/pieces.ts'
import type { DynamicScope } from '../openapi/schema-resources.ts'
import type { BodyVerdict } from './request/request.ts'

/** A document as the thread opens it, under a number that stays the same while the thread lives. */
export interface SentDocument {
  number: number
  specVersion: string
  pieces: Pieces
  scopes: readonly DynamicScope[]
}

/** Whose body it is: a request's, or that of an answer with this status to this method. */
export type CheckedSide = { kind: 'request' } | { kind: 'response'; method: string; status: number }

/** A body to be checked against an operation. */
export interface CheckTask {
  document: number
  operation: ApiOperation
  side: CheckedSide
  headers: RawHeaders
  body: Uint8Array
}

/** To the thread. A task comes after its document, and after the answer to the task before. */
export type ToChecker = { kind: 'document'; document: SentDocument } | { kind: 'check'; task: CheckTask }
export type FromChecker = BodyVerdict
