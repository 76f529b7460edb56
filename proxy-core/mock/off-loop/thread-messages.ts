import type { ApiOperation } from '../../openapi/document.ts'
import type { Pieces } from '../../openapi/pieces.ts'
import type { DynamicScope } from '../../openapi/schema-resources.ts'
import type { MockAnswer, MockOptions, MockRequest } from '../mock.ts'

/** What the thread is started with: a document, and how it is mocked. */
export interface ThreadDocument {
  title: string
  version: string
  specVersion: string
  basePath: string
  pieces: Pieces
  scopes: readonly DynamicScope[]
  options: MockOptions
  /** Fresh answers are numbered from it. */
  lastNumber: number
}

/** To the thread; its answers come back in the same order. */
export interface AskedOfThread {
  operation: ApiOperation
  request: MockRequest
}

/** From the thread. `nothingWrong` is an object of each thread's own. */
export interface AnswerOfThread {
  answer: Omit<MockAnswer, 'verdict'>
  isRight: boolean
}
