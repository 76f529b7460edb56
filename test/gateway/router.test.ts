import { describe, expect, it } from 'vitest'
import { createRouter } from '../../proxy-core/gateway/router.ts'
import { parseTarget } from '../../proxy-core/gateway/target.ts'
import { type ServiceSetup, serviceOf } from './rig.ts'

function find(services: ServiceSetup[], method: string, path: string): string {
  const match = createRouter(services.map(serviceOf)).find(method, path)
  if (match.kind !== 'found') return match.kind
  const values = Object.entries(match.parameters).map(([name, value]) => `${name}=${value}`)
  return [match.route.id, ...values].join(' ')
}
const one = (routes: string[], method: string, path: string) => find([{ routes }], method, path)

describe('a path finds', () => {
  it.each([
    ['/pets', 'shop:GET /pets'],
    ['/pets/7', 'shop:GET /pets/{id} id=7'],
    ['/pets/mine', 'shop:GET /pets/mine'],
    ['/pets/a%2Fb', 'shop:GET /pets/{id} id=a/b'],
    ['/pets/m%69ne', 'shop:GET /pets/mine'],
    ['/pets/%zz', 'shop:GET /pets/{id} id=%zz'],
    ['/pets/7/toys', 'shop:GET /pets/{id}/toys id=7'],
    ['/pets/mine/toys', 'shop:GET /pets/{id}/toys id=mine'],
    ['/zip/a.b.zip', 'shop:GET /zip/{name}.zip name=a.b'],
    ['/zip/.zip', 'shop:GET /zip/{any} any=.zip'],
    ['/zip/a:b', 'shop:GET /zip/{a}:{b} a=a b=b'],
    ['/zip/a%3Ab', 'shop:GET /zip/{a}:{b} a=a b=b'],
    ['/zip/plain', 'shop:GET /zip/{any} any=plain'],
    ['/things(7)', 'shop:GET /things({id}) id=7'],
    ["/things('x')/parts", "shop:GET /things('{id}')/parts id=x"],
    ['/x-y-z', 'shop:GET /{a}-{b} a=x b=y-z'],
    ['/caf%C3%A9', 'shop:GET /café'],
    ['/pets/', 'shop:GET /pets'],
    ['/slashed', 'shop:GET /slashed/'],
    ['/slashed/', 'shop:GET /slashed/'],
    ['/query', 'shop:GET /query?type=a'],
    ['/pets//toys', 'no-path'],
    ['/PETS', 'no-path'],
    ['/pets/7/8', 'no-path'],
  ])('%s → %s', (path, expected) => {
    const routes = [
      'GET /pets/{id}',
      'GET /pets',
      'GET /pets/mine',
      'GET /pets/{id}/toys',
      'GET /zip/{any}',
      'GET /zip/{a}:{b}',
      'GET /zip/{name}.zip',
    ]
    routes.push('GET /things({id})', "GET /things('{id}')/parts", 'GET /{a}-{b}', 'GET /café', 'GET /slashed/', 'GET /query?type=a')
    expect(one(routes, 'GET', path)).toBe(expected)
  })

  it('the first in the document, where two have one shape', () => {
    expect(one(['GET /a/{x}', 'GET /a/{y}'], 'GET', '/a/1')).toBe('shop:GET /a/{x} x=1')
  })
  it('another route when the most specific one lacks the method', () => {
    expect(one(['GET /users/me', 'DELETE /users/{id}'], 'DELETE', '/users/me')).toBe('shop:DELETE /users/{id} id=me')
  })
  it('a GET for HEAD, unless HEAD has its own', () => {
    expect(one(['GET /a'], 'HEAD', '/a')).toBe('shop:GET /a')
    expect(one(['GET /a', 'HEAD /a'], 'HEAD', '/a')).toBe('shop:HEAD /a')
  })
  it('the methods there are, when it lacks the one asked for', () => {
    const router = createRouter([serviceOf({ routes: ['GET /a/{b}', 'POST /a/c'] })])
    expect(router.find('PUT', '/a/c')).toEqual({ kind: 'no-method', service: 'shop', allow: ['GET', 'HEAD', 'OPTIONS', 'POST'] })
  })
})

describe('several services', () => {
  const shop = { name: 'shop', mount: '/api', routes: ['GET /things/{id}', 'GET /v2/things'] }
  const next = { name: 'next', mount: '/api/v2', routes: ['GET /things'] }
  const root = { name: 'root', mount: '', routes: ['GET /health', 'GET /apix', 'POST /api/things/{id}'] }
  const all = [shop, next, root]

  it('answer at their mounts, the longest first', () => {
    expect(find(all, 'GET', '/api/v2/things')).toBe('next:GET /things')
    expect(find(all, 'GET', '/api/things/1')).toBe('shop:GET /things/{id} id=1')
    expect(find(all, 'GET', '/health')).toBe('root:GET /health')
  })
  it('end at segments', () => {
    expect(find(all, 'GET', '/apix')).toBe('root:GET /apix')
  })
  it('leave to a shorter mount what the longer one does not have', () => {
    expect(find(all, 'POST', '/api/things/1')).toBe('root:POST /api/things/{id} id=1')
  })
  it('may share a mount, the first one in the list going first', () => {
    const twin = { name: 'twin', mount: '/api', routes: ['GET /things/{id}', 'GET /more'] }
    expect(find([shop, twin], 'GET', '/api/things/1')).toBe('shop:GET /things/{id} id=1')
    expect(find([shop, twin], 'GET', '/api/more')).toBe('twin:GET /more')
  })
  it('do not answer without their mounts, a single one does', () => {
    expect(find([shop, next], 'GET', '/things/1')).toBe('no-mount')
    expect(find([shop], 'GET', '/things/1')).toBe('shop:GET /things/{id} id=1')
  })
  it('may be none', () => {
    expect(find([], 'GET', '/')).toBe('no-service')
  })
})

it('names the nearest routes of a path that none takes', () => {
  const router = createRouter([
    serviceOf({
      mount: '/api',
      routes: ['GET /orders', 'POST /products', 'GET /products', 'GET /products/{id}', 'GET /zebra/crossing/lights'],
    }),
  ])
  expect(router.nearest('GET', '/api/produts').map(({ path }) => path)).toEqual(['/api/products', '/api/products'])
  expect(router.nearest('GET', '/api/produts')[0]?.route.operation.method).toBe('GET')
  expect(router.nearest('GET', '/completely/else/where/far/away')).toEqual([])
})

describe('a target', () => {
  it.each([
    ['/a/./b?x=/../y', '/a/b', 'x=/../y'],
    ['/a/b/..', '/a/', ''],
    ['/a/%2e', '/a/', ''],
    ['/a/%252e%252e/b', '/a/%252e%252e/b', ''],
    ['/a..b/.well-known/...', '/a..b/.well-known/...', ''],
    ['//a//b', '//a//b', ''],
  ])('%s is resolved once', (url, path, query) => {
    expect(parseTarget(url)).toMatchObject({ kind: 'path', path, query })
  })
})
