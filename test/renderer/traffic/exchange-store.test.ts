import { describe, expect, it } from 'vitest'
import { createExchangeStore } from '../../../renderer/traffic/exchange-store.ts'
import { exchangeRow, pageOf } from './rows.ts'

const all = () => true
const ids = (store: ReturnType<typeof createExchangeStore>) => store.window().rows.map((row) => Number(row.id))

describe('the exchanges of the list', () => {
  it('are oldest first, whatever order they arrive in', () => {
    const store = createExchangeStore()
    store.replace(pageOf(5, 3), true)
    store.upsert([exchangeRow(8), exchangeRow(6)], all)
    expect(ids(store)).toEqual([3, 4, 5, 6, 8])
    store.upsert([exchangeRow(7)], all)
    expect(ids(store)).toEqual([3, 4, 5, 6, 7, 8])
  })

  it('appear pending and are finished in place', () => {
    const store = createExchangeStore()
    store.replace([], false)
    store.upsert([exchangeRow(1, { state: 'pending', status: null, durationMs: null })], all)
    expect(store.window()).toMatchObject({ pending: 1, errors: 0 })
    store.upsert([exchangeRow(1, { status: 503 })], all)
    expect(ids(store)).toEqual([1])
    expect(store.window()).toMatchObject({ pending: 0, errors: 1 })
  })

  it('never go back from finished to pending when events overtake a page', () => {
    const store = createExchangeStore()
    store.replace(pageOf(2, 1), false)
    store.upsert([exchangeRow(2, { state: 'pending', status: null })], all)
    expect(store.find('2')?.state).toBe('done')
  })

  it('leave the list when a change makes the filter refuse them', () => {
    const store = createExchangeStore()
    store.replace([], false)
    const pending = (row: { state: string }) => row.state === 'pending'
    store.upsert([exchangeRow(1, { state: 'pending' }), exchangeRow(2, { state: 'pending' })], pending)
    store.upsert([exchangeRow(1)], pending)
    expect(ids(store)).toEqual([2])
  })

  it('that are older than the first one wait for their page', () => {
    const store = createExchangeStore()
    store.replace(pageOf(50, 40), true)
    store.upsert([exchangeRow(7)], all)
    expect(ids(store)[0]).toBe(40)
    store.addOlder(pageOf(39, 1), false)
    expect(ids(store)).toHaveLength(50)
    expect(store.window()).toMatchObject({ older: 'end' })
  })

  it('that are still under way are listed however old they are, and older pages fill in around them', () => {
    const store = createExchangeStore()
    store.replace([exchangeRow(5, { state: 'pending' }), ...pageOf(50, 40)], true)
    expect(ids(store).slice(0, 2)).toEqual([5, 40])
    store.addOlder(pageOf(39, 30), true)
    store.addOlder(pageOf(29, 1), false)
    expect(ids(store)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
  })

  it('stay within the bound: the oldest leave', () => {
    const store = createExchangeStore({ capacity: 100 })
    store.replace(pageOf(100, 1), false)
    store.upsert([exchangeRow(101)], all)
    expect(store.window().rows.length).toBeLessThanOrEqual(100)
    expect(store.window().older).toBe('full')
    expect(ids(store).at(-1)).toBe(101)
  })

  it('take no more of an older page than fits', () => {
    const store = createExchangeStore({ capacity: 100 })
    store.replace(pageOf(200, 150), true)
    store.addOlder(pageOf(149, 50), true)
    expect(ids(store)[0]).toBe(101)
    expect(store.window().older).toBe('full')
  })

  it('tell listeners once per batch', () => {
    const store = createExchangeStore()
    store.replace([], false)
    let told = 0
    store.subscribe(() => told++)
    store.upsert(pageOf(500, 1), all)
    expect(told).toBe(1)
    const before = store.window()
    store.upsert([], all)
    expect(store.window()).toBe(before)
  })

  it('can be a hundred thousand, with a changed row found at once', () => {
    const store = createExchangeStore()
    store.replace([], false)
    for (let from = 1; from <= 100_000; from += 1_000) store.upsert(pageOf(from + 999, from).reverse(), all)
    expect(store.window().rows).toHaveLength(100_000)
    store.upsert([exchangeRow(77_777, { pinned: true })], all)
    expect(store.find('77777')?.pinned).toBe(true)
    expect(store.indexOf('77777')).toBe(77_776)
  })

  it('share repeated words, so that many rows stay small', () => {
    const store = createExchangeStore()
    const path = (n: number) => ['/api/orders', String(n)].join('/')
    store.replace([exchangeRow(2, { path: path(8812) }), exchangeRow(1, { path: path(8812) })], false)
    expect(store.window().rows[0]?.path).toBe(store.window().rows[1]?.path)
  })

  it('leave when they are deleted', () => {
    const store = createExchangeStore()
    store.replace([exchangeRow(3, { status: null, state: 'failed' }), exchangeRow(2, { pinned: true }), exchangeRow(1)], false)
    store.remove((row) => !row.pinned)
    expect(ids(store)).toEqual([2])
    expect(store.window().errors).toBe(0)
  })
})
