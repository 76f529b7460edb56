import { describe, expect, it } from 'vitest'
import type { Route } from '../../proxy-core/model/route.ts'
import { modesBeneath } from '../../renderer/services/service-modes.ts'

const route = (set: Partial<Route>) => ({ mode: 'mock', modeSource: 'default', refusedModes: {}, ...set }) as Route

describe('a switch over many routes', () => {
  it('shows the mode that all of them answer with', () => {
    expect(modesBeneath([route({}), route({})], 'live')).toMatchObject({ mode: 'mock', held: false })
  })

  it('shows which modes occur when they differ', () => {
    const { mode, parts } = modesBeneath([route({}), route({ mode: 'live' })], 'mock')
    expect(mode).toBeNull()
    expect([...parts].sort()).toEqual(['live', 'mock'])
  })

  it('refuses a mode only when none of them can serve it', () => {
    const refusing = route({ refusedModes: { live: 'no upstream' } })
    expect(modesBeneath([refusing, refusing], 'mock').refused).toEqual({ live: 'no upstream' })
    expect(modesBeneath([refusing, route({})], 'mock').refused).toEqual({})
  })

  it('is held when the master switch decides', () => {
    expect(modesBeneath([route({ modeSource: 'master' })], 'mock').held).toBe(true)
  })

  it('shows what is set where there is no route yet', () => {
    expect(modesBeneath([], 'live').mode).toBe('live')
  })
})
