import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkOf, type Sent, told } from './one-operation.ts'

const integers = { type: 'array', items: { type: 'integer' } }
const rgb = {
  type: 'object',
  required: ['R', 'G'],
  properties: { R: { type: 'integer' }, G: { type: 'integer' } },
  additionalProperties: false,
}

function findingsOf(parameter: object, sent: Sent, template?: string): string[] {
  const check = checkOf({ parameters: [{ name: 'color', ...parameter }] }, template === undefined ? {} : { template })
  return told(check(sent))
}

describe('a query parameter', () => {
  const table: [style: string, explode: boolean, schema: object, right: string, wrong: string, says: string][] = [
    ['form', true, { type: 'integer' }, 'color=5', 'color=blue', 'query.color type: Request query parameter color must be integer'],
    ['form', true, { type: 'integer' }, 'color=-5', 'color=5&color=6', 'query.color type: Request query parameter color must be integer'],
    ['form', true, { type: 'number' }, 'color=1.5e3', 'color=', 'query.color type: Request query parameter color must be number'],
    ['form', true, { type: 'boolean' }, 'color=true', 'color=yes', 'query.color type: Request query parameter color must be boolean'],
    [
      'form',
      true,
      { type: 'string', maxLength: 3 },
      'color=%C3%A9%20b',
      'color=blue',
      'query.color maxLength: Request query parameter color must NOT have more than 3 characters',
    ],
    [
      'form',
      true,
      { enum: ['a', 'b'] },
      'color=a',
      'color=c',
      'query.color enum: Request query parameter color must be equal to one of the allowed values: a, b',
    ],
    [
      'form',
      true,
      { enum: [1, 2] },
      'color=1',
      'color=3',
      'query.color enum: Request query parameter color must be equal to one of the allowed values: 1, 2',
    ],
    [
      'form',
      true,
      { type: ['integer', 'null'] },
      'color=',
      'color=x',
      'query.color type: Request query parameter color must be integer,null',
    ],
    [
      'form',
      true,
      { type: 'string', pattern: '^(a+)+$' },
      'color=aaaa',
      `color=${'a'.repeat(60)}b`,
      'query.color pattern: Request query parameter color must match pattern "^(a+)+$"',
    ],
    ['form', true, integers, 'color=1&color=2', 'color=1&color=b', 'query.color.1 type: Request query parameter color.1 must be integer'],
    ['form', true, integers, 'color=1', 'color=1,2', 'query.color.0 type: Request query parameter color.0 must be integer'],
    ['form', false, integers, 'color=1,2', 'color=1,b', 'query.color.1 type: Request query parameter color.1 must be integer'],
    ['form', false, integers, 'color=1%2C2', 'color=1%2Cb', 'query.color.1 type: Request query parameter color.1 must be integer'],
    [
      'form',
      false,
      { ...integers, minItems: 2 },
      'color=1,2',
      'color=1',
      'query.color minItems: Request query parameter color must NOT have fewer than 2 items',
    ],
    ['form', true, rgb, 'R=1&G=2', 'R=1', "query.color required: Request query parameter color must have required property 'G'"],
    ['form', false, rgb, 'color=R,1,G,2', 'color=R,1,G,x', 'query.color.G type: Request query parameter color.G must be integer'],
    ['spaceDelimited', false, integers, 'color=1%202', 'color=1+b', 'query.color.1 type: Request query parameter color.1 must be integer'],
    ['pipeDelimited', false, integers, 'color=1|2', 'color=1%7Cb', 'query.color.1 type: Request query parameter color.1 must be integer'],
    [
      'pipeDelimited',
      true,
      integers,
      'color=1&color=2',
      'color=1|2',
      'query.color.0 type: Request query parameter color.0 must be integer',
    ],
    [
      'deepObject',
      true,
      rgb,
      'color[R]=1&color%5BG%5D=2',
      'color[R]=1&color[G]=x',
      'query.color.G type: Request query parameter color.G must be integer',
    ],
    [
      'deepObject',
      true,
      { type: 'object', properties: { in: { type: 'object', properties: { list: integers } } } },
      'color[in][list][]=1&color[in][list][]=2',
      'color[in][list][0]=x',
      'query.color.in.list.0 type: Request query parameter color.in.list.0 must be integer',
    ],
  ]
  it.each(table)('%s, explode %s, %o: %s is right and %s is wrong', (style, explode, schema, right, wrong, says) => {
    const parameter = { in: 'query', style, explode, schema }
    expect(findingsOf(parameter, { query: right })).toEqual([])
    expect(findingsOf(parameter, { query: wrong })).toEqual([says])
  })

  it('that is required must be there, and not empty unless that is allowed', () => {
    const required = { in: 'query', required: true, schema: { type: 'string' } }
    const missing = "query required: Request query must have required property 'color'"
    expect(findingsOf(required, {})).toEqual([missing])
    expect(findingsOf(required, { query: 'colour=blue' })).toEqual([missing])
    expect(findingsOf(required, { query: 'color=' })).toEqual([missing])
    expect(findingsOf({ ...required, allowEmptyValue: true, schema: { type: 'integer' } }, { query: 'color' })).toEqual([])
  })

  it('that takes numbers and words is read as either', () => {
    const parameter = {
      in: 'query',
      schema: {
        oneOf: [
          { type: 'integer', maximum: 10 },
          { type: 'string', enum: ['all'] },
        ],
      },
    }
    expect(findingsOf(parameter, { query: 'color=7' })).toEqual([])
    expect(findingsOf(parameter, { query: 'color=all' })).toEqual([])
    expect(findingsOf(parameter, { query: 'color=70' }).length).toBeGreaterThan(0)
  })

  it('in JSON is parsed first', () => {
    const parameter = { in: 'query', content: { 'application/json': { schema: rgb } } }
    expect(findingsOf(parameter, { query: `color=${encodeURIComponent('{"R":1,"G":2}')}` })).toEqual([])
    expect(findingsOf(parameter, { query: `color=${encodeURIComponent('{"R":"1","G":2}')}` })).toEqual([
      'query.color.R type: Request query parameter color.R must be integer',
    ])
    expect(findingsOf(parameter, { query: 'color=red' })).toEqual(['query.color parse: Request query parameter color is not valid JSON'])
  })

  it('of OpenAPI 3.2 may be the query as a whole', () => {
    const parameters = [{ name: 'q', in: 'querystring', content: { 'application/x-www-form-urlencoded': { schema: rgb } } }]
    const check = checkOf({ parameters })
    expect(told(check({ query: 'R=1&G=2' }))).toEqual([])
    expect(told(check({ query: 'R=1&G=x' }))).toEqual(['query.G type: Request query parameter G must be integer'])
  })

  it('that is deprecated gives a warning, which makes nothing invalid', () => {
    const check = checkOf({ parameters: [{ name: 'color', in: 'query', deprecated: true, schema: { type: 'string' } }] })
    expect(check({ query: 'color=a' }).findings).toEqual([
      { location: ['query', 'color'], severity: 'Warning', code: 'deprecated', message: 'Query param color is deprecated' },
    ])
    expect(check({}).findings).toEqual([])
  })

  it('takes names of prototypes for names', () => {
    const check = checkOf({
      parameters: [{ name: 'f', in: 'query', style: 'deepObject', schema: { type: 'object', additionalProperties: { type: 'integer' } } }],
    })
    expect(told(check({ query: 'f[__proto__]=x' }))).toEqual([
      'query.f.__proto__ type: Request query parameter f.__proto__ must be integer',
    ])
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  it('comes back whatever a list holds', () => {
    const schema = { type: 'array', items: { type: 'string' } }
    for (const [style, explode] of [
      ['form', true],
      ['form', false],
      ['pipeDelimited', false],
    ] as const) {
      const check = checkOf({
        parameters: [{ name: 'color', in: 'query', style, explode, schema: { ...schema, const: ['placeholder'] } }],
      })
      expect(told(check({ query: 'color=x' }))).toHaveLength(1)
    }
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 2, maxLength: 4 }), (list) => {
        const check = checkOf({
          parameters: [{ name: 'color', in: 'query', style: 'form', explode: false, schema: { ...schema, const: list } }],
        })
        expect(told(check({ query: `color=${list.map(encodeURIComponent).join(',')}` }))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

describe('a path parameter', () => {
  const table: [style: string, explode: boolean, schema: object, right: string, wrong: string, says: string][] = [
    ['simple', false, { type: 'integer' }, '5', 'blue', 'path.color type: Request path parameter color must be integer'],
    ['simple', false, integers, '3,4', '3,b', 'path.color.1 type: Request path parameter color.1 must be integer'],
    ['simple', false, rgb, 'R,1,G,2', 'R,1', "path.color required: Request path parameter color must have required property 'G'"],
    ['simple', true, rgb, 'R=1,G=2', 'R=1,G=x', 'path.color.G type: Request path parameter color.G must be integer'],
    [
      'label',
      false,
      { type: 'integer' },
      '.5',
      '5',
      'path.color style: Request path parameter color must be written in the style label: .value',
    ],
    ['label', false, { type: 'number' }, '.5.25', '.x', 'path.color type: Request path parameter color must be number'],
    ['label', false, integers, '.3,4', '.3,b', 'path.color.1 type: Request path parameter color.1 must be integer'],
    ['label', true, integers, '.3.4', '.3.b', 'path.color.1 type: Request path parameter color.1 must be integer'],
    ['label', true, rgb, '.R=1.G=2', '.R=1.G=x', 'path.color.G type: Request path parameter color.G must be integer'],
    [
      'matrix',
      false,
      { type: 'integer' },
      ';color=5',
      ';colour=5',
      'path.color style: Request path parameter color must be written in the style matrix: ;color=value',
    ],
    ['matrix', false, integers, ';color=3,4', ';color=3,b', 'path.color.1 type: Request path parameter color.1 must be integer'],
    ['matrix', true, integers, ';color=3;color=4', ';color=3;color=b', 'path.color.1 type: Request path parameter color.1 must be integer'],
    ['matrix', false, rgb, ';color=R,1,G,2', ';color=R,1,G,x', 'path.color.G type: Request path parameter color.G must be integer'],
    ['matrix', true, rgb, ';R=1;G=2', ';R=1;G=x', 'path.color.G type: Request path parameter color.G must be integer'],
  ]
  it.each(table)('%s, explode %s, %o: %s is right and %s is wrong', (style, explode, schema, right, wrong, says) => {
    const parameter = { in: 'path', required: true, style, explode, schema }
    expect(findingsOf(parameter, { path: `/a/${right}/b` }, '/a/{color}/b')).toEqual([])
    expect(findingsOf(parameter, { path: `/a/${wrong}/b` }, '/a/{color}/b')).toEqual([says])
  })

  it('keeps a comma that is encoded in a value of a list', () => {
    const schema = { type: 'array', items: { type: 'string' }, const: ['a,b', 'c'] }
    expect(findingsOf({ in: 'path', required: true, schema }, { path: '/a/a%2Cb,c' }, '/a/{color}')).toEqual([])
  })
})

describe('a header or a cookie', () => {
  const table: [place: string, schema: object, explode: boolean, right: string[], wrong: string[], says: string][] = [
    [
      'header',
      { type: 'integer' },
      false,
      ['COLOR', '5'],
      ['color', 'blue'],
      'header.color type: Request header parameter color must be integer',
    ],
    [
      'header',
      integers,
      false,
      ['color', '1, 2'],
      ['color', '1', 'color', 'b'],
      'header.color.1 type: Request header parameter color.1 must be integer',
    ],
    [
      'header',
      rgb,
      false,
      ['color', 'R,1,G,2'],
      ['color', 'R,1,G,x'],
      'header.color.G type: Request header parameter color.G must be integer',
    ],
    [
      'header',
      rgb,
      true,
      ['color', 'R=1,G=2'],
      ['color', 'R=1,G=x'],
      'header.color.G type: Request header parameter color.G must be integer',
    ],
    [
      'cookie',
      { type: 'integer' },
      true,
      ['Cookie', 'a=b; color=5'],
      ['cookie', 'color=blue'],
      'cookie.color type: Request cookie parameter color must be integer',
    ],
    [
      'cookie',
      integers,
      false,
      ['cookie', 'color=1,2'],
      ['cookie', 'color=1,b'],
      'cookie.color.1 type: Request cookie parameter color.1 must be integer',
    ],
    [
      'cookie',
      { type: 'string', const: 'a b' },
      true,
      ['cookie', 'color="a%20b"'],
      ['cookie', 'color=c'],
      'cookie.color const: Request cookie parameter color must be equal to constant',
    ],
  ]
  it.each(table)('%s, %o, explode %s: %s is right and %s is wrong', (place, schema, explode, right, wrong, says) => {
    const parameter = { in: place, explode, schema, required: true }
    expect(findingsOf(parameter, { headers: right })).toEqual([])
    expect(findingsOf(parameter, { headers: wrong })).toEqual([says])
    expect(findingsOf(parameter, {})).toEqual([`${place} required: Request ${place} must have required property 'color'`])
  })

  it('that other parts of a document describe is ignored', () => {
    const parameters = ['Accept', 'Content-Type', 'Authorization'].map((name) => ({
      name,
      in: 'header',
      required: true,
      schema: { const: 'x' },
    }))
    expect(checkOf({ parameters })({}).findings).toEqual([])
  })
})

it('all findings come at once', () => {
  const parameters = [
    { name: 'limit', in: 'query', schema: { type: 'integer' } },
    { name: 'sort', in: 'query', required: true, schema: { type: 'string' } },
    { name: 'X-Trace', in: 'header', required: true, schema: { type: 'string' } },
  ]
  const requestBody = {
    content: { 'application/json': { schema: { type: 'object', required: ['name'], properties: { tags: integers } } } },
  }
  const check = checkOf({ parameters, requestBody })
  const sent = { query: 'limit=x', headers: ['content-type', 'application/json'], body: '{"tags":["a",1,"b"]}' }
  expect(told(check(sent))).toEqual([
    "body required: Request body must have required property 'name'",
    'body.tags.0 type: Request body property tags.0 must be integer',
    'body.tags.2 type: Request body property tags.2 must be integer',
    'query.limit type: Request query parameter limit must be integer',
    "query required: Request query must have required property 'sort'",
    "header required: Request header must have required property 'x-trace'",
  ])
})
