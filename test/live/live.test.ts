import { describe, expect, it } from 'vitest'
import { failureOf } from '../../proxy-core/live/failure.ts'
import { literalAddress, ownAddressCheck } from '../../proxy-core/live/own-address.ts'
import { forwardedHeaders } from '../../proxy-core/live/request-headers.ts'
import { rewrittenCookie, rewrittenLocation } from '../../proxy-core/live/rewrite.ts'
import { targetPath, upstreamAddress } from '../../proxy-core/live/upstream-address.ts'

describe('an own address', () => {
  const at = (address: string) => ownAddressCheck(() => [{ address, port: 4010 }])
  it.each(['127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:127.0.0.1', '0.0.0.0', '::', '::FFFF:0.0.0.0'])(
    '%s reaches a loopback listener',
    (address) => {
      expect(at('127.0.0.1')(address, 4010)).toBe(true)
      expect(at('127.0.0.1')(address, 4011)).toBe(false)
    },
  )
  it.each(['192.0.2.1', '::1', '127.0.0.2', '2001:db8::1'])('%s does not', (address) => expect(at('127.0.0.1')(address, 4010)).toBe(false))
  it.each(['127.0.0.1', '127.9.9.9', '::1', '0.0.0.0'])('%s reaches a listener on every address', (address) => {
    expect(at('0.0.0.0')(address, 4010)).toBe(true)
  })
  it('is found in an origin with an IP literal only', () => {
    expect(literalAddress('http://[::1]:8080')).toEqual({ address: '::1', port: 8080 })
    expect(literalAddress('https://10.0.0.1')).toEqual({ address: '10.0.0.1', port: 443 })
    expect(literalAddress('http://localhost:1')).toBeNull()
  })
})

describe('the upstream address', () => {
  it.each([
    ['http://h:1', '', '', '/'],
    ['http://h:1', '/a', 'x=1', '/a?x=1'],
    ['http://h:1/v1', '', '', '/v1'],
    ['http://h:1/v1', '/', '', '/v1/'],
    ['http://h:1/v1/', '/a%2Fb', '', '/v1/a%2Fb'],
  ])('%s with %s gives %s%s', (url, rest, query, expected) => expect(targetPath(upstreamAddress(url), rest, query)).toBe(expected))
})

it('never takes framing or Host away for what Connection lists', () => {
  const raw = ['Host', 'x', 'Connection', 'host, content-length, X-A', 'Content-Length', '3', 'x-a', '1', 'X-B', '2']
  expect(forwardedHeaders(raw, { host: 'up:1', client: null, originalHost: 'x' })).toEqual([
    ...['Host', 'up:1', 'Content-Length', '3', 'X-B', '2'],
    ...['X-Forwarded-Proto', 'http', 'X-Forwarded-Host', 'x'],
  ])
})

describe('rewriting', () => {
  const view = { upstream: upstreamAddress('https://shop.example.com/v1'), gatewayOrigin: 'http://localhost:4010', prefix: '/api' }
  it.each([
    ['https://shop.example.com/v1', 'http://localhost:4010/api'],
    ['https://shop.example.com/v1?x#y', 'http://localhost:4010/api?x#y'],
    ['//shop.example.com/v1/a', 'http://localhost:4010/api/a'],
    ['https://shop.example.com/elsewhere', 'https://shop.example.com/elsewhere'],
    ['http://shop.example.com/v1/a', 'http://shop.example.com/v1/a'],
    ['/v1/a', '/api/a'],
    ['../a', '../a'],
    ['https://[broken', 'https://[broken'],
  ])('Location %s → %s', (from, to) => expect(rewrittenLocation(from, view)).toBe(to))
  it.each([
    ['a=1; Domain=.example.com; Secure', 'a=1; Secure'],
    ['a=1; domain=SHOP.example.com', 'a=1'],
    ['a=1; Domain=other.com', 'a=1; Domain=other.com'],
    ['a=b=c;Path=/v1/; HttpOnly', 'a=b=c;Path=/api/; HttpOnly'],
    ['a=1; Path=/', 'a=1; Path=/'],
    ['a="x; Domain"', 'a="x; Domain"'],
  ])('Set-Cookie %s → %s', (from, to) => expect(rewrittenCookie(from, view)).toBe(to))
  it('puts a mount before the paths of an upstream at the root', () => {
    const root = { ...view, upstream: upstreamAddress('http://h:1') }
    expect(rewrittenLocation('/a', root)).toBe('/api/a')
    expect(rewrittenCookie('a=1; Path=/', root)).toBe('a=1; Path=/api/')
    expect(rewrittenLocation('/a', { ...root, prefix: '' })).toBe('/a')
  })
})

describe('a failure', () => {
  const error = (code: string, message = '') => Object.assign(new Error(message), { code })
  it.each([
    ['ECONNREFUSED', 'upstream-refused'],
    ['ENOTFOUND', 'upstream-dns'],
    ['EAI_AGAIN', 'upstream-dns'],
    ['EHOSTUNREACH', 'upstream-unreachable'],
    ['CERT_HAS_EXPIRED', 'upstream-tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'upstream-tls'],
    ['ECONNRESET', 'upstream-closed'],
    ['UND_ERR_CONNECT_TIMEOUT', 'upstream-connect-timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'upstream-timeout'],
    ['ERR_ASSERTION', 'upstream-invalid-response'],
    ['SOMETHING_ELSE', 'internal-error'],
  ])('%s means %s', (code, meaning) => expect(failureOf(error(code), false).code).toBe(meaning))
  it('of several attempts is that of the first', () => {
    expect(failureOf(new AggregateError([error('ECONNREFUSED', 'connect ECONNREFUSED ::1:1'), error('ETIMEDOUT')]), false)).toEqual({
      code: 'upstream-refused',
      cause: 'ECONNREFUSED: connect ECONNREFUSED ::1:1',
    })
  })
})
