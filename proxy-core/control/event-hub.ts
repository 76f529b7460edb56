import type { ServerResponse } from 'node:http'
import type { EventData, EventName } from '../model/events.ts'
import type { ExchangeSummary } from '../model/exchange.ts'
import { controlLimits } from '../model/limits.ts'

/**
 * The event stream: what happens in the host, told to every page that listens. Exchanges are gathered for a tick and
 * told once, in their latest state, so that a fast mock is one event and costs nothing while nobody listens.
 */
export interface EventHub {
  /** The state of an exchange, made only when it is told. */
  exchange(id: number, summary: () => ExchangeSummary): void
  tell<N extends Exclude<EventName, 'exchange' | 'reset'>>(name: N, data: EventData<N>): void
  /** Something was left out or replaced: every page loads its lists again. */
  reset(): void
  /** Writes the stream to a response until it closes. `after` is the last event the page has seen. */
  subscribe(response: ServerResponse, after: number | null): void
  /** Whether any page listens: what costs something to say need not be said otherwise. */
  listening(): boolean
  /** The number of the newest event. */
  sequence(): number
  close(): void
}

interface Subscriber {
  response: ServerResponse
  lagging: boolean
}

const KEEP_ALIVE_MS = 15_000

export function createEventHub(limits = controlLimits): EventHub {
  const subscribers = new Set<Subscriber>()
  let exchanges = new Map<number, () => ExchangeSummary>()
  const others: { name: EventName; data: unknown }[] = []
  const buffer: string[] = []
  let sequence = 0
  let firstBuffered = 1
  let missed = false
  let overflowed = false
  let timer: NodeJS.Timeout | null = null
  const keepAlive = setInterval(() => write(': still here\n\n'), KEEP_ALIVE_MS).unref()

  return {
    exchange(id, summary) {
      if (subscribers.size === 0) {
        missed = true
        return
      }
      if (overflowed) return
      if (exchanges.size >= limits.MAX_EVENTS_PER_TICK && !exchanges.has(id)) {
        // Whoever loads the lists again gets these with the rest.
        exchanges = new Map()
        overflowed = true
      } else exchanges.set(id, summary)
      schedule()
    },
    tell(name, data) {
      if (subscribers.size === 0) {
        missed = true
        return
      }
      others.push({ name, data })
      schedule()
    },
    reset() {
      forget()
      overflowed = true
      schedule()
    },
    subscribe(response, after) {
      if (missed) forget()
      const subscriber = { response, lagging: false }
      response.write('retry: 500\n\n')
      if (after !== null && after !== sequence) {
        const known = after >= firstBuffered - 1 && after < sequence
        response.write(known ? buffer.slice(after - firstBuffered + 1).join('') : resetEvent(sequence))
      }
      subscribers.add(subscriber)
      response.on('close', () => subscribers.delete(subscriber))
      response.on('drain', () => {
        if (!subscriber.lagging) return
        subscriber.lagging = false
        response.write(resetEvent(sequence))
      })
    },
    listening() {
      if (subscribers.size === 0) missed = true
      return subscribers.size > 0
    },
    sequence: () => sequence,
    close() {
      clearInterval(keepAlive)
      if (timer) clearTimeout(timer)
      for (const { response } of subscribers) response.end()
      subscribers.clear()
    },
  }

  /** Events were not numbered while nobody listened: whoever comes back with an older number must load again. */
  function forget(): void {
    missed = false
    sequence++
    buffer.length = 0
    firstBuffered = sequence + 1
  }

  function schedule(): void {
    timer ??= setTimeout(flush, limits.EVENT_TICK_MS)
  }

  function flush(): void {
    timer = null
    let chunk = ''
    for (const summary of exchanges.values()) chunk += number('exchange', summary())
    for (const { name, data } of others) chunk += number(name, data)
    // A new one, for a cleared one keeps what was in it reachable until a major collection.
    exchanges = new Map()
    others.length = 0
    if (overflowed) chunk += resetEvent(sequence)
    overflowed = false
    if (buffer.length > limits.EVENT_BUFFER) {
      const cut = buffer.length - limits.EVENT_BUFFER
      buffer.splice(0, cut)
      firstBuffered += cut
    }
    write(chunk)
  }

  function number(name: EventName, data: unknown): string {
    const event = `event: ${name}\nid: ${++sequence}\ndata: ${JSON.stringify(data)}\n\n`
    buffer.push(event)
    return event
  }

  function write(chunk: string): void {
    for (const subscriber of subscribers) {
      if (subscriber.lagging) continue
      subscriber.response.write(chunk)
      // A page that does not read is not waited for: it loads its lists again when it does.
      if (subscriber.response.writableLength > limits.MAX_EVENT_BACKLOG_BYTES) subscriber.lagging = true
    }
  }
}

function resetEvent(sequence: number): string {
  return `event: reset\nid: ${sequence}\ndata: {}\n\n`
}
