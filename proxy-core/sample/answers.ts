/** What the sample answers, before it goes on the wire. */
export interface Answer {
  status: number
  headers: Record<string, string>
  /** undefined when there is none. */
  body: unknown
}

export function answer(status: number, body?: unknown, headers: Record<string, string> = {}): Answer {
  const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }
  return { status, headers: { ...type, ...headers }, body }
}

/** RFC 9457, with what the document's `Problem` asks for. */
export function problem(status: number, kind: string, title: string, detail: string, more: object = {}): Answer {
  const body = { type: `https://shop.example.com/problems/${kind}`, title, status, detail, ...more }
  return { status, headers: { 'Content-Type': 'application/problem+json' }, body }
}

export interface FieldError {
  field: string
  message: string
}

export function invalid(errors: FieldError[]): Answer {
  const detail = `${errors.map(({ field, message }) => `${field} ${message}`).join('; ')}.`
  return problem(422, 'invalid', 'The request is invalid', detail, { errors })
}

export function unauthorized(detail: string, scheme: string): Answer {
  const refused = problem(401, 'unauthorized', 'Unauthorized', detail)
  return { ...refused, headers: { ...refused.headers, 'WWW-Authenticate': `${scheme} realm="shop"` } }
}

export function noProduct(id: number | string): Answer {
  return problem(404, 'not-found', 'Not found', `There is no product ${id}.`)
}
