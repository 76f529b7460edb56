import { describe, expect, it } from 'vitest'
import type { Route, Service } from '../../proxy-core/model/route.ts'
import { groupRoutes, type Row, routesOf } from '../../renderer/routes/grouping.ts'

const shop = service('shop')
const stock = service('stock')
const routes = [
  route('shop', 'GET', '/products', { tags: ['products'], summary: 'List products' }),
  route('shop', 'GET', '/cart', { tags: ['cart'], ownMode: 'live' }),
  route('shop', 'POST', '/products', { tags: ['products', 'admin'], calls: 3 }),
  route('stock', 'GET', '/levels', { calls: 1 }),
]
const all = { q: '', only: null, folded: new Set<string>() }

describe('routes as a list', () => {
  it('are grouped by service and by their first tag, in the order of the document', () => {
    expect(shown(groupRoutes([shop, stock], routes, all).rows)).toEqual([
      'shop',
      '# products',
      'GET /products',
      'POST /products',
      '# cart',
      'GET /cart',
      'stock',
      'GET /levels',
    ])
  })

  it('are found by every word of the search, wherever it stands', () => {
    const found = groupRoutes([shop, stock], routes, { ...all, q: 'LIST prod' })
    expect(shown(found.rows)).toEqual(['shop', '# products', 'GET /products'])
    expect(found.routes).toHaveLength(1)
  })

  it('fold away under their service or tag and still count', () => {
    const folded = groupRoutes([shop, stock], routes, { ...all, folded: new Set(['shop\nproducts', 'stock']) })
    expect(shown(folded.rows)).toEqual(['shop', '# products', '# cart', 'GET /cart', 'stock'])
    expect(folded.routes).toHaveLength(4)
    expect(routesOf(folded.rows[1] as Row)).toHaveLength(2)
  })

  it('are never folded while searching', () => {
    const folded = new Set(['shop'])
    expect(shown(groupRoutes([shop, stock], routes, { ...all, q: 'cart', folded }).rows)).toEqual(['shop', '# cart', 'GET /cart'])
  })

  it('can be only those set on the route, or never called', () => {
    expect(shown(groupRoutes([shop, stock], routes, { ...all, only: 'set' }).rows)).toEqual(['shop', '# cart', 'GET /cart'])
    expect(groupRoutes([shop, stock], routes, { ...all, only: 'uncalled' }).routes).toHaveLength(2)
  })

  it('of 5,000 are grouped within a frame', () => {
    const many = Array.from({ length: 5_000 }, (_, n) => route('shop', 'GET', `/things/${n}`, { tags: [`tag${n % 50}`] }))
    groupRoutes([shop], many, { ...all, q: 'things' })
    const start = performance.now()
    const { rows } = groupRoutes([shop], many, { ...all, q: 'things 4' })
    expect(performance.now() - start).toBeLessThan(100)
    expect(rows.length).toBeGreaterThan(1_000)
  })
})

function shown(rows: Row[]): string[] {
  return rows.map((row) => {
    if (row.kind === 'service') return row.service.name
    return row.kind === 'tag' ? `# ${row.tag}` : `${row.route.method} ${row.route.template}`
  })
}

function route(serviceName: string, method: string, template: string, set: Partial<Route> = {}): Route {
  return {
    id: `${serviceName}:${method} ${template}`,
    service: serviceName,
    method,
    template,
    path: `/api${template}`,
    operationId: null,
    summary: null,
    tags: [],
    deprecated: false,
    mode: 'mock',
    modeSource: 'default',
    ownMode: null,
    refusedModes: {},
    response: null,
    delayMs: null,
    callbacks: null,
    calls: 0,
    lastStatus: null,
    lastAt: null,
    p50Ms: null,
    p95Ms: null,
    findings: 0,
    ...set,
  }
}

function service(name: string): Service {
  return {
    name,
    title: name,
    version: '1',
    specVersion: '3.1.0',
    spec: `${name}.yaml`,
    mount: '/api',
    upstream: null,
    mode: 'mock',
    modeSource: 'default',
    ownMode: null,
    routes: 0,
    webhooks: 0,
    state: 'ready',
    error: null,
    diagnostics: { errors: 0, warnings: 0 },
    readMs: 1,
    sampleUrl: null,
    sample: false,
  }
}
