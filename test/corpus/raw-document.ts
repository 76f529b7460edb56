/** A document as it is in its file. What the run finds out about it shares no code with the importer. */
export type Json = { [key: string]: unknown }

export interface RawOperation {
  /** JSON Pointer of the operation. */
  pointer: string
  operation: Json
  parameters: Json[]
}

/** A body that the document describes for an answer. */
export interface DescribedBody {
  /** JSON Pointer of the schema; null where there is none. */
  schema: string | null
  /** The document has an example for it, which is sent as written. */
  hasExample: boolean
}

const MAX_HOPS = 20

export function findOperation(document: Json, method: string, template: string): RawOperation | null {
  const at = follow(document, `/paths/${token(template)}`)
  if (at === null) return null
  const key = Object.keys(at.value).find((name) => name.toUpperCase() === method)
  if (key === undefined) return null
  const own = follow(document, `${at.pointer}/${token(key)}`)
  if (own === null) return null
  const given = [...listOf(own.value.parameters), ...listOf(at.value.parameters)].flatMap((one) => {
    const ref = (one as Json).$ref
    const found = typeof ref === 'string' ? follow(document, ref.slice(1))?.value : (one as Json)
    return found === undefined ? [] : [found]
  })
  const parameters = given.filter((one, at) => given.findIndex((other) => other.in === one.in && other.name === one.name) === at)
  return { pointer: own.pointer, operation: own.value, parameters }
}

/** The body of an answer with this status and media type; null when the document describes none. */
export function describedBody(document: Json, { pointer, operation }: RawOperation, status: number, type: string): DescribedBody | null {
  const responses = (operation.responses ?? {}) as Json
  const keys = [String(status), `${String(status)[0]}XX`, `${String(status)[0]}xx`, 'default']
  const key = keys.find((one) => Object.hasOwn(responses, one))
  const response = key === undefined ? null : follow(document, `${pointer}/responses/${token(key)}`)
  if (response === null) return null
  const content = (response.value.content ?? {}) as Json
  const bare = (text: string) => text.split(';')[0]?.trim().toLowerCase()
  const name =
    Object.keys(content).find((one) => one.toLowerCase() === type.toLowerCase()) ??
    Object.keys(content).find((one) => bare(one) === bare(type)) ??
    Object.keys(content).find((one) => one.includes('*'))
  const media = name === undefined ? null : follow(document, `${response.pointer}/content/${token(name)}`)
  if (media === null) return null
  const { schema, example, examples } = media.value
  return {
    schema: schema === undefined ? null : `${media.pointer}/schema`,
    hasExample: example !== undefined || Object.keys((examples as Json | undefined) ?? {}).length > 0,
  }
}

/** JSON Pointer of the schema of the JSON body that an operation takes. */
export function requestSchema(document: Json, { pointer }: RawOperation): string | null {
  const body = follow(document, `${pointer}/requestBody`)
  const type = Object.keys((body?.value.content ?? {}) as Json).find((one) => /json/i.test(one))
  const media = body === null || type === undefined ? null : follow(document, `${body.pointer}/content/${token(type)}`)
  return media?.value.schema === undefined ? null : `${media.pointer}/schema`
}

/** What is at a pointer, references followed. */
export function follow(document: Json, pointer: string): { pointer: string; value: Json } | null {
  let current = pointer
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const value = at(document, current)
    if (typeof value !== 'object' || value === null) return null
    const ref = (value as Json).$ref
    if (typeof ref !== 'string' || !ref.startsWith('#')) return { pointer: current, value: value as Json }
    current = decodeURIComponent(ref.slice(1))
  }
  return null
}

function at(document: Json, pointer: string): unknown {
  let value: unknown = document
  for (const part of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Json)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return value
}

export function token(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1')
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []
}
