import { expect, it } from 'vitest'
import { planServices } from '../../proxy-core/workspace/plan-services.ts'

it('a service may be called as what every object has', () => {
  const names = ['constructor', 'toString', 'hasOwnProperty']
  const adHoc = new Map(names.map((name) => [name, { source: { kind: 'file', path: '/a.yaml' } as const, settings: {} }]))
  const environments = { dev: { upstreams: { shop: 'http://localhost:1' } } }
  const plans = planServices({ version: 1, services: { shop: {} }, environments }, '/', adHoc, null)
  expect(plans.map(({ name, upstream }) => [name, upstream])).toEqual([
    ['shop', 'http://localhost:1'],
    ...names.map((name) => [name, null]),
  ])
})
