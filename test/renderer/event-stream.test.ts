import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventParser, keepStream, type StreamEvent } from '../../renderer/api/event-stream.ts'

const stream = [
  ': hello\n\n',
  'id: 1\nevent: exchange\ndata: {"id":"7"}\n\n',
  'event: route\r\nid: 2\r\ndata: {"path":\r\ndata: "/ä€🚂"}\r\n\r\n',
  'data\rdata:\r\r',
  'event: nothing\n\n',
  'retry: 9\nid:3\ndata:x: y\n\n',
].join('')

const expected: StreamEvent[] = [
  { id: '1', event: 'exchange', data: '{"id":"7"}' },
  { id: '2', event: 'route', data: '{"path":\n"/ä€🚂"}' },
  { id: '2', event: 'message', data: '\n' },
  { id: '3', event: 'message', data: 'x: y' },
]

describe('the event stream', () => {
  it('is read the same however it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
        const found: StreamEvent[] = []
        const push = createEventParser((event) => found.push(event))
        let from = 0
        for (const to of [...cuts.toSorted((a, b) => a - b), stream.length]) {
          push(stream.slice(from, to))
          from = to
        }
        push('\n')
        expect(found).toEqual(expected)
      }),
    )
  })

  it('comes back after the last event it saw, waiting longer each time nobody answers', async () => {
    const stop = new AbortController()
    const asked: (string | null)[] = []
    const states: string[] = []
    const waits: number[] = []
    const answers = ['id: 5\ndata: a\n\n', null, null, 'id: 6\ndata: b\n\n', null]
    await keepStream(
      {
        open: async (after) => {
          asked.push(after)
          const text = answers[asked.length - 1]
          if (text === null || text === undefined) throw new Error('refused')
          return new Response(text)
        },
        onEvent: () => {},
        onPiece: () => {},
        onState: (state) => states.push(state),
        wait: async (ms) => {
          waits.push(ms)
          if (asked.length === answers.length) stop.abort()
        },
        random: () => 0.5,
      },
      stop.signal,
    )
    expect(asked).toEqual([null, '5', '5', '5', '6'])
    expect(waits).toEqual([250, 500, 1000, 250, 500])
    expect(states.filter((state, at) => state !== states[at - 1])).toEqual(['connecting', 'open', 'lost', 'open', 'lost'])
  })

  it('says that something was left out when it comes back before any event has come', async () => {
    const stop = new AbortController()
    const events: StreamEvent[] = []
    const answers = [': nothing yet\n\n', '']
    await keepStream(
      {
        open: async () => new Response(answers.shift() ?? ''),
        onEvent: (event) => events.push(event),
        onPiece: () => {},
        onState: () => {},
        wait: async () => {
          if (answers.length === 0) stop.abort()
        },
        random: () => 0.5,
      },
      stop.signal,
    )
    expect(events).toEqual([{ id: null, event: 'reset', data: '{}' }])
  })
})
