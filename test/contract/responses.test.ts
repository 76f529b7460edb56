import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compileResponseCheck } from '../../proxy-core/contract/compile-response-check.ts'
import type { ApiDocument } from '../../proxy-core/openapi/document.ts'
import { openText } from '../mock/fixture.ts'

const MOST = 64 * 1024

interface Answered {
  method?: string
  status?: number
  type?: string | null
  headers?: string[]
  body?: string | Uint8Array
}

/** The check of the responses of one operation, its findings a line each. */
async function checkOf(responses: object): Promise<(answered: Answered) => string[]> {
  const document: ApiDocument = await openText(
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'One', version: '1' },
      paths: { '/a': { get: { responses } } },
      components: { schemas: { pet } },
    }),
  )
  const [operation] = document.operations
  if (operation === undefined) throw new Error('no operation')
  const check = compileResponseCheck(document, operation)
  return ({ method = 'GET', status = 200, type = 'application/json', headers: more = [], body = '' }) => {
    const headers = [...(type === null ? [] : ['Content-Type', type]), ...more]
    const { findings, body: checkBody } = check({ method, status, headers })
    const inBody = checkBody?.(Buffer.from(body as string), headers, MOST) ?? []
    return [...findings, ...inBody].map(({ location, severity, code, message }) => `${severity} ${location.join('.')} ${code}: ${message}`)
  }
}

const pet = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer', readOnly: true },
    name: { type: 'string' },
    password: { type: 'string', writeOnly: true },
    tags: { type: 'array', items: { type: 'string' }, xml: { wrapped: true } },
  },
  xml: { name: 'pet' },
}
const schema = { $ref: '#/components/schemas/pet' }
const described = (content: object, more: object = {}) => ({ description: 'ok', content, ...more })

describe('the status of an answer', () => {
  it('is documented as itself, as a range or by default', async () => {
    const check = await checkOf({ 200: described({}), '4XX': described({}) })
    expect(check({ status: 200 })).toEqual([])
    expect(check({ status: 418 })).toEqual([])
    const open = await checkOf({ 200: described({}), default: described({}) })
    expect(open({ status: 503 })).toEqual([])
  })

  it('that is not documented is an Error when it says success, else a Warning', async () => {
    const check = await checkOf({ 200: described({}), 404: described({}) })
    const message = (status: number) => `Unable to match the returned status code ${status} with those defined in the document: 200, 404`
    expect(check({ status: 201 })).toEqual([`Error response status: ${message(201)}`])
    expect(check({ status: 500 })).toEqual([`Warning response status: ${message(500)}`])
  })

  it('can be any where the document lists none', async () => {
    expect((await checkOf({}))({ status: 500 })).toEqual([])
  })
})

describe('the media type of an answer', () => {
  it('is one of those of its response', async () => {
    const check = await checkOf({ 200: described({ 'application/json': {}, 'text/*': {} }) })
    expect(check({ type: 'application/json; charset=utf-8', body: '1' })).toEqual([])
    expect(check({ type: 'text/html', body: 'x' })).toEqual([])
    const expected = 'does not match the ones specified in the document: application/json, text/*'
    expect(check({ type: 'application/xml', body: '<a/>' })).toEqual([
      `Error response.header.content-type media-type: The received media type "application/xml" ${expected}`,
    ])
    expect(check({ type: null, body: 'x' })).toEqual([
      `Error response.header.content-type media-type: The received media type "" ${expected}`,
    ])
  })

  it('can be any where the response describes no body', async () => {
    expect((await checkOf({ 200: { description: 'ok' } }))({ type: 'text/csv', body: 'a' })).toEqual([])
  })

  it('is not asked of 204, nor of a HEAD that has none', async () => {
    const check = await checkOf({ 200: described({ 'application/json': {} }), 204: described({ 'application/json': {} }) })
    expect(check({ status: 204, type: null })).toEqual([])
    expect(check({ method: 'HEAD', type: null })).toEqual([])
  })
})

describe('the fields of an answer', () => {
  const headers = {
    'X-Total': { required: true, schema: { type: 'integer', minimum: 0 } },
    'X-Tags': { schema: { type: 'array', items: { type: 'string', maxLength: 3 } } },
    'X-Page': { content: { 'application/json': { schema: { type: 'object', required: ['at'] } } } },
    'Set-Cookie': { schema: { type: 'string', pattern: '^sid=' } },
    'Content-Type': { schema: { const: 'ignored' } },
  }

  it('are there where they must be, and of their schemas', async () => {
    const check = await checkOf({ 200: described({}, { headers }) })
    expect(check({})).toEqual(["Error response.header required: Response header must have required property 'x-total'"])
    expect(check({ headers: ['x-total', '-1'] })).toEqual([
      'Error response.header.x-total minimum: Response header parameter x-total must be >= 0',
    ])
    expect(check({ headers: ['X-Total', '3', 'x-tags', 'a, abcd'] })).toEqual([
      'Error response.header.x-tags.1 maxLength: Response header parameter x-tags.1 must NOT have more than 3 characters',
    ])
    expect(check({ headers: ['X-Total', '3', 'x-page', '{}'] })).toEqual([
      "Error response.header.x-page required: Response header parameter x-page must have required property 'at'",
    ])
    expect(check({ headers: ['X-Total', '3', 'Set-Cookie', 'sid=1, x', 'Set-Cookie', 'sid=2'] })).toEqual([])
  })
})

describe('the body of an answer', () => {
  it('is held against its schema, whatever is wrong in it at once', async () => {
    const check = await checkOf({ 200: described({ 'application/json': { schema } }) })
    expect(check({ body: '{"id":1,"name":"Ada","tags":["a"]}' })).toEqual([])
    expect(check({ body: '{"id":"1","tags":["a",2]}' })).toEqual([
      "Error response.body required: Response body must have required property 'name'",
      'Error response.body.id type: Response body property id must be integer',
      'Error response.body.tags.1 type: Response body property tags.1 must be string',
    ])
    expect(check({ body: '{"id":' })).toEqual([expect.stringMatching(/^Error response\.body parse: Response body is not valid JSON/)])
    expect(check({ body: '' })).toEqual(['Error response.body parse: Response body is not valid JSON'])
  })

  it('has nothing that is writeOnly; what is readOnly stays required', async () => {
    const check = await checkOf({ 200: described({ 'application/json': { schema } }) })
    expect(check({ body: '{"id":1,"name":"Ada","password":"x"}' })).toEqual([
      'Error response.body.password writeOnly: Response body property password must not be in a response: it is writeOnly',
    ])
    expect(check({ body: '{"name":"Ada"}' })).toEqual(["Error response.body required: Response body must have required property 'id'"])
  })

  it('is read as XML, as a form and as text where it is such', async () => {
    const check = await checkOf({
      200: described({
        'application/xml': { schema },
        'application/x-www-form-urlencoded': { schema },
        'text/plain': { schema: { type: 'string', enum: ['up', 'down'] } },
      }),
    })
    expect(check({ type: 'application/xml', body: '<pet><id>1</id><name>Ada</name><tags><tags>a</tags></tags></pet>' })).toEqual([])
    expect(check({ type: 'application/xml', body: '<pet><id>one</id><name>Ada</name></pet>' })).toEqual([
      'Error response.body.id type: Response body property id must be integer',
    ])
    expect(check({ type: 'application/x-www-form-urlencoded', body: 'id=1&name=Ada' })).toEqual([])
    expect(check({ type: 'text/plain', body: 'away' })).toEqual([
      'Error response.body enum: Response body must be equal to one of the allowed values: up, down',
    ])
  })

  it('is checked behind gzip, and not beyond its bound', async () => {
    const check = await checkOf({ 200: described({ 'application/json': { schema: { type: 'string', maxLength: 2 } } }) })
    const coded = (text: string) => check({ headers: ['Content-Encoding', 'gzip'], body: gzipSync(text) })
    expect(coded('"abc"')).toEqual(['Error response.body maxLength: Response body must NOT have more than 2 characters'])
    expect(coded(`"${'a'.repeat(MOST)}"`)).toEqual([
      'Warning response.body too-long: Response body is too long when it is decompressed and was not checked',
    ])
    expect(check({ headers: ['Content-Encoding', 'zip'], body: 'x' })).toEqual([
      'Warning response.body content-encoding: Response body is coded as zip, which can not be read, and was not checked',
    ])
  })

  it('of a part (206) and of HEAD is not looked at', async () => {
    const check = await checkOf({ '2XX': described({ 'application/json': { schema } }) })
    expect(check({ status: 206, body: '{"id' })).toEqual([])
    expect(check({ method: 'HEAD' })).toEqual([])
  })
})
