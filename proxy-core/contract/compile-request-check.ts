import type { Finding } from '../model/finding.ts'
import type { ApiDocument, ApiOperation } from '../openapi/document.ts'
import { operationObject } from '../openapi/operation.ts'
import { compileBody } from './request/body.ts'
import { compileParameters, type ParameterSources } from './request/parameters.ts'
import {
  type BodyVerdict,
  type CheckedRequest,
  nothingAsked,
  nothingFound,
  type RequestCheck,
  type RequestVerdict,
} from './request/request.ts'
import { compileSecurity } from './request/security.ts'

export { type CheckedRequest, nothingAsked, type RequestCheck, type RequestVerdict } from './request/request.ts'

/**
 * The check of the requests of one operation: credentials, media type, parameters and body against the document, after
 * Prism. Compiled at the first request; an operation that asks for nothing costs nothing.
 */
export function compileRequestCheck(document: ApiDocument, operation: ApiOperation): RequestCheck {
  let compiled: RequestCheck | null = null
  return (request) => {
    compiled ??= compile(document, operation)
    return compiled(request)
  }
}

function compile(document: ApiDocument, operation: ApiOperation): RequestCheck {
  const node = operationObject(document, operation)
  if (typeof node !== 'object' || node === null) return () => nothingAsked
  const security = compileSecurity(document, node)
  const parameters = compileParameters(document, operation)
  const body = compileBody(document, operation)
  const asksNothing = security === null && parameters.length === 0 && node.requestBody === undefined

  function bodyVerdictOf({ body: sent, headers }: CheckedRequest): BodyVerdict | null {
    if (sent === null && node.requestBody === undefined) return null
    return isVerdict(sent) ? sent : body(sent, headers)
  }

  return (request) => {
    if (asksNothing && request.body === null) return nothingAsked
    const refused = security === null ? null : security(request.headers, request.query)
    const bodyVerdict = bodyVerdictOf(request)
    const inParameters: Finding[] = []
    if (parameters.length > 0) {
      const sources: ParameterSources = { request, fields: null, cookies: null }
      for (const check of parameters) check(sources, inParameters)
    }
    if (refused === null && inParameters.length === 0 && (bodyVerdict === null || bodyVerdict.findings.length === 0)) return nothingFound
    return verdict(refused, bodyVerdict, inParameters)
  }
}

function isVerdict(body: CheckedRequest['body']): body is BodyVerdict {
  return typeof body === 'object' && body !== null && 'findings' in body
}

type Refused = ReturnType<NonNullable<ReturnType<typeof compileSecurity>>>

function verdict(refused: Refused, body: BodyVerdict | null, inParameters: readonly Finding[]): RequestVerdict {
  const supported = body?.supported ?? null
  return {
    security: refused === null ? null : { challenges: refused.challenges },
    mediaType: supported === null ? null : { supported },
    findings: [...(refused === null ? [] : [refused.finding]), ...(body?.findings ?? []), ...inParameters],
  }
}
