import { z } from 'zod'
import { diagnostic, finding } from './finding.ts'

/**
 * The catalogue: every error that Switchyard itself answers with, on either port, and what it means.
 * `type` is derived (`problemType`), so a code and its type never part. A test holds it against docs/errors.md.
 */
export const errorCatalogue = {
  // Prism's, with Prism's statuses
  NO_PATH_MATCHED: { status: 404, title: 'No route matches the path' },
  NO_METHOD_MATCHED: { status: 405, title: 'The path has no such method' },
  NO_SERVER_MATCHED: { status: 404, title: 'No service is mounted there' },
  NOT_FOUND: { status: 404, title: 'The response asked for is not in the document' },
  NOT_ACCEPTABLE: { status: 406, title: 'No response has an acceptable media type' },
  UNAUTHORIZED: { status: 401, title: 'The request lacks credentials' },
  INVALID_CONTENT_TYPE: { status: 415, title: 'The operation does not take this media type' },
  UNPROCESSABLE_ENTITY: { status: 422, title: 'The request is invalid' },
  NO_RESPONSE_DEFINED: { status: 500, title: 'The operation has no response' },
  VIOLATIONS: { status: 500, title: 'The answer breaks the contract' },
  // the gateway's own
  'bad-request': { status: 400, title: 'The request is malformed' },
  'request-timeout': { status: 408, title: 'The request did not arrive in time' },
  'expectation-failed': { status: 417, title: 'The expectation is not supported' },
  'uri-too-long': { status: 414, title: 'The URL is too long' },
  'header-fields-too-large': { status: 431, title: 'The header fields are too large' },
  'method-not-allowed': { status: 405, title: 'The gateway does not serve this method' },
  'coding-not-implemented': { status: 501, title: 'The transfer coding is not implemented' },
  'upgrade-not-supported': { status: 501, title: 'The protocol upgrade is not supported' },
  'http-version-not-supported': { status: 505, title: 'The HTTP version is not supported' },
  'host-not-allowed': { status: 421, title: 'The gateway does not answer for this host' },
  'origin-not-allowed': { status: 403, title: 'The origin may not read live answers' },
  'mode-not-available': { status: 422, title: 'The mode is not available' },
  'mock-unsatisfiable': { status: 500, title: 'No value satisfies the schema' },
  'mock-failed': { status: 500, title: 'The mock could not be made' },
  'no-upstream': { status: 503, title: 'The service has no upstream' },
  'upstream-refused': { status: 502, title: 'The upstream refused the connection' },
  'upstream-dns': { status: 502, title: 'The upstream name could not be resolved' },
  'upstream-tls': { status: 502, title: 'The TLS handshake with the upstream failed' },
  'upstream-unreachable': { status: 502, title: 'The upstream can not be reached' },
  'upstream-closed': { status: 502, title: 'The upstream closed the connection early' },
  'upstream-invalid-response': { status: 502, title: 'The upstream sent an invalid response' },
  'upstream-connect-timeout': { status: 504, title: 'The upstream did not accept the connection in time' },
  'upstream-timeout': { status: 504, title: 'The upstream did not answer in time' },
  'upstream-is-gateway': { status: 508, title: 'The upstream is this gateway' },
  'callback-url-missing': { status: 422, title: 'The callback has no usable URL' },
  'callback-not-allowed': { status: 409, title: 'The callback may not go there by itself' },
  'callback-dropped': { status: 503, title: 'Too many callbacks wait' },
  'internal-error': { status: 500, title: 'Switchyard failed' },
  // the control API's
  unauthorized: { status: 401, title: 'A session is needed' },
  forbidden: { status: 403, title: 'The origin is not allowed' },
  'unknown-host': { status: 421, title: 'The control port does not answer for this host' },
  'unknown-operation': { status: 404, title: 'The control API has no such operation' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json' },
  'invalid-json': { status: 400, title: 'The body is not valid JSON' },
  'invalid-input': { status: 422, title: 'The input is invalid' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'ticket-invalid': { status: 401, title: 'The ticket is used up, expired or unknown' },
  'unknown-service': { status: 404, title: 'There is no such service' },
  'unknown-route': { status: 404, title: 'There is no such route' },
  'ambiguous-route': { status: 409, title: 'Several services have this route' },
  'unknown-callback': { status: 404, title: 'There is no such callback' },
  'unknown-webhook': { status: 404, title: 'There is no such webhook' },
  'unknown-exchange': { status: 404, title: 'There is no such exchange' },
  'unknown-undo': { status: 404, title: 'There is nothing to undo' },
  'filter-invalid': { status: 422, title: 'The filter can not be read' },
  'setting-invalid': { status: 422, title: 'The setting is invalid' },
  'upstream-not-allowed': { status: 422, title: 'The upstream is not allowed' },
  'workspace-read-only': { status: 409, title: 'The workspace can not be written' },
  'workspace-in-use': { status: 409, title: 'Another Switchyard has the workspace open' },
  'workspace-invalid': { status: 422, title: 'The workspace file is invalid' },
  'log-unavailable': { status: 503, title: 'The log is not available' },
  // documents
  'document-unreadable': { status: 422, title: 'The document can not be read' },
  'document-syntax': { status: 422, title: 'The document has a syntax error' },
  'document-not-openapi': { status: 422, title: 'The document is not OpenAPI' },
  'document-version': { status: 422, title: 'The OpenAPI version is not supported' },
  'document-too-large': { status: 413, title: 'The document is too large' },
  'document-too-complex': { status: 422, title: 'The document is too complex' },
  'document-timeout': { status: 422, title: 'Reading the document took too long' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof errorCatalogue

export function problemType(code: ErrorCode): string {
  return `urn:switchyard:error:${code}`
}

/** RFC 9457 problem details. */
export const problem = z.object({
  type: z.string(),
  code: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().describe('what happened, where, and what to do'),
  diagnostics: z.array(diagnostic).optional(),
  candidates: z.array(z.string()).optional().describe('names that were meant, perhaps'),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  validation: z.array(finding).optional().describe('what breaks the contract'),
  nearest: z.unknown().optional().describe('of mock-unsatisfiable: the value that comes closest to the schema'),
})
export type Problem = z.infer<typeof problem>
export type ProblemExtra = Pick<Problem, 'diagnostics' | 'candidates' | 'fields' | 'validation'>

export function problemOf(code: ErrorCode, detail: string, extra: ProblemExtra = {}): Problem {
  const { status, title } = errorCatalogue[code]
  return { type: problemType(code), code, title, status, detail, ...extra }
}

/** An expected refusal on its way to an edge that speaks in problems (control API, CLI). */
export class Refusal extends Error {
  readonly problem: Problem
  constructor(code: ErrorCode, detail: string, extra: ProblemExtra = {}) {
    super(detail)
    this.name = 'Refusal'
    this.problem = problemOf(code, detail, extra)
  }
}
