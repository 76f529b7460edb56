import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { callbackUrl } from '../../../proxy-core/mock/callbacks/callback-url.ts'
import type { CapturedExchange } from '../../../proxy-core/mock/callbacks/captured-exchange.ts'
import { evaluate } from '../../../proxy-core/mock/callbacks/runtime-expression.ts'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const exchange: CapturedExchange = {
  url: 'http://127.0.0.1:4010/api/orders/7?hook=http%3A%2F%2Flocalhost%2Fq',
  method: 'POST',
  status: 201,
  query: 'hook=http%3A%2F%2Flocalhost%2Fq&a=1&a=2',
  pathParameters: { orderId: '7' },
  request: {
    headers: ['Content-Type', 'application/json', 'X-Hook', 'http://localhost:9/h', 'Authorization', 'Bearer [masked length=36 hash=ab]'],
    data: json({ url: 'http://localhost:9/cb', 'a/b': { '~': [10, null] }, id: 'x y?&#', constructor: 'own' }),
    truncated: false,
  },
  response: {
    headers: ['content-type', 'application/json'],
    data: json({ id: 'ord_1', total: 12.5, items: [{ sku: 'S' }] }),
    truncated: false,
  },
}
const value = (expression: string, of = exchange) => {
  const evaluated = evaluate(expression, of)
  return 'value' in evaluated ? evaluated.value : `missing: ${evaluated.missing}`
}

describe('a runtime expression', () => {
  it.each([
    ['$url', exchange.url],
    ['$method', 'POST'],
    ['$statusCode', 201],
    ['$request.header.x-hook', 'http://localhost:9/h'],
    ['$request.query.hook', 'http://localhost/q'],
    ['$request.query.a', '1'],
    ['$request.path.orderId', '7'],
    ['$request.body#/url', 'http://localhost:9/cb'],
    ['$request.body#/a~1b/~0/0', 10],
    ['$request.body#/constructor', 'own'],
    ['$response.body#/items/0/sku', 'S'],
    ['$response.body#/total', 12.5],
    ['$response.header.content-type', 'application/json'],
    ['$response.body', exchange.response.data.toString()],
  ])('%s is read from the exchange', (expression, wanted) => expect(value(expression)).toEqual(wanted))

  it.each([
    ['$request.query.none', 'the request has no query parameter none'],
    ['$request.header.none', 'the request has no header none'],
    ['$request.path.none', 'the path has no parameter none'],
    ['$request.body#/nope/deep', 'the body of the request has no /nope/deep'],
    ['$request.body#/a~1b/~0/1', 'the body of the request has no /a~1b/~0/1'],
    ['$response.body#/toString', 'the body of the response has no /toString'],
    ['$request.body#url', '$request.body#url is no runtime expression; what follows the body is # and a JSON pointer'],
    ['$response.query.a', '$response.query.a names a query of a response, which has none'],
    ['$inputs.x', '$inputs.x is no runtime expression'],
    ['request.body#/url', 'request.body#/url is no runtime expression'],
  ])('%s stands for nothing, and why is said', (expression, reason) => expect(value(expression)).toBe(`missing: ${reason}`))

  it('reads forms and compressed bodies, and says what can not be read', () => {
    const form = ['content-type', 'application/x-www-form-urlencoded; charset=utf-8']
    const request = (headers: string[], data: Uint8Array, truncated = false) => ({ ...exchange, request: { headers, data, truncated } })
    expect(value('$request.body#/callbackUrl', request(form, Buffer.from('callbackUrl=http%3A%2F%2Flocalhost')))).toBe('http://localhost')
    const zipped = ['content-type', 'application/json', 'content-encoding', 'gzip']
    expect(value('$request.body#/a', request(zipped, gzipSync(json({ a: 1 }))))).toBe(1)
    expect(value('$request.body#/a', request(zipped, json({ a: 1 })))).toContain('can not be read as gzip')
    expect(value('$request.body#/a', request([], json({ a: 1 }), true))).toContain('is longer than what was kept of it')
    expect(value('$request.body#/a', request([], new Uint8Array(0)))).toContain('is empty')
    expect(value('$statusCode', { ...exchange, status: null })).toBe('missing: there was no answer')
  })
})

describe("a callback's URL", () => {
  const url = (template: string) => callbackUrl(template, exchange)

  it.each([
    ['{$request.body#/url}', 'http://localhost:9/cb'],
    ['$request.header.x-hook', 'http://localhost:9/h'],
    ['{$request.body#/url}/{$response.body#/id}?total={$response.body#/total}', 'http://localhost:9/cb/ord_1?total=12.5'],
    ['http://localhost:9/static', 'http://localhost:9/static'],
  ])('%s is put together', (template, wanted) => expect(url(template)).toEqual({ kind: 'url', url: wanted }))

  it('lets a value be no more than a part of the path or the query', () => {
    expect(url('http://localhost/{$request.body#/id}/end?q={$request.body#/id}')).toEqual({
      kind: 'url',
      url: 'http://localhost/x%20y%3F&%23/end?q=x%20y%3F%26%23',
    })
  })

  it.each([
    ['{$request.header.authorization}', '$request.header.authorization was masked when it was captured'],
    ['{$request.body#/a~1b}', '$request.body#/a~1b is no text'],
    ['{url}', 'url is no runtime expression'],
  ])('%s gives none, and why is said', (template, reason) => expect(url(template)).toEqual({ kind: 'missing', reason }))
})
