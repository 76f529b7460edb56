import { headerValue } from '../../model/headers.ts'
import { member } from '../../openapi/json.ts'
import { tokensOf } from '../../openapi/pointer.ts'
import { type CapturedExchange, type CapturedMessage, readMessage } from './captured-exchange.ts'

/** What an expression stands for, or why for nothing: a clause without its full stop. */
export type Evaluated = { value: unknown } | { missing: string }

/** Evaluates a runtime expression of OpenAPI, such as `$request.body#/callbackUrl`. */
export function evaluate(expression: string, exchange: CapturedExchange): Evaluated {
  if (expression === '$url') return { value: exchange.url }
  if (expression === '$method') return { value: exchange.method }
  if (expression === '$statusCode') return given(exchange.status, 'there was no answer')
  const [, side, source, rest = ''] = /^\$(request|response)\.(header\.|query\.|path\.|body)(.*)$/s.exec(expression) ?? []
  if (side === undefined || source === undefined) return { missing: `${expression} is no runtime expression` }
  const message = side === 'request' ? exchange.request : exchange.response
  if (source === 'body') return ofBody(side, message, rest)
  if (source === 'header.') return given(headerValue(message.headers, rest.toLowerCase()), `the ${side} has no header ${rest}`)
  if (side === 'response') return { missing: `${expression} names a ${source.slice(0, -1)} of a response, which has none` }
  if (source === 'query.') return given(new URLSearchParams(exchange.query).get(rest), `the request has no query parameter ${rest}`)
  return given(member(exchange.pathParameters, rest), `the path has no parameter ${rest}`)
}

function ofBody(side: string, message: CapturedMessage, fragment: string): Evaluated {
  if (fragment !== '' && fragment !== '#' && !fragment.startsWith('#/'))
    return { missing: `$${side}.body${fragment} is no runtime expression; what follows the body is # and a JSON pointer` }
  const body = readMessage(message)
  if ('missing' in body) return { missing: `the body of the ${side} ${body.missing}` }
  if (fragment.length < 2) return { value: fragment === '' ? body.text : body.value }
  let value: unknown = body.value
  for (const token of tokensOf(fragment.slice(1))) value = member(value, token)
  return given(value, `the body of the ${side} has no ${fragment.slice(1)}`)
}

function given(value: unknown, missing: string): Evaluated {
  return value === undefined || value === null ? { missing } : { value }
}
