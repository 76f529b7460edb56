import { beforeAll, describe, expect, it } from 'vitest'
import { type Ask, askerOf, headerOf, jsonOf, openFixture } from './fixture.ts'

let ask: Ask
beforeAll(async () => {
  ask = askerOf(await openFixture('market.yaml'))
})

describe('a page of a list', () => {
  it('has as many items as the request asks for, and says so', () => {
    for (const limit of [1, 3, 40]) {
      const body = jsonOf(ask('GET', `/orders?limit=${limit}`))
      expect(body.items.length).toBe(limit)
      expect(body).toMatchObject({ limit, page: 1, hasMore: true, previous: null, totalPages: Math.ceil(body.total / limit) })
      expect(body.next).toBe(`https://www.example.com/orders?limit=${limit}&page=2`)
    }
    expect(jsonOf(ask('GET', '/people?per_page=7')).length).toBe(7)
    expect(jsonOf(ask('GET', '/orders?limit=0')).items).toEqual([])
  })

  it('is one of a list that has the same total on each of its pages', () => {
    const first = jsonOf(ask('GET', '/orders?limit=50'))
    const last = jsonOf(ask('GET', `/orders?limit=50&page=${first.totalPages}`))
    const beyond = jsonOf(ask('GET', '/orders?limit=50&page=99'))
    expect([last.total, beyond.total]).toEqual([first.total, first.total])
    expect(last).toMatchObject({ page: first.totalPages, hasMore: false, next: null })
    expect(last.items.length).toBe(first.total - 50 * (first.totalPages - 1))
    expect(beyond).toMatchObject({ items: [], hasMore: false })
    const ids = [first, jsonOf(ask('GET', '/orders?limit=50&page=2'))].flatMap(({ items }) => items.map(({ id }: { id: number }) => id))
    expect(new Set(ids).size).toBeGreaterThan(97)
  })

  it('may be asked for by an offset', () => {
    const body = jsonOf(ask('GET', '/orders?limit=10&offset=20'))
    expect(body).toMatchObject({ page: 3, limit: 10, previous: 'https://www.example.com/orders?limit=10&offset=10' })
    expect(body.next).toBe('https://www.example.com/orders?limit=10&offset=30')
  })

  it('agrees with an object beside the list, and with what the schema allows', () => {
    const { data, meta } = jsonOf(ask('GET', '/events?per_page=8&page=2'))
    expect(data.length).toBe(8)
    expect(meta).toMatchObject({ per_page: 8, current_page: 2, from: 9, to: 16 })
    expect(meta.total_count).toBeGreaterThanOrEqual(16)
    expect(jsonOf(ask('GET', '/events?per_page=25')).data.length).toBe(20)
  })

  it('is told in the head', () => {
    const answer = ask('GET', '/orders?limit=3&page=2')
    const { total } = jsonOf(answer)
    expect(headerOf(answer, 'x-total-count')).toBe(String(total))
    const last = Math.ceil(total / 3)
    expect(headerOf(answer, 'link')).toBe(
      [
        '</orders?limit=3&page=1>; rel="first"',
        '</orders?limit=3&page=1>; rel="prev"',
        '</orders?limit=3&page=3>; rel="next"',
        `</orders?limit=3&page=${last}>; rel="last"`,
      ].join(', '),
    )
  })

  it('has the default of the parameter where that is small', () => {
    expect(jsonOf(ask('GET', '/orders'))).toMatchObject({ limit: 5, items: { length: 5 } })
  })

  it('is no page where a single thing is asked for', () => {
    expect(jsonOf(ask('GET', '/orders/7?limit=1')).lines.length).toBeGreaterThanOrEqual(2)
  })
})
