/** One event of the stream. */
export interface StreamEvent {
  name: string
  id: number
  // biome-ignore lint/suspicious/noExplicitAny: whatever the event carries, the test says what it expects
  data: any
}

export interface EventReader {
  /** The next event that the test asks for; those before it are passed over. */
  next(matches: (event: StreamEvent) => boolean): Promise<StreamEvent>
  close(): void
}

/** Reads the event stream of a host as a page does. */
export async function readEvents(control: string, token: string, after?: number): Promise<EventReader> {
  const abort = new AbortController()
  const response = await fetch(`${control}/api/v1/events${after === undefined ? '' : `?after=${after}`}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  })
  const events = parse(response)
  return {
    async next(matches) {
      for (;;) {
        const { value, done } = await events.next()
        if (done) throw new Error('the stream ended')
        if (matches(value)) return value
      }
    },
    close: () => abort.abort(),
  }
}

async function* parse(response: Response): AsyncGenerator<StreamEvent> {
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      )
      text = text.slice(end + 2)
      if (fields.event) yield { name: fields.event, id: Number(fields.id), data: JSON.parse(fields.data ?? 'null') }
    }
  }
}
