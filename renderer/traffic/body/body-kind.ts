import { essence } from '../../../proxy-core/model/headers.ts'

/** The ways to look at a body, in the order of their tabs. */
export type BodyViewName = 'tree' | 'pretty' | 'raw' | 'preview' | 'hex'

export interface BodyKind {
  views: BodyViewName[]
  /** The text, when it is one. */
  text: string | null
  /** What `text` is a form of: JSON text, fields of a form, or neither. */
  form: 'json' | 'fields' | null
}

const IMAGE = /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/
const TEXT =
  /^(?:text\/.*|application\/(?:.*[+.-])?(?:json|xml|javascript|ecmascript|graphql|yaml|x-www-form-urlencoded|x-ndjson|sql|toml)|image\/svg\+xml)$/
const JSON_TYPE = /[/+](?:json|problem\+json)$/
const SNIFFED_BYTES = 4_096

/** What a body can be looked at as. Types lie, and are left out: without a text type the bytes decide. */
export function bodyKind(bytes: Uint8Array, contentType: string | undefined): BodyKind {
  const type = essence(contentType)
  const text = isText(bytes, type) ? decodeText(bytes, charsetOf(contentType)) : null
  const form = text === null ? null : formOf(text, type)
  const views: BodyViewName[] = []
  if (type && IMAGE.test(type)) views.push('preview')
  if (form !== null) views.push('tree')
  if (form === 'json') views.push('pretty')
  if (text !== null) views.push('raw')
  views.push('hex')
  return { views, text, form }
}

function formOf(text: string, type: string | null): BodyKind['form'] {
  if (type === 'application/x-www-form-urlencoded') return 'fields'
  const typed = type !== null && JSON_TYPE.test(type)
  if (typed) return 'json'
  const untold = type === null || type === 'text/plain' || type === 'application/octet-stream'
  return untold && /^\s*[{[]/.test(text) && isJson(text) ? 'json' : null
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isText(bytes: Uint8Array, type: string | null): boolean {
  if (type !== null && TEXT.test(type)) return true
  if (type !== null && /^(?:image|audio|video|font)\//.test(type)) return false
  const start = bytes.subarray(0, SNIFFED_BYTES)
  if (start.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true })
    return true
  } catch {
    return false
  }
}

function charsetOf(contentType: string | undefined): string {
  return /;\s*charset="?([^";\s]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
}

function decodeText(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}
