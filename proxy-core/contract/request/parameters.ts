import type { Finding } from '../../model/finding.ts'
import { headerValues } from '../../model/headers.ts'
import { type ApiDocument, type ApiOperation, type MediaTypeObject, type ParameterObject, refOf, resolve } from '../../openapi/document.ts'
import { operationObject } from '../../openapi/operation.ts'
import { decoded, matchMixed, parseTemplate } from '../../openapi/template.ts'
import { parseMediaType } from '../media-type.ts'
import { type ContentReader, compileContent } from './content.ts'
import { cookiesOf } from './cookies.ts'
import type { CheckedRequest } from './request.ts'
import { type Place, requestFinding, schemaFindings } from './request-finding.ts'
import { decodedField, type Fields, fieldsOf, readField, readHeader, readSegment, type Style } from './styles.ts'
import { checkerOfWritten, type Shape, shapeOf, type Written } from './written.ts'

/** Adds what is wrong with one parameter of a request. */
export type ParameterCheck = (request: ParameterSources, findings: Finding[]) => void

/** A request whose query and cookies are taken apart at most once. */
export interface ParameterSources {
  request: CheckedRequest
  fields: Fields | null
  cookies: Fields | null
}

/** A value that isn't written as the document asks. */
interface Unreadable {
  code: string
  message: string
}
/** What a parameter says; undefined where it is not there. */
type Reader = (sources: ParameterSources) => { written: Written } | { empty: true } | Unreadable | undefined

/** Described by other parts of a document; a parameter of the name is ignored (OpenAPI 3.1, 4.8.12.2.1). */
const notParameters = new Set(['accept', 'content-type', 'authorization'])
const usualStyles: Record<string, string | undefined> = { path: 'simple', header: 'simple', query: 'form', cookie: 'form' }

export function compileParameters(document: ApiDocument, operation: ApiOperation): ParameterCheck[] {
  const written = operationObject(document, operation).parameters ?? []
  const parameters = written.flatMap((one, number) => {
    const found = resolve<ParameterObject>(document, one)
    if (typeof found !== 'object' || found === null || typeof found.name !== 'string') return []
    return [{ parameter: found, at: refOf(one) ?? `${operation.ref}/parameters/${number}` }]
  })
  return parameters.flatMap(({ parameter, at }) => {
    const { in: place, name } = parameter
    if (place === 'querystring') return wholeQuery(document, parameter, at)
    if (usualStyles[place] === undefined || (place === 'header' && notParameters.has(name.toLowerCase()))) return []
    const taken = new Set(parameters.filter((other) => other.parameter.in === place).map((other) => other.parameter.name))
    return compileParameter(document, operation, parameter, at, taken)
  })
}

function compileParameter(
  document: ApiDocument,
  operation: ApiOperation,
  parameter: ParameterObject,
  at: string,
  taken: ReadonlySet<string>,
): ParameterCheck {
  const place = parameter.in as Place
  const name = place === 'header' ? parameter.name.toLowerCase() : parameter.name
  const content = contentOf(document, parameter, at)
  const schema = content === null ? parameter.schema : undefined
  const shape = shapeOf(document, schema)
  const check = schema === undefined ? null : checkerOfWritten(document, schema, { at: `${at}/schema` })
  const style = styleOf(parameter)
  const read = readerOf(parameter, name, content === null ? style : { style: 'simple', explode: false }, shape, operation, taken)
  const emptyIsMissing = place === 'query' && parameter.required === true && parameter.allowEmptyValue !== true
  const required = requestFinding(place, [], 'required', `must have required property '${name}'`)
  const deprecated: Finding = {
    location: [place, name],
    severity: 'Warning',
    code: 'deprecated',
    message: `${(place[0] as string).toUpperCase()}${place.slice(1)} param ${name} is deprecated`,
  }
  return (sources, findings) => {
    const found = read(sources)
    if (found === undefined || ('written' in found && found.written === '' && emptyIsMissing)) {
      if (parameter.required === true) findings.push(required)
      return
    }
    if (parameter.deprecated === true) findings.push(deprecated)
    if ('empty' in found) return
    if ('code' in found) findings.push(requestFinding(place, [name], found.code, found.message))
    else if (content !== null) findings.push(...content.check(String(found.written), place, [name]))
    else if (check !== null) {
      const errors = check(found.written)
      if (errors.length > 0) findings.push(...schemaFindings(place, [name], errors))
    }
  }
}

function styleOf(parameter: ParameterObject): Style {
  const style = typeof parameter.style === 'string' ? parameter.style : (usualStyles[parameter.in] ?? 'form')
  const explode = typeof parameter.explode === 'boolean' ? parameter.explode : style === 'form' || style === 'cookie'
  return { style, explode }
}

function contentOf(document: ApiDocument, { content }: ParameterObject, at: string): ContentReader | null {
  if (typeof content !== 'object' || content === null) return null
  const [entry] = Object.entries(content as Record<string, unknown>)
  if (entry === undefined) return null
  const media = resolve<MediaTypeObject>(document, entry[1] as MediaTypeObject)
  const mediaType = parseMediaType(entry[0])
  if (mediaType === null || typeof media !== 'object' || media === null) return null
  return compileContent(document, mediaType, media, `${at}/content/${entry[0].replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

function readerOf(
  parameter: ParameterObject,
  name: string,
  style: Style,
  shape: Shape,
  operation: ApiOperation,
  taken: ReadonlySet<string>,
): Reader {
  const { allowEmptyValue, content } = parameter
  if (parameter.in === 'path') return pathReader(operation.template, name, style, shape)
  if (parameter.in === 'header')
    return ({ request }) => {
      const values = headerValues(request.headers, name)
      if (values.length === 0) return undefined
      const value = values.join(', ')
      return { written: content === undefined ? readHeader(value, style.explode, shape) : value }
    }
  if (parameter.in === 'cookie')
    return (sources) => {
      sources.cookies ??= cookiesOf(sources.request.headers)
      return writtenOrNone(readField(sources.cookies, name, style, shape, taken))
    }
  return (sources) => {
    const { query } = sources.request
    if (query === '') return undefined
    sources.fields ??= fieldsOf(query)
    if (content !== undefined) return writtenOrNone(sources.fields.get(name)?.map(decodedField).at(-1))
    const written = readField(sources.fields, name, style, shape, taken)
    if (allowEmptyValue === true && (written === '' || sources.fields.get(name)?.every((value) => value === ''))) return { empty: true }
    return writtenOrNone(written)
  }
}

function writtenOrNone(written: Written | undefined): { written: Written } | undefined {
  return written === undefined ? undefined : { written }
}

function pathReader(template: string, name: string, style: Style, shape: Shape): Reader {
  const scalar = shape.types === null || !(shape.types.has('array') || shape.types.has('object'))
  if (style.style === 'simple' && scalar)
    return ({ request }) => (Object.hasOwn(request.pathParameters, name) ? { written: request.pathParameters[name] as string } : undefined)
  const rawOf = segmentReader(template, name)
  const message = `must be written in the style ${style.style}: ${style.style === 'label' ? '.value' : `;${name}=value`}`
  return ({ request }) => {
    const raw = rawOf(request.path) ?? request.pathParameters[name]
    if (raw === undefined) return undefined
    const written = readSegment(raw, name, style, shape)
    return written === null ? { code: 'style', message } : { written }
  }
}

/** The value of one name of a template as it stands in a path, still encoded. */
function segmentReader(template: string, name: string): (path: string) => string | null {
  const segments = parseTemplate(template)
  const number = segments.findIndex((one) =>
    one.kind === 'parameter' ? one.name === name : one.kind === 'mixed' && one.names.includes(name),
  )
  const segment = segments[number]
  if (segment === undefined || segment.kind === 'static') return () => null
  return (path) => {
    const raw = path.slice(1).split('/')[number]
    if (raw === undefined || segment.kind === 'parameter') return raw ?? null
    const values = matchMixed(raw, segment.literals) ?? matchMixed(decoded(raw), segment.literals)
    return values?.[segment.names.indexOf(name)] ?? null
  }
}

/** OpenAPI 3.2: the query as a whole. */
function wholeQuery(document: ApiDocument, parameter: ParameterObject, at: string): ParameterCheck | [] {
  const content = contentOf(document, parameter, at)
  if (content === null) return []
  const required = requestFinding('query', [], 'required', 'must not be empty')
  return ({ request: { query } }, findings) => {
    if (query !== '') findings.push(...content.check(content.family === 'form' ? query : decoded(query), 'query', []))
    else if (parameter.required === true) findings.push(required)
  }
}
