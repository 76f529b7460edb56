import type { RequestVerdict } from '../contract/compile-request-check.ts'
import type { ResponseVerdict } from '../contract/compile-response-check.ts'
import type { TraceStep } from '../model/exchange.ts'
import type { RawHeaders } from '../model/headers.ts'
import type { RouteResponse } from '../model/route.ts'
import type { ApiDocument, ApiOperation } from '../openapi/document.ts'

/** What the mock needs to know of a request. */
export interface MockRequest {
  method: string
  /** Path as matched, percent-encoded, without the mount. */
  path: string
  /** Without the question mark; empty when there is none. */
  query: string
  headers: RawHeaders
  /** Decoded values by the names in the template. */
  pathParameters: Readonly<Record<string, string>>
  /** What the route is set to, beneath the client's own wishes. */
  response: RouteResponse | null
  /** What the document says about the request; left out for one that is taken as valid. */
  verdict?: RequestVerdict
}

/** The same object may answer many requests: never change it (but for `verdict`), its headers or its trace. */
export interface MockAnswer {
  status: number
  /** Raw pairs, without framing (Content-Length is the gateway's). */
  headers: string[]
  body: Uint8Array
  /** A code of the error catalogue when the mock refused or failed; its body is then a problem document. */
  error: string | null
  trace: TraceStep[]
  /** What the contract says of it; set once somebody has checked it, for all the requests that it answers. */
  verdict?: ResponseVerdict
}

export interface MockOptions {
  /** Moves every seeded value. */
  seed: string
  /** Fresh values at each request, examples only when named. */
  dynamic: boolean
  /** `static` gives openapi-sampler's plain values. */
  generate: 'realistic' | 'static'
}

/** The mock of one operation; compiled at first use. Never throws or rejects. */
export interface MockOperation {
  /** At once, however long it takes. */
  (request: MockRequest): MockAnswer
  /** The same without holding up the loop: a promise where there is much to compile or to make. */
  inTime?(request: MockRequest): MockAnswer | Promise<MockAnswer>
}

/** The mock of one document. */
export interface Mock {
  operation(operation: ApiOperation): MockOperation
}

/** @param lastNumber of the fresh answers before, so that none comes again */
export type CreateMock = (document: ApiDocument, options: MockOptions, lastNumber?: number) => Mock
