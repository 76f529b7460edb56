import { beforeAll, describe, expect, it } from 'vitest'
import { type Ask, askerOf, headerOf, jsonOf, openFixture, reasonsOf, textOf } from './fixture.ts'

let ask: Ask
beforeAll(async () => {
  ask = askerOf(await openFixture('choices.yaml'))
})

const preferring = (prefer: string, ...headers: string[]) => ({ headers: ['Prefer', prefer, ...headers] })

describe('the trace of a generated answer names a seed', () => {
  /** What the trace says to send for the same body. */
  const wishIn = (answer: ReturnType<Ask>) => /; Prefer: (.*) gives it again$/.exec(reasonsOf(answer).at(-1) ?? '')?.[1] ?? ''

  it.each([
    ['by default', '/made', [], 'seed=switchyard'],
    ['that was asked for', '/made', ['Prefer', 'seed=a1'], 'seed=a1'],
    ['of several words', '/made', ['Prefer', 'seed="a \\"b\\", c"'], 'seed="a \\"b\\", c"'],
    ['of the query', '/made?__seed=a%20b', [], 'seed="a b"'],
    ['beside a code', '/made', ['Prefer', 'code=404, seed=7'], 'code=404, seed=7'],
    ['made for one request', '/made', ['Prefer', 'dynamic=true'], 'dynamic=true, seed=switchyard-1'],
    ['made for one request that has examples', '/shown?__dynamic=true', [], 'dynamic=true, seed=switchyard-2'],
  ])('%s, by which the same request has the same body and head again', (_, url, headers, wish) => {
    const answer = ask('GET', url, { headers })
    expect(wishIn(answer)).toBe(wish)
    const again = ask('GET', url, preferring(wish))
    expect([again.status, again.headers, textOf(again)]).toEqual([answer.status, answer.headers, textOf(answer)])
    expect(textOf(ask('GET', url, preferring(`${wish}-other`.replace('"-other', '-other"'))))).not.toBe(textOf(answer))
  })

  it('that the command line moves, fresh ones too', async () => {
    const document = await openFixture('choices.yaml')
    const seeded = askerOf(document, { seed: 'mine', dynamic: true })
    const answer = seeded('GET', '/made')
    expect(reasonsOf(answer).at(-1)).toBe(
      '200 application/json, generated afresh with seed mine-1; Prefer: dynamic=true, seed=mine-1 gives it again',
    )
    expect(textOf(ask('GET', '/made', preferring('dynamic=true, seed=mine-1')))).toBe(textOf(answer))
  })

  it('but for plain values, which no seed moves', async () => {
    const plain = askerOf(await openFixture('choices.yaml'), { generate: 'static' })
    expect(reasonsOf(plain('GET', '/made')).at(-1)).toBe('200 application/json, plain values of the schema, the same with every seed')
    expect(textOf(plain('GET', '/made'))).toBe(textOf(plain('GET', '/made', preferring('seed=2'))))
  })
})

describe('the trace of a negotiation', () => {
  it.each([
    ['no Accept', [], 'application/json, as there is no Accept'],
    [
      'an Accept that leaves something out',
      ['Accept', 'text/plain, application/json;q=0'],
      'text/plain, as Accept wanted text/plain, application/json;q=0; refused: application/json (q=0)',
    ],
    [
      'an Accept of a vendor',
      ['Accept', 'application/vnd.x+json'],
      'application/json, as Accept wanted application/vnd.x+json and one JSON type stands for another; refused: text/plain (not named)',
    ],
  ])('says why it is this media type: %s', (_, headers, reason) => {
    expect(reasonsOf(ask('GET', '/made', { headers }))[1]).toBe(reason)
  })

  it('says what was refused', () => {
    expect(ask('GET', '/made', { headers: ['Accept', 'text/csv'] }).trace).toEqual([
      { step: 'mock', outcome: 'note', text: 'status 200, the lowest 2XX of the document', durationMs: null },
      {
        step: 'mock',
        outcome: 'refused',
        text: '406 NOT_ACCEPTABLE: GET /made: Accept wanted text/csv; response 200 of the document has application/json, text/plain.',
        durationMs: null,
      },
    ])
  })

  it('says nothing where there is nothing to choose', () => {
    expect(reasonsOf(ask('GET', '/shown', { headers: ['Accept', '*/*'] }))).toEqual([
      'status 200, the lowest 2XX of the document',
      '200 application/json, example "one"',
    ])
  })
})

describe('the trace of a wish', () => {
  it.each([
    [
      '/made',
      'code=410',
      "404 NOT_FOUND: GET /made: Prefer: code=410 can't be met: the document has no response 410 for the operation. It has 200, 404.",
    ],
    [
      '/made?__code=410',
      '',
      "404 NOT_FOUND: GET /made: __code=410 can't be met: the document has no response 410 for the operation. It has 200, 404.",
    ],
    [
      '/shown',
      'example=six',
      `404 NOT_FOUND: GET /shown: Prefer: example=six can't be met: the response application/json has no example "six". It has one, two.`,
    ],
    ['/shown', 'code=yes', '422 UNPROCESSABLE_ENTITY: code must be a status of three digits from 200 to 599, not "yes".'],
  ])('that can not be met, %s %s', (url, prefer, text) => {
    expect(reasonsOf(ask('GET', url, prefer === '' ? {} : preferring(prefer)))).toContain(text)
  })

  it.each([
    ['/shown', 'seed=7', 'Prefer: seed=7 does not count: the answer is an example; with dynamic=true it is generated'],
    ['/shown', 'dynamic=true, example=two', 'Prefer: dynamic=true does not count, as an example is named'],
    ['/shown', 'dynamic=true', 'the examples one, two skipped, as Prefer: dynamic=true'],
    ['/bare', 'dynamic=true', "Prefer: dynamic=true can't be met: the response has no schema, so an example is sent"],
    ['/shown', 'code=304, example=two', 'Prefer: example=two does not count: the response has no body'],
    ['/shown?__code=404&__seed=2', 'respond-async', '__code in the query does not count beside a Prefer header'],
    ['/shown', 'code=200, code=404', 'code=404 in Prefer does not count: the first code does'],
    ['/shown', 'example=two', 'example "two", as the request prefers (Prefer: example=two)'],
  ])('that came to nothing or was followed, %s %s', (url, prefer, reason) => {
    expect(reasonsOf(ask('GET', url, preferring(prefer)))).toContain(reason)
  })
})

describe('a request that breaks the contract', () => {
  const finding = {
    location: ['body'],
    severity: 'Error' as const,
    code: 'required',
    message: 'Request body must have required property n',
  }
  const wrong = { verdict: { security: null, mediaType: null, findings: [finding] } }

  it.each([
    ['the response of the first status that has one', '/own', '', 400, { bad: 'a' }],
    ['422 before 400, whatever code is asked for', '/both', 'code=400', 422, { bad: 422 }],
    ['the range of 422 before 400', '/ranged', '', 422, { bad: '4XX' }],
    ['the named example where one of these codes is asked for', '/own', 'code=400, example=b', 400, { bad: 'b' }],
    ['the first example where another code is asked for', '/own', 'code=200, example=b', 400, { bad: 'a' }],
  ])('gets %s', (_, url, prefer, status, body) => {
    const answer = ask('POST', url, { ...preferring(prefer), ...wrong })
    expect([answer.status, jsonOf(answer)]).toEqual([status, body])
  })

  it('gets 404 for an example that there is not, with one of these codes', () => {
    const answer = ask('POST', '/own', { ...preferring('code=400, example=z'), ...wrong })
    expect([answer.status, answer.error]).toEqual([404, 'NOT_FOUND'])
  })

  it('is told so though it does not accept what there is', () => {
    const answer = ask('POST', '/own', { headers: ['Accept', 'image/png'], ...wrong })
    expect([answer.status, headerOf(answer, 'content-type')]).toEqual([400, 'application/json'])
  })

  it('is told so by an example, where one is accepted', () => {
    const types = [[], ['Accept', '*/*'], ['Accept', 'application/json']]
    const answers = types.map((headers) => textOf(ask('POST', '/typed', { headers, ...wrong })))
    expect(answers).toEqual(['<bad/>', '<bad/>', '{"bad":"made"}'])
  })

  it('has wishes that do not count in its trace', () => {
    expect(reasonsOf(ask('POST', '/own', { ...preferring('code=200, example=b'), ...wrong }))).toEqual([
      'Prefer: code=200 does not count for an invalid request',
      'Prefer: example=b does not count for an invalid request',
      "status 400, the document's response (400) to an invalid request",
      '400 application/json, example "a"',
    ])
  })

  it('gets a problem where the document has no response for it', () => {
    const answer = ask('POST', '/silent', wrong)
    expect(reasonsOf(answer)).toEqual([
      'the document has no response for an invalid request: 422, 400 or default',
      '422 UNPROCESSABLE_ENTITY: POST /silent: Request body must have required property n.',
    ])
  })
})
