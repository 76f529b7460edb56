import { describe, expect, it } from 'vitest'
import type { ExchangeSummary } from '../../../proxy-core/model/exchange.ts'
import { matchesFilter, parseFilter } from '../../../proxy-core/model/filter.ts'
import { createBacklog } from '../../../renderer/traffic/backlog.ts'
import { createExchangeStore } from '../../../renderer/traffic/exchange-store.ts'
import { createTrafficFeed, type PageQuery } from '../../../renderer/traffic/feed.ts'
import { exchangeRow } from './rows.ts'

/** A log with the control API's rules for pages, and a page's surroundings whose clock is moved by hand. */
function createBench(rows: ExchangeSummary[] = []) {
  const log = new Map(rows.map((row) => [row.id, row]))
  const asked: PageQuery[] = []
  const frames: (() => void)[] = []
  const timers: (() => void)[] = []
  let refusal: string | null = null
  let found = (filter: string) => (row: ExchangeSummary) => {
    const parsed = parseFilter(filter)
    return parsed.kind === 'ok' && matchesFilter(parsed.terms, row)
  }
  const store = createExchangeStore()
  const feed = createTrafficFeed({
    store,
    list: async (query) => {
      asked.push(query)
      if (refusal !== null) throw new Error(refusal)
      const matching = [...log.values()]
        .filter((row) => Number(row.id) < Number(query.before ?? Number.MAX_SAFE_INTEGER) && Number(row.id) > Number(query.after ?? 0))
        .filter(found(query.filter ?? ''))
        .sort((a, b) => Number(b.id) - Number(a.id))
      const items = matching.slice(0, query.limit)
      return { items, next: items.length < matching.length ? (items.at(-1)?.id ?? null) : null }
    },
    beforeFrame: (run) => frames.push(run),
    later: (run) => timers.push(run),
  })
  return {
    log,
    asked,
    store,
    feed,
    ids: () => store.window().rows.map((row) => Number(row.id)),
    refuse: (why: string | null) => {
      refusal = why
    },
    find: (by: typeof found) => {
      found = by
    },
    happens: (row: ExchangeSummary) => {
      log.set(row.id, row)
      feed.receive(row)
    },
    frame: () => {
      for (const run of frames.splice(0)) run()
    },
    tick: () => {
      for (const run of timers.splice(0)) run()
    },
    settled: () => new Promise<void>((resolve) => setImmediate(resolve)),
  }
}

const many = (count: number) => Array.from({ length: count }, (_, i) => exchangeRow(i + 1))

describe('the feed of the list', () => {
  it('begins with the newest page and goes back page by page', async () => {
    const bench = createBench(many(3_000))
    bench.feed.show('')
    await bench.settled()
    expect(bench.ids()).toHaveLength(500)
    await bench.feed.loadOlder()
    expect(bench.ids()).toHaveLength(1_500)
    await bench.feed.loadOlder()
    await bench.feed.loadOlder()
    expect(bench.ids()[0]).toBe(1)
    expect(bench.store.window().older).toBe('end')
  })

  it('shows what happened once a frame, however many events there were', async () => {
    const bench = createBench(many(3))
    bench.feed.show('')
    await bench.settled()
    bench.frame()
    let changes = 0
    bench.store.subscribe(() => changes++)
    for (let id = 4; id <= 400; id++) bench.happens(exchangeRow(id))
    expect(bench.ids()).toHaveLength(3)
    bench.frame()
    expect(bench.ids()).toHaveLength(400)
    expect(changes).toBe(1)
  })

  it('loses nothing that happens while the first page is on its way', async () => {
    const bench = createBench(many(3))
    bench.feed.show('')
    bench.feed.receive(exchangeRow(4))
    bench.frame()
    await bench.settled()
    bench.frame()
    expect(bench.ids()).toEqual([1, 2, 3, 4])
  })

  it('asks the host for history and judges live exchanges by the same filter', async () => {
    const bench = createBench([exchangeRow(1), exchangeRow(2, { status: 503 })])
    bench.feed.show('status:5xx')
    await bench.settled()
    expect(bench.asked[0]?.filter).toBe('status:5xx')
    bench.happens(exchangeRow(3, { state: 'pending', status: null }))
    bench.happens(exchangeRow(4, { status: 500 }))
    bench.frame()
    expect(bench.ids()).toEqual([2, 4])
    bench.happens(exchangeRow(3, { status: 502 }))
    bench.frame()
    expect(bench.ids()).toEqual([2, 3, 4])
  })

  it('leaves it to the log whether a text is in a body', async () => {
    const bench = createBench([exchangeRow(1)])
    bench.find(() => (row) => row.id !== '2')
    bench.feed.show('espresso')
    await bench.settled()
    bench.happens(exchangeRow(2))
    bench.happens(exchangeRow(3))
    bench.frame()
    expect(bench.ids()).toEqual([1])
    bench.tick()
    await bench.settled()
    expect(bench.asked.at(-1)).toEqual({ filter: 'espresso', after: '1', limit: 1_000 })
    expect(bench.ids()).toEqual([1, 3])
  })

  it('changes nothing for a filter that can not be read', async () => {
    const bench = createBench(many(2))
    bench.feed.show('')
    await bench.settled()
    bench.feed.show('metod:post')
    await bench.settled()
    expect(bench.asked).toHaveLength(1)
    expect(bench.ids()).toEqual([1, 2])
  })

  it('drops an answer that comes after the filter has changed', async () => {
    const bench = createBench([exchangeRow(1), exchangeRow(2, { status: 503 })])
    bench.feed.show('')
    bench.feed.show('status:5xx')
    await bench.settled()
    expect(bench.ids()).toEqual([2])
  })

  it('catches up after a gap in the stream and keeps what was loaded', async () => {
    const bench = createBench(many(2_000))
    bench.feed.show('')
    await bench.settled()
    await bench.feed.loadOlder()
    for (let id = 2_001; id <= 4_500; id++) bench.log.set(String(id), exchangeRow(id))
    bench.feed.catchUp()
    await bench.settled()
    expect(bench.ids()).toHaveLength(4_000)
    expect(bench.ids()[0]).toBe(501)
    expect(bench.ids().at(-1)).toBe(4_500)
  })

  it('fills one gap at a time, however fast they come', async () => {
    const bench = createBench(many(10))
    bench.feed.show('')
    await bench.settled()
    for (let i = 0; i < 50; i++) bench.feed.catchUp()
    await bench.settled()
    expect(bench.asked).toHaveLength(2)
    bench.log.set('11', exchangeRow(11))
    bench.tick()
    await bench.settled()
    expect(bench.asked).toHaveLength(3)
    expect(bench.ids().at(-1)).toBe(11)
  })

  it('stands still while paused, counts what waits, and takes it over when resumed', async () => {
    const bench = createBench(many(1))
    bench.feed.show('')
    await bench.settled()
    bench.feed.pause()
    bench.happens(exchangeRow(2, { state: 'pending' }))
    bench.happens(exchangeRow(2))
    bench.happens(exchangeRow(3))
    bench.frame()
    expect(bench.ids()).toEqual([1])
    expect(bench.feed.state()).toMatchObject({ paused: true, held: 2 })
    bench.feed.resume()
    expect(bench.ids()).toEqual([1, 2, 3])
    expect(bench.feed.state()).toMatchObject({ paused: false, held: 0 })
  })

  it('loads anew when the log was changed elsewhere, not when this page did it', async () => {
    const bench = createBench(many(5))
    bench.feed.show('')
    await bench.settled()
    bench.feed.expectOwnChange()
    bench.feed.logChanged()
    expect(bench.asked).toHaveLength(1)
    bench.log.delete('3')
    bench.feed.logChanged()
    await bench.settled()
    expect(bench.ids()).toEqual([1, 2, 4, 5])
  })

  it('says what the log answered when it can not be read, and recovers', async () => {
    const bench = createBench(many(1))
    bench.refuse('The log is not available')
    bench.feed.show('')
    await bench.settled()
    expect(bench.feed.state()).toMatchObject({ phase: 'failed', failure: 'The log is not available' })
    bench.refuse(null)
    bench.feed.show('')
    await bench.settled()
    expect(bench.feed.state()).toMatchObject({ phase: 'ready', failure: null })
  })

  it('asks for older rows again only when told to after that failed', async () => {
    const bench = createBench(many(900))
    bench.feed.show('')
    await bench.settled()
    bench.refuse('gone')
    await bench.feed.loadOlder()
    expect(bench.store.window().older).toBe('failed')
    bench.refuse(null)
    await bench.feed.loadOlder()
    expect(bench.ids()).toHaveLength(500)
    bench.store.setOlder('more')
    await bench.feed.loadOlder()
    expect(bench.ids()).toHaveLength(900)
  })
})

describe('changes that wait', () => {
  it('are one an exchange, bounded, and say when the bound was passed', () => {
    const backlog = createBacklog(2)
    backlog.add(exchangeRow(1, { state: 'pending' }))
    backlog.add(exchangeRow(1))
    backlog.add(exchangeRow(2))
    backlog.add(exchangeRow(3))
    expect(backlog.size()).toBe(2)
    const { summaries, overflowed } = backlog.take()
    expect(summaries.map((row) => [row.id, row.state])).toEqual([
      ['1', 'done'],
      ['2', 'done'],
    ])
    expect(overflowed).toBe(true)
    expect(backlog.take()).toEqual({ summaries: [], overflowed: false })
  })
})
