import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compileRequestCheck } from '../../proxy-core/contract/compile-request-check.ts'
import { openText } from '../mock/fixture.ts'
import { checkOf, told } from './one-operation.ts'

const pet = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer', readOnly: true },
    name: { type: 'string' },
    secret: { type: 'string', writeOnly: true },
    age: { type: 'integer', minimum: 0 },
    tags: { type: 'array', items: { type: 'string' } },
    owner: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  },
}

function checkBody(content: object, contentType: string | null, body: string | Uint8Array, more: string[] = []): string[] {
  const headers = [...(contentType === null ? [] : ['Content-Type', contentType]), ...more]
  return told(checkOf({ requestBody: { content } })({ headers, body }))
}

describe('a media type', () => {
  const json = {
    'application/json': {},
    'image/*': {},
    'application/vnd.a+json; v=1': { schema: { const: 1 } },
    'application/vnd.a+json; v=2': { schema: { const: 2 } },
  }
  const supported = 'Supported content types: application/json, image/*, application/vnd.a+json; v=1, application/vnd.a+json; v=2'
  const table: [contentType: string | null, body: string, findings: string[]][] = [
    ['application/json', '1', []],
    ['Application/JSON; charset=UTF-8', '1', []],
    ['image/png', 'x', []],
    ['application/vnd.a+json; v=2', '2', []],
    ['application/vnd.a+json;v=2', '1', ['body const: Request body must be equal to constant']],
    [null, '1', []],
    ['text/plain', 'x', [`header.content-type 415: ${supported}`]],
    ['application/vnd.b+json', '1', [`header.content-type 415: ${supported}`]],
    ['nonsense', '1', [`header.content-type 415: ${supported}`]],
    ['text/plain', '', []],
  ]
  it.each(table)('%s with the body %j', (contentType, body, findings) => {
    expect(checkBody(json, contentType, body)).toEqual(findings)
  })

  it('of a body that the operation does not take is none of its own', () => {
    const { mediaType, findings } = checkOf({})({ headers: ['content-type', 'application/json'], body: '{}' })
    expect(mediaType).toEqual({ supported: [] })
    expect(findings[0]?.message).toBe('No supported content types, but request included a non-empty body')
    expect(checkOf({})({}).findings).toEqual([])
  })
})

describe('a body', () => {
  it('that is required must be there', () => {
    const check = checkOf({ requestBody: { required: true, content: { 'application/json': {} } } })
    expect(told(check({}))).toEqual(['body required: Body parameter is required'])
    expect(told(check({ body: '' }))).toHaveLength(1)
    expect(told(checkOf({ requestBody: { content: { 'application/json': {} } } })({}))).toEqual([])
  })

  it('over the limit is not checked, and that is said', async () => {
    const document = await openText(
      JSON.stringify({
        openapi: '3.1.0',
        info: { title: 'x', version: '1' },
        paths: { '/a': { post: { requestBody: { content: { 'application/json': {} } }, responses: { 200: { description: '' } } } } },
      }),
    )
    const [operation] = document.operations
    if (operation === undefined) throw new Error('no operation')
    const check = compileRequestCheck(document, operation)
    const { findings } = check({
      path: '/a',
      pathParameters: {},
      query: '',
      headers: ['content-type', 'application/json'],
      body: 'too-long',
    })
    expect(findings).toEqual([
      { location: ['body'], severity: 'Warning', code: 'too-long', message: 'Request body is longer than 10 MiB and was not checked' },
    ])
  })

  const json: [body: string, findings: string[]][] = [
    ['{"name":"Rex","secret":"s","age":3}', []],
    ['{"name":"Rex","id":1}', ['body.id readOnly: Request body property id must not be in a request: it is readOnly']],
    [
      '{"age":-1.5}',
      [
        "body required: Request body must have required property 'name'",
        'body.age type: Request body property age must be integer',
        'body.age minimum: Request body property age must be >= 0',
      ],
    ],
    ['{"name":"Rex","owner":{}}', ["body.owner required: Request body property owner must have required property 'name'"]],
    ['{"name":"Rex","age":"3"}', ['body.age type: Request body property age must be integer']],
    ['[]', ['body type: Request body must be object']],
    ['{"name":', ['body parse: Request body is not valid JSON']],
  ]
  it.each(json)('of JSON: %s', (body, findings) => {
    expect(checkBody({ 'application/json': { schema: pet } }, 'application/json', body)).toEqual(findings)
    expect(checkBody({ 'application/vnd.pet+json': { schema: pet } }, 'application/vnd.pet+json', body)).toEqual(findings)
  })

  it('that is not JSON tells nothing of what is in it', () => {
    const [finding] = checkBody({ 'application/json': {} }, 'application/json', '{"password": hunter2}')
    expect(finding).not.toContain('hunter2')
  })

  it('may be compressed or in another charset', () => {
    const content = { 'application/json': { schema: { const: 'é' } } }
    expect(checkBody(content, 'application/json', gzipSync('"é"'), ['Content-Encoding', 'gzip'])).toEqual([])
    expect(checkBody(content, 'application/json', gzipSync('"e"'), ['Content-Encoding', 'gzip'])).toHaveLength(1)
    expect(checkBody(content, 'application/json', 'x', ['Content-Encoding', 'gzip'])).toEqual([
      'body content-encoding: Request body is not valid gzip',
    ])
    expect(checkBody(content, 'application/json; charset=iso-8859-1', Buffer.from('"é"', 'latin1'))).toEqual([])
    const bomb = gzipSync(Buffer.alloc(12 * 1024 * 1024))
    expect(checkBody(content, 'application/json', bomb, ['Content-Encoding', 'gzip'])).toEqual([
      'body too-long: Request body is longer than 10 MiB and was not checked',
    ])
  })

  const form: [body: string, findings: string[]][] = [
    ['name=Rex&age=3&tags=a&tags=b', []],
    ['name=Rex+the+%26+dog&tags=a', []],
    [`name=Rex&owner=${encodeURIComponent('{"name":"Ada"}')}`, []],
    ['name=Rex&owner[name]=Ada', []],
    ['name=Rex&owner=Ada', ['body.owner parse: Request body property owner is not valid JSON']],
    [
      'age=x',
      ["body required: Request body must have required property 'name'", 'body.age type: Request body property age must be integer'],
    ],
    ['name=Rex&name=Tom', ['body.name type: Request body property name must be string']],
  ]
  it.each(form)('of a form: %s', (body, findings) => {
    const type = 'application/x-www-form-urlencoded'
    expect(checkBody({ [type]: { schema: pet } }, type, body)).toEqual(findings)
  })

  it('of a form follows its encoding', () => {
    const type = 'application/x-www-form-urlencoded'
    const schema = {
      type: 'object',
      additionalProperties: false,
      properties: {
        ids: { type: 'array', items: { type: 'integer' } },
        range: { type: 'object', properties: { from: { type: 'integer' } } },
        spread: { type: 'object', properties: { x: { type: 'integer' } } },
        url: { type: 'string' },
      },
    }
    const encoding = {
      ids: { style: 'pipeDelimited', explode: false },
      range: { style: 'deepObject' },
      spread: { style: 'form' },
      url: { allowReserved: false },
    }
    const content = { [type]: { schema, encoding } }
    expect(checkBody(content, type, 'ids=1|2&range[from]=3&x=4&url=a%2Fb')).toEqual([])
    expect(checkBody(content, type, 'ids=1|b&range[from]=y&x=z')).toEqual([
      'body.ids.1 type: Request body property ids.1 must be integer',
      'body.range.from type: Request body property range.from must be integer',
      'body.spread.x type: Request body property spread.x must be integer',
    ])
    expect(checkBody(content, type, 'url=a/b')).toEqual([
      'body.url reserved: Request body property url has reserved characters that are not percent-encoded',
    ])
    expect(checkBody(content, type, 'other=1')).toEqual([
      "body additionalProperties: Request body must NOT have additional properties; found 'other'",
    ])
  })

  it('of plain text is a string, or a number where the schema wants one', () => {
    expect(checkBody({ 'text/plain': { schema: { type: 'string', maxLength: 2 } } }, 'text/plain', 'abc')).toEqual([
      'body maxLength: Request body must NOT have more than 2 characters',
    ])
    expect(checkBody({ 'text/plain': { schema: { type: 'integer' } } }, 'text/plain', '12')).toEqual([])
  })

  it('over 1 MiB is told its first error, a form of more than 10,000 fields a warning', () => {
    const list = { type: 'array', items: { type: 'string' } }
    const numbers = `[${'1,'.repeat(1_000_000)}1]`
    expect(checkBody({ 'application/json': { schema: list } }, 'application/json', numbers)).toEqual([
      'body.0 type: Request body property 0 must be string',
    ])
    const form = 'application/x-www-form-urlencoded'
    expect(checkBody({ [form]: { schema: pet } }, form, 'name=a&'.repeat(10_001))).toEqual([
      'body too-long: Request body has more than 10000 fields and was not checked',
    ])
  })

  it('of bytes counts in bytes', () => {
    const content = { 'application/octet-stream': { schema: { type: 'string', maxLength: 3 } } }
    expect(checkBody(content, 'application/octet-stream', new Uint8Array([0, 255, 200]))).toEqual([])
    expect(checkBody(content, 'application/octet-stream', new Uint8Array([0, 255, 200, 1]))).toHaveLength(1)
    expect(checkBody({ 'application/octet-stream': {} }, 'application/octet-stream', new Uint8Array(9))).toEqual([])
  })

  it('of JSON lines is checked line by line', () => {
    const content = { 'application/jsonl': { itemSchema: { type: 'integer' } } }
    expect(checkBody(content, 'application/jsonl', '1\n2\n')).toEqual([])
    expect(checkBody(content, 'application/jsonl', '1\n"b"\n{')).toEqual([
      'body.1 type: Request body property 1 must be integer',
      'body.2 parse: Request body property 2 is not valid JSON at character 2',
    ])
  })
})

describe('a multipart body', () => {
  const upload = {
    type: 'object',
    required: ['photo', 'about'],
    properties: {
      photo: { type: 'string', maxLength: 4 },
      about: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } },
      count: { type: 'integer' },
      pages: { type: 'array', items: { type: 'integer' } },
    },
  }
  const content = { 'multipart/form-data': { schema: upload, encoding: { photo: { contentType: 'image/png, image/jpeg' } } } }

  async function sent(form: FormData): Promise<string[]> {
    const request = new Request('http://localhost', { method: 'POST', body: form })
    return checkBody(content, request.headers.get('content-type'), new Uint8Array(await request.arrayBuffer()))
  }

  function filled(): FormData {
    const form = new FormData()
    form.set('photo', new File([new Uint8Array([137, 80, 13, 10])], 'a.png', { type: 'image/png' }))
    form.set('about', '{"title":"A"}')
    return form
  }

  it('has files, JSON, numbers and lists', async () => {
    const form = filled()
    form.set('count', '3')
    form.append('pages', '1')
    form.append('pages', '2')
    expect(await sent(form)).toEqual([])
    const about = filled()
    about.set('about', new Blob(['{"title":"A"}'], { type: 'application/json' }))
    expect(await sent(about)).toEqual([])
  })

  it('tells what is wrong with each part', async () => {
    const form = filled()
    form.set('about', '{}')
    form.set('count', 'x')
    form.append('pages', 'y')
    expect(await sent(form)).toEqual([
      "body.about required: Request body property about must have required property 'title'",
      'body.count type: Request body property count must be integer',
      'body.pages.0 type: Request body property pages.0 must be integer',
    ])
    form.delete('photo')
    expect((await sent(form))[0]).toBe("body required: Request body must have required property 'photo'")
  })

  it('holds a file against its encoding and its size', async () => {
    const form = filled()
    form.set('photo', new File(['GIF8'], 'a.gif', { type: 'image/gif' }))
    expect(await sent(form)).toEqual(['body.photo contentType: Request body property photo must be image/png or image/jpeg, not image/gif'])
    form.set('photo', new File(['12345'], 'a.png', { type: 'image/png' }))
    expect(await sent(form)).toEqual(['body.photo maxLength: Request body property photo must NOT have more than 4 characters'])
  })

  it('needs its boundary, and to be closed by it', () => {
    const { mediaType, findings } = checkOf({ requestBody: { content } })({ headers: ['content-type', 'multipart/form-data'], body: 'x' })
    expect(mediaType).toEqual({ supported: ['multipart/form-data'] })
    expect(findings[0]?.message).toMatch(/^Boundary parameter for multipart\/form-data is not defined/)
    expect(checkBody(content, 'multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name=photo\r\n\r\nx')).toEqual([
      'body parse: Request body is not valid multipart/form-data: the parts and the boundary do not fit',
    ])
  })
})
