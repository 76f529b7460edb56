/** The objects of OpenAPI that references may stand for, or that hold such. `value` is plain data. */
export type Kind =
  | 'paths'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'header'
  | 'requestBody'
  | 'response'
  | 'mediaType'
  | 'encoding'
  | 'schema'
  | 'example'
  | 'link'
  | 'callback'
  | 'securityScheme'
  | 'components'
  | 'value'

/** How a field holds them: one, in a list, under names. `some` is one or a list (`items` of older drafts). */
export interface Child {
  shape: 'one' | 'list' | 'map' | 'some'
  kind: Kind
}

const one = (kind: Kind): Child => ({ shape: 'one', kind })
const list = (kind: Kind): Child => ({ shape: 'list', kind })
const map = (kind: Kind): Child => ({ shape: 'map', kind })
const some = (kind: Kind): Child => ({ shape: 'some', kind })
/** Without a prototype, so that a field named `constructor` is unknown. */
const fields = (entries: Record<string, Child>): Record<string, Child | undefined> => Object.assign(Object.create(null), entries)

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']
const parameterFields = { schema: one('schema'), content: map('mediaType'), examples: map('example'), example: one('value') }

export const childrenOf: Record<Kind, Record<string, Child | undefined>> = {
  paths: fields({}),
  pathItem: fields({
    parameters: list('parameter'),
    additionalOperations: map('operation'),
    ...Object.fromEntries(methods.map((method) => [method, one('operation')])),
  }),
  operation: fields({
    parameters: list('parameter'),
    requestBody: one('requestBody'),
    responses: map('response'),
    callbacks: map('callback'),
  }),
  parameter: fields(parameterFields),
  header: fields(parameterFields),
  requestBody: fields({ content: map('mediaType') }),
  response: fields({ headers: map('header'), content: map('mediaType'), links: map('link') }),
  mediaType: fields({
    schema: one('schema'),
    itemSchema: one('schema'),
    example: one('value'),
    examples: map('example'),
    encoding: map('encoding'),
    prefixEncoding: list('encoding'),
    itemEncoding: one('encoding'),
  }),
  encoding: fields({ headers: map('header'), encoding: map('encoding') }),
  example: fields({ value: one('value') }),
  link: fields({}),
  callback: fields({}),
  securityScheme: fields({}),
  value: fields({}),
  components: fields({
    schemas: map('schema'),
    responses: map('response'),
    parameters: map('parameter'),
    examples: map('example'),
    requestBodies: map('requestBody'),
    headers: map('header'),
    securitySchemes: map('securityScheme'),
    links: map('link'),
    callbacks: map('callback'),
    pathItems: map('pathItem'),
    mediaTypes: map('mediaType'),
  }),
  schema: fields({
    properties: map('schema'),
    patternProperties: map('schema'),
    dependentSchemas: map('schema'),
    $defs: map('schema'),
    definitions: map('schema'),
    allOf: list('schema'),
    anyOf: list('schema'),
    oneOf: list('schema'),
    prefixItems: list('schema'),
    items: some('schema'),
    additionalItems: one('schema'),
    additionalProperties: one('schema'),
    not: one('schema'),
    if: one('schema'),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: one('schema'),
    else: one('schema'),
    contains: one('schema'),
    contentSchema: one('schema'),
    propertyNames: one('schema'),
    unevaluatedItems: one('schema'),
    unevaluatedProperties: one('schema'),
    example: one('value'),
  }),
}

/** Objects whose every member (but extensions) is of one kind. */
export const membersOf: Partial<Record<Kind, Kind>> = { paths: 'pathItem', callback: 'pathItem' }

/** For sentences: "… is not a schema". */
export const kindWords: Record<Kind, string> = {
  paths: 'a map of paths',
  pathItem: 'a path item',
  operation: 'an operation',
  parameter: 'a parameter',
  header: 'a header',
  requestBody: 'a request body',
  response: 'a response',
  mediaType: 'a media type',
  encoding: 'an encoding',
  schema: 'a schema',
  example: 'an example',
  link: 'a link',
  callback: 'a callback',
  securityScheme: 'a security scheme',
  components: 'a map of components',
  value: 'a value',
}
