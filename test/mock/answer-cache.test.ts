import { expect, it } from 'vitest'
import { createAnswerCache } from '../../proxy-core/mock/answer-cache.ts'
import type { MockAnswer } from '../../proxy-core/mock/mock.ts'
import { askerOf, openFixture } from './fixture.ts'

const answerOf = (bytes: number): MockAnswer => ({ status: 200, headers: [], body: Buffer.alloc(bytes), error: null, trace: [] })

it('gives the same answer object again, so that a hit costs next to nothing', async () => {
  const ask = askerOf(await openFixture('coffee.yaml'))
  expect(ask('GET', '/cups/1')).toBe(ask('GET', '/cups/1'))
  expect(ask('GET', '/beans')).toBe(ask('GET', '/beans'))
})

it('keeps what is asked for, drops what is not, and never holds more than its bytes', () => {
  const cache = createAnswerCache(100_000)
  cache.set('used', answerOf(1_000))
  for (let n = 0; n < 500; n++) {
    cache.set(`unused ${n}`, answerOf(1_000))
    expect(cache.get('used')).toBeDefined()
  }
  expect(cache.get('unused 0')).toBeUndefined()
  const kept = Array.from({ length: 500 }, (_, n) => cache.get(`unused ${n}`)).filter((one) => one !== undefined)
  expect(kept.length * 1_000).toBeLessThan(100_000)
})

it('keeps no answer that would take half of it', () => {
  const cache = createAnswerCache(100_000)
  cache.set('large', answerOf(60_000))
  expect(cache.get('large')).toBeUndefined()
})
