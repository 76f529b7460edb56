import { describe, expect, it } from 'vitest'
import { createServiceRuntime } from '../../proxy-core/gateway/service-runtime.ts'
import { createSwitchboard, type RouteRuntime } from '../../proxy-core/gateway/switchboard.ts'
import { documentOf, echoMock, serviceOf } from './rig.ts'

function board() {
  const switchboard = createSwitchboard()
  switchboard.setServices([
    serviceOf({ name: 'shop', routes: ['GET /a listA', 'POST /a createA', 'GET /b'] }),
    serviceOf({ name: 'other', mount: '/o', routes: ['GET /a listA', 'GET /only Only'] }),
  ])
  const route = (name: string): RouteRuntime => {
    const found = switchboard.findRoute(name)
    if (found.kind !== 'found') throw new Error(`${name}: ${found.kind}`)
    return found.route
  }
  return { switchboard, route }
}

describe('a route is found', () => {
  const { switchboard, route } = board()
  it.each([
    ['shop:GET /a', 'shop:GET /a'],
    ['other:listA', 'other:GET /a'],
    ['POST /a', 'shop:POST /a'],
    ['createA', 'shop:POST /a'],
    ['Only', 'other:GET /only'],
  ])('by %s', (name, id) => expect(route(name).id).toBe(id))
  it('not by a name in another case', () => expect(switchboard.findRoute('only')).toEqual({ kind: 'none' }))
  it('not by a name that several have', () => {
    const found = switchboard.findRoute('listA')
    expect(found.kind === 'ambiguous' && found.candidates.map(({ id }) => id)).toEqual(['shop:GET /a', 'other:GET /a'])
  })
})

describe('a switch', () => {
  it('decides in order: master, route, service, workspace, mock', () => {
    const { switchboard, route } = board()
    const decided = () => `${route('createA').decision.mode} ${route('createA').decision.source}`
    expect(decided()).toBe('mock default')
    switchboard.setWorkspaceMode('live')
    expect(decided()).toBe('live workspace')
    switchboard.setServiceMode(route('createA').service, 'mock')
    expect(decided()).toBe('mock service')
    expect(switchboard.setRouteMode([route('createA'), route('shop:GET /a')], 'live')).toBe(2)
    expect(switchboard.setRouteMode([route('createA')], 'live')).toBe(0)
    expect(decided()).toBe('live route')
    switchboard.setMaster('mock')
    expect(decided()).toBe('mock master')
    expect(route('createA').mode).toBe('live')
    switchboard.setMaster(null)
    expect(decided()).toBe('live route')
    switchboard.setRouteMode([route('createA')], null)
    expect(decided()).toBe('mock service')
  })

  it('raises the version and tells listeners once, and none when nothing changes', () => {
    const { switchboard, route } = board()
    const told: string[] = []
    const end = switchboard.onChange((change) => told.push(change.kind))
    const before = switchboard.version()
    switchboard.setMaster('live')
    switchboard.setMaster('live')
    switchboard.setUpstream(route('Only').service, 'http://localhost:1/')
    switchboard.setUpstream(route('Only').service, 'http://localhost:1')
    switchboard.setDelay([route('Only')], 5)
    end()
    switchboard.setMaster(null)
    expect(told).toEqual(['settings', 'service', 'routes'])
    expect(switchboard.version()).toBe(before + 4)
  })

  it('to live is refused, with what to do, as long as there is no upstream', () => {
    const { switchboard, route } = board()
    expect(switchboard.refusedModes(route('Only')).live).toMatch(/other has no upstream.*upstream: .*switchyard\.yaml/)
    switchboard.setUpstream(route('Only').service, 'http://localhost:1')
    expect(Object.keys(switchboard.refusedModes(route('Only')))).toEqual(['auto', 'recorded'])
  })
})

it('a service takes the settings of its routes by operation id or by method and path, and names those it can not place', () => {
  const { service, unknownRoutes } = createServiceRuntime({
    name: 'shop',
    mount: '/api/',
    document: documentOf(['GET /a listA', 'POST /a createA']),
    upstream: 'http://localhost:8080/',
    mode: 'live',
    routes: { listA: { mode: 'mock', delay: '300ms' }, 'POST /a': { response: { status: 409 } }, gone: { mode: 'live' } },
    mock: echoMock(),
  })
  expect(service).toMatchObject({ mount: '/api', upstream: 'http://localhost:8080', mode: 'live' })
  expect(service.routes.map(({ mode, delayMs, response }) => ({ mode, delayMs, response }))).toEqual([
    { mode: 'mock', delayMs: 300, response: null },
    { mode: null, delayMs: 0, response: { status: 409 } },
  ])
  expect(unknownRoutes).toEqual(['gone'])
})

it('a mock is compiled at first use, once', () => {
  let compiled = 0
  const inner = echoMock()
  const service = serviceOf({
    routes: ['GET /a'],
    mock: {
      operation(operation) {
        compiled++
        return inner.operation(operation)
      },
    },
  })
  const request = { method: 'GET', path: '/a', query: '', headers: [], pathParameters: {}, response: null }
  expect(compiled).toBe(0)
  service.routes[0]?.mock(request)
  service.routes[0]?.mock(request)
  expect(compiled).toBe(1)
})
