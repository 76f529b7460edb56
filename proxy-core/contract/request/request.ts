import type { Finding } from '../../model/finding.ts'
import type { RawHeaders } from '../../model/headers.ts'

/** A request as far as the document can say something about it. */
export interface CheckedRequest {
  /** Below the mount, percent-encoded. */
  path: string
  /** Decoded values by the names in the template. */
  pathParameters: Readonly<Record<string, string>>
  /** Without the question mark; empty when there is none. */
  query: string
  headers: RawHeaders
  /** null when there is none, `'too-long'` for one that is too long to be checked, or what was found elsewhere. */
  body: Uint8Array | 'too-long' | BodyVerdict | null
}

/** What is wrong with a body; with `supported` it is the media type. */
export interface BodyVerdict {
  supported: readonly string[] | null
  findings: readonly Finding[]
}

/** What the document says about a request. */
export interface RequestVerdict {
  /** Credentials are missing; what to ask for in `WWW-Authenticate`. */
  security: { challenges: readonly string[] } | null
  /** The body has a media type that the operation doesn't take. */
  mediaType: { supported: readonly string[] } | null
  /** All that was found, the two above among it. Only those of severity Error make a request invalid. */
  findings: readonly Finding[]
}

/** Synchronous; never throws. */
export type RequestCheck = (request: CheckedRequest) => RequestVerdict

/** Of a request that nothing was asked of. */
export const nothingAsked: RequestVerdict = Object.freeze({ security: null, mediaType: null, findings: [] })
/** Of a request that was looked at and is as it should be. */
export const nothingFound: RequestVerdict = Object.freeze({ security: null, mediaType: null, findings: [] })
