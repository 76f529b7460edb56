import type { Finding } from '../../model/finding.ts'
import { headerValue, type RawHeaders } from '../../model/headers.ts'
import { type ApiDocument, type OperationObject, resolve } from '../../openapi/document.ts'
import { cookiesOf } from './cookies.ts'
import { fieldsOf } from './styles.ts'

/** Whether credentials are there and have the right form; whose they are, nobody asks. Null for a request that has them. */
export type SecurityCheck = (headers: RawHeaders, query: string) => SecurityRefusal | null

export interface SecurityRefusal {
  challenges: readonly string[]
  finding: Finding
}

interface Credential {
  given(headers: RawHeaders, query: string): boolean
  challenge: string
  location: string[]
  /** What to send, for people. */
  words: string
}

/** One of the requirements must be met, and of it everything. Null where the operation asks for nothing. */
export function compileSecurity(document: ApiDocument, operation: OperationObject): SecurityCheck | null {
  const requirements = (operation.security ?? []).map((requirement) =>
    Object.keys(requirement).flatMap((name) => credentialOf(document, name) ?? []),
  )
  if (requirements.length === 0 || requirements.some((credentials) => credentials.length === 0)) return null
  const words = requirements.map((credentials) => credentials.map((credential) => credential.words).join(' and ')).join(', or ')
  return (headers, query) => {
    if (requirements.some((credentials) => credentials.every((credential) => credential.given(headers, query)))) return null
    const missing = requirements.flat().filter((credential) => !credential.given(headers, query))
    return {
      challenges: [...new Set(missing.map(({ challenge }) => challenge))],
      finding: {
        location: missing[0]?.location ?? [],
        severity: 'Error',
        code: '401',
        message: `Invalid security scheme used; send ${words}`,
      },
    }
  }
}

/** undefined for what can't be asked for: client certificates, as the gateway speaks plain HTTP, and schemes that nobody knows. */
function credentialOf(document: ApiDocument, name: string): Credential | undefined {
  const place = `#/components/securitySchemes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
  const scheme = resolve<Record<string, unknown>>(document, { $ref: place })
  if (typeof scheme !== 'object' || scheme === null) return undefined
  if (scheme.type === 'apiKey') return apiKey(String(scheme.in), String(scheme.name))
  if (scheme.type === 'oauth2') return authorization('Bearer', 'OAuth2', isBearer, 'Bearer <token>')
  if (scheme.type === 'openIdConnect') return authorization('Bearer', 'OpenID', isBearer, 'Bearer <token>')
  return scheme.type === 'http' ? httpScheme(String(scheme.scheme)) : undefined
}

function apiKey(place: string, name: string): Credential | undefined {
  const challenge = `ApiKey realm="*", in="${place}", name="${name.replace(/["\\]/g, '\\$&')}"`
  if (place === 'header') {
    const field = name.toLowerCase()
    return { given: (headers) => !!headerValue(headers, field), challenge, location: ['header', field], words: `the header ${name}` }
  }
  if (place === 'query') {
    const given = (_: RawHeaders, query: string) => (fieldsOf(query).get(name) ?? []).some((value) => value !== '')
    return { given, challenge, location: ['query', name], words: `the query parameter ${name}` }
  }
  if (place !== 'cookie') return undefined
  const given = (headers: RawHeaders) => (cookiesOf(headers).get(name) ?? []).some((value) => value !== '')
  return { given, challenge, location: ['cookie', name], words: `the cookie ${name}` }
}

function httpScheme(scheme: string): Credential {
  const name = scheme.toLowerCase()
  if (name === 'bearer') return authorization('Bearer', 'Bearer', isBearer, 'Bearer <token>')
  if (name === 'basic') return authorization('Basic', 'Basic realm="*"', isBasic, 'Basic <base64 of user:password>')
  if (name === 'digest') return authorization('Digest', 'Digest realm="*", nonce="abc123"', isDigest, 'Digest <parameters>')
  const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(scheme) ? scheme : 'Custom'
  return authorization(token, `${token} realm="*"`, (credentials) => credentials !== '', `${token} <credentials>`)
}

function authorization(scheme: string, challenge: string, accepts: (credentials: string) => boolean, words: string): Credential {
  const given = (headers: RawHeaders) => {
    const [, name = '', credentials = ''] = /^(\S+)[ \t]+(.*)$/s.exec(headerValue(headers, 'authorization') ?? '') ?? []
    return name.toLowerCase() === scheme.toLowerCase() && accepts(credentials.trim())
  }
  return { given, challenge, location: ['header', 'authorization'], words: `Authorization: ${words}` }
}

function isBearer(credentials: string): boolean {
  return credentials !== ''
}

/** RFC 7617: user and password, a colon between them, in base64. */
function isBasic(credentials: string): boolean {
  return /^[\w+/-]+=*$/.test(credentials) && Buffer.from(credentials, 'base64').includes(0x3a)
}

/** RFC 7616, the parameters that every answer to a challenge has. */
function isDigest(credentials: string): boolean {
  return ['username', 'realm', 'nonce', 'uri', 'response'].every((name) =>
    new RegExp(`(?:^|[,\\s])${name}\\*?=["']?\\S`, 'i').test(credentials),
  )
}
