import type { RequestVerdict } from '../contract/compile-request-check.ts'
import type { ErrorCode } from '../model/errors.ts'
import type { Finding } from '../model/finding.ts'
import type { MockAnswer } from './mock.ts'
import { problemAnswer } from './problem-answer.ts'

/** A request that breaks the contract, and how that is answered: credentials come first, then the media type, then the rest. */
export interface InvalidRequest {
  code: ErrorCode
  /** Of the document's responses the first of these, after Prism. */
  statuses: readonly number[]
  challenges: readonly string[]
}

/** null for a request with nothing wrong, or with warnings only. */
export function invalidRequest({ security, mediaType, findings }: RequestVerdict): InvalidRequest | null {
  if (!findings.some(({ severity }) => severity === 'Error')) return null
  if (security !== null) return { code: 'UNAUTHORIZED', statuses: [401], challenges: security.challenges }
  if (mediaType !== null) return { code: 'INVALID_CONTENT_TYPE', statuses: [415, 422, 400], challenges: [] }
  return { code: 'UNPROCESSABLE_ENTITY', statuses: [422, 400], challenges: [] }
}

/** Where the document has no response of its own for it. */
export function invalidRequestProblem(name: string, code: ErrorCode, findings: readonly Finding[]): MockAnswer {
  const detail = `${name}: ${findings.map(({ message }) => message).join('; ')}`
  const told = detail.length > MAX_DETAIL ? `${detail.slice(0, MAX_DETAIL)}…` : `${detail}.`
  return problemAnswer(code, told, { validation: findings })
}

/** How many characters of findings stand in the `detail`; all of them stand in `validation`. */
const MAX_DETAIL = 1_000

/** Says how to authenticate: what the document's own headers say of the schemes that are missing, and the rest of them. */
export function challenged(answer: MockAnswer, challenges: readonly string[]): MockAnswer {
  if (challenges.length === 0) return answer
  const missing = new Set(challenges.map(schemeOf))
  const headers: string[] = []
  const said = new Set<string>()
  for (let i = 0; i < answer.headers.length; i += 2) {
    const [name = '', value = ''] = answer.headers.slice(i, i + 2)
    const isChallenge = name.toLowerCase() === 'www-authenticate'
    // one of another scheme would send the client for credentials that do not help
    if (isChallenge && !missing.has(schemeOf(value))) continue
    if (isChallenge) said.add(schemeOf(value))
    headers.push(name, value)
  }
  const rest = challenges.filter((challenge) => !said.has(schemeOf(challenge)))
  return { ...answer, headers: rest.length === 0 ? headers : [...headers, 'WWW-Authenticate', rest.join(', ')] }
}

/** The first word; tokens of OAuth 2 and OpenID Connect are sent as bearer tokens. */
function schemeOf(challenge: string): string {
  const scheme = (challenge.trim().split(/[\s,]/, 1)[0] ?? '').toLowerCase()
  return scheme === 'oauth2' || scheme === 'openid' ? 'bearer' : scheme
}
