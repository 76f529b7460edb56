/** One event of a text/event-stream. */
export interface StreamEvent {
  id: string | null
  event: string
  data: string
}

/**
 * Reads text/event-stream (HTML Standard, 9.2.6) as it arrives, in pieces cut anywhere. `retry:` is left out: when to
 * come back is this page's decision.
 */
export function createEventParser(found: (event: StreamEvent) => void): (text: string) => void {
  let rest = ''
  let id: string | null = null
  let name = ''
  let data: string[] = []

  const readLine = (line: string) => {
    if (line === '') {
      if (data.length > 0) found({ id, event: name || 'message', data: data.join('\n') })
      name = ''
      data = []
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1))
    if (field === 'data') data.push(value)
    else if (field === 'event') name = value
    else if (field === 'id' && !value.includes('\0')) id = value
  }

  return (text) => {
    rest += text
    let from = 0
    for (let at = 0; at < rest.length; at++) {
      const char = rest[at]
      if (char !== '\n' && char !== '\r') continue
      // A CR at the very end may be the first half of CR LF: it waits for what follows.
      if (char === '\r' && at === rest.length - 1) break
      readLine(rest.slice(from, at))
      if (char === '\r' && rest[at + 1] === '\n') at++
      from = at + 1
    }
    rest = rest.slice(from)
  }
}

export type StreamState = 'connecting' | 'open' | 'lost'

interface StreamParts {
  /** Opens the stream behind the event whose id is `after`. Rejects when it can not. */
  open(after: string | null, signal: AbortSignal): Promise<Response>
  onEvent(event: StreamEvent): void
  /** After all events of one piece of the stream: the moment to show them. */
  onPiece(): void
  onState(state: StreamState): void
  /** Resolves after that time, or early when aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  random(): number
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000

/** Keeps the stream open until the signal says stop; comes back with `after` when it broke, waiting longer each time.
 * Where no event had come yet there is nothing to come back to: then it says `reset`, as the host does for an old `after`. */
export async function keepStream(parts: StreamParts, signal: AbortSignal): Promise<void> {
  let after: string | null = null
  let failures = 0
  let wasOpen = false
  const parse = (event: StreamEvent) => {
    if (event.id !== null) after = event.id
    parts.onEvent(event)
  }
  parts.onState('connecting')
  while (!signal.aborted) {
    try {
      const response = await parts.open(after, signal)
      failures = 0
      parts.onState('open')
      if (wasOpen && after === null) parts.onEvent({ id: null, event: 'reset', data: '{}' })
      wasOpen = true
      await readAll(response, createEventParser(parse), parts.onPiece)
    } catch {
      // Whatever broke it, the answer is the same: come back.
    }
    if (signal.aborted) return
    parts.onState('lost')
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++)
    await parts.wait(wait * (0.75 + parts.random() / 2), signal)
  }
}

async function readAll(response: Response, push: (text: string) => void, onPiece: () => void): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) return
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    push(value)
    onPiece()
  }
}
