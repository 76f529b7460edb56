import type { ErrorCode } from '../model/errors.ts'
import { OWN_ADDRESS_CODE } from './own-address.ts'

/** What a broken connection means to the person who reads the answer; `headSeen` tells a cut body from no answer at all. */
export function failureOf(error: Error, headSeen: boolean): { code: ErrorCode; cause: string } {
  const reason = innermost(error)
  const code = codeOf(reason)
  return { code: meaning(code, reason, headSeen), cause: code ? `${code}: ${reason.message}` : reason.message }
}

const byCode: Record<string, ErrorCode> = {
  [OWN_ADDRESS_CODE]: 'upstream-is-gateway',
  ECONNREFUSED: 'upstream-refused',
  ENOTFOUND: 'upstream-dns',
  ENODATA: 'upstream-dns',
  EAI_AGAIN: 'upstream-dns',
  EAI_FAIL: 'upstream-dns',
  EAI_NODATA: 'upstream-dns',
  EAI_NONAME: 'upstream-dns',
  EHOSTUNREACH: 'upstream-unreachable',
  ENETUNREACH: 'upstream-unreachable',
  EADDRNOTAVAIL: 'upstream-unreachable',
  EACCES: 'upstream-unreachable',
  EPERM: 'upstream-unreachable',
  EMFILE: 'upstream-unreachable',
  EINVAL: 'upstream-unreachable',
  ECONNRESET: 'upstream-closed',
  EPIPE: 'upstream-closed',
  UND_ERR_DESTROYED: 'upstream-closed',
  UND_ERR_CLOSED: 'upstream-closed',
  ETIMEDOUT: 'upstream-connect-timeout',
  UND_ERR_CONNECT_TIMEOUT: 'upstream-connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'upstream-timeout',
  UND_ERR_BODY_TIMEOUT: 'upstream-timeout',
  UND_ERR_HEADERS_OVERFLOW: 'upstream-invalid-response',
  // undici's own assertions, such as on the status 099
  ERR_ASSERTION: 'upstream-invalid-response',
  EPROTO: 'upstream-tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'upstream-tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'upstream-tls',
}

function meaning(code: string, { name, message }: Error, headSeen: boolean): ErrorCode {
  const known = byCode[code]
  if (known) return known
  if (code === 'UND_ERR_SOCKET') return /^bad (response|upgrade)/.test(message) ? 'upstream-invalid-response' : 'upstream-closed'
  // With the head through, undici calls every cut of a body with a length a mismatch.
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return headSeen ? 'upstream-closed' : 'upstream-invalid-response'
  // The parser's errors carry a code only sometimes.
  if (name === 'HTTPParserError') return /EOF/.test(message) ? 'upstream-closed' : 'upstream-invalid-response'
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/.test(code)) return 'upstream-tls'
  if (code.startsWith('EAI_')) return 'upstream-dns'
  return 'internal-error'
}

/** Happy eyeballs report several attempts as one aggregate; the first says as much as any. */
function innermost(error: Error): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0]
  return error
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
