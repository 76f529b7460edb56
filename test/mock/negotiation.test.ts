import { beforeAll, describe, expect, it } from 'vitest'
import { type Ask, askerOf, headerOf, jsonOf, openFixture, reasonsOf, textOf } from './fixture.ts'

let ask: Ask
beforeAll(async () => {
  ask = askerOf(await openFixture('coffee.yaml'))
})

describe('the status', () => {
  it.each([
    ['the lowest 2XX', '/beans', {}, 200, ['arabica']],
    ['the range 2XX, as 200', '/ranged', {}, 200, { range: true }],
    ['else the default response, as 200', '/default', {}, 200, { any: true }],
    ['else the first that is listed', '/first', {}, 404, { teapot: true }],
    ['a code that is preferred', '/beans', { Prefer: 'code=202' }, 202, { later: true }],
    ['a code out of a range', '/beans', { Prefer: 'code=503' }, 503, { broken: true }],
    ['a code that only the default covers', '/beans', { Prefer: 'code=409' }, 409, { other: true }],
    ['a code among other preferences', '/beans', { Prefer: 'respond-async, code=202; strict, wait=10' }, 202, { later: true }],
    ['a quoted preference in capitals', '/beans', { Prefer: 'CODE="202"' }, 202, { later: true }],
    ['a code in the query', '/beans?__code=202', {}, 202, { later: true }],
    ['no code of the query beside a Prefer header', '/beans?__code=202', { Prefer: 'return=minimal' }, 200, ['arabica']],
  ])('is %s', (_, url, headers, status, body) => {
    const answer = ask('GET', url, { headers: Object.entries(headers).flat() })
    expect([answer.status, jsonOf(answer), answer.error]).toEqual([status, body, null])
  })

  it.each([
    ['code that is no status', 'code=20', 'code must be'],
    ['code that is a word', 'code=ok', 'code must be'],
    ['code that would not end the exchange', 'code=101', 'code must be'],
    ['dynamic that is no boolean', 'dynamic=yes', 'dynamic must be true or false'],
  ])('is 422 for a %s', (_, prefer, message) => {
    const answer = ask('GET', '/beans', { headers: ['prefer', prefer] })
    expect([answer.status, answer.error, headerOf(answer, 'content-type')]).toEqual([
      422,
      'UNPROCESSABLE_ENTITY',
      'application/problem+json',
    ])
    expect(jsonOf(answer)).toMatchObject({ status: 422, code: 'UNPROCESSABLE_ENTITY', detail: expect.stringContaining(message) })
    expect(jsonOf(answer).validation).toMatchObject([{ location: ['request', 'header', 'prefer'], severity: 'Error' }])
    const byQuery = ask('GET', `/beans?__${prefer}`)
    expect(jsonOf(byQuery).validation[0].location).toEqual(['request', 'query', `__${prefer.split('=')[0]}`])
  })

  it('is 422 for a wish that the query has twice; of a Prefer header the first counts', () => {
    const twice = ask('GET', '/beans?__code=202&__code=404')
    expect([twice.status, jsonOf(twice).validation]).toEqual([
      422,
      [{ location: ['request', 'query', '__code'], severity: 'Error', code: 'wish', message: '__code is given more than once' }],
    ])
    expect(ask('GET', '/beans', { headers: ['Prefer', 'code=202', 'Prefer', 'code=404'] }).status).toBe(202)
  })

  it('is not what stands after a semicolon in Prefer, as that belongs to the preference before', () => {
    const answer = ask('GET', '/beans', { headers: ['Prefer', 'wait=1; code=202'] })
    expect(answer.status).toBe(200)
    expect(reasonsOf(answer)[0]).toBe('code=202 after the semicolon in Prefer does not count: a comma stands between preferences')
  })

  it('is 404 for a code that the document does not have, with those that it has', () => {
    const answer = ask('GET', '/ranged', { headers: ['Prefer', 'code=500'] })
    expect([answer.status, answer.error]).toEqual([404, 'NOT_FOUND'])
    expect(jsonOf(answer).candidates.sort()).toEqual(['2XX', '404'])
  })

  it('is 500 where the document has no response at all', () => {
    expect(ask('GET', '/none')).toMatchObject({ status: 500, error: 'NO_RESPONSE_DEFINED' })
  })
})

describe('the media type', () => {
  const csv = 'text/csv'
  const json = 'application/json'
  const xml = 'application/xml'
  it.each([
    ['JSON where the client says nothing', undefined, json],
    ['the first of the document where the client takes anything', '*/*', csv],
    ['the first of the document where anything is the last resort', 'image/png, */*;q=0.1', csv],
    ['what is asked for', csv, csv],
    ['what has the highest quality', `${json};q=0.5, ${xml};q=0.9`, xml],
    ['not what has quality 0', `${json};q=0, */*`, csv],
    ['what a wildcard of the type takes', 'text/*', csv],
    ['the closer of two matches of one quality', `*/*, ${xml}`, xml],
    ['the first of two that are equally wanted', `${xml}, ${json}`, xml],
    ['that of a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', xml],
    ['JSON for a JSON of a vendor', 'application/vnd.coffee.v3+json', json],
    ['JSON for any +json', 'application/vnd.x+json, text/plain;q=0.1', json],
    ['with a parameter that does not matter', 'application/json; charset=utf-8', json],
  ])('is %s', (_, accept, expected) => {
    const answer = ask('GET', '/beans', { headers: accept === undefined ? [] : ['aCCept', accept] })
    expect([answer.status, headerOf(answer, 'content-type')]).toEqual([200, expected])
  })

  it.each([
    ['application/vnd.coffee.v1+json', 1],
    ['application/json', 2],
    ['application/*+json', 2],
    [undefined, 2],
  ])('of a vendor is found by %s', (accept, version) => {
    expect(jsonOf(ask('GET', '/vendor', { headers: accept === undefined ? [] : ['Accept', accept] }))).toEqual({ version })
  })

  it('that the document leaves open is the one that the client names', () => {
    expect(headerOf(ask('GET', '/octets', { headers: ['Accept', 'application/vnd.my+json'] }), 'content-type')).toBe(
      'application/vnd.my+json',
    )
    expect(headerOf(ask('GET', '/octets'), 'content-type')).toBe('application/json')
  })

  it('is 406 where none is acceptable, and the trace says what was left out where one is', () => {
    const answer = ask('GET', '/beans', { headers: ['Accept', 'image/png'] })
    expect([answer.status, answer.error, headerOf(answer, 'content-type')]).toEqual([406, 'NOT_ACCEPTABLE', 'application/problem+json'])
    expect(jsonOf(answer).candidates).toEqual([csv, json, xml])
    expect(reasonsOf(ask('GET', '/beans', { headers: ['Accept', csv] }))).toEqual([
      'status 200, the lowest 2XX of the document',
      'text/csv, as Accept wanted text/csv; refused: application/json (not named), application/xml (not named)',
      '200 text/csv, example "default"',
    ])
  })

  it('does not matter where there is no body', () => {
    expect(ask('GET', '/plain', { headers: ['Accept', 'image/png'] })).toMatchObject({ status: 200, headers: [], error: null })
  })
})

describe('the example', () => {
  it('is the first, or the one that is named, also through a reference', () => {
    expect(jsonOf(ask('GET', '/beans'))).toEqual(['arabica'])
    expect(jsonOf(ask('GET', '/beans?__example=robusta'))).toEqual(['robusta'])
    const answer = ask('GET', '/beans', { headers: ['Prefer', 'example=robusta'] })
    expect(jsonOf(answer)).toEqual(['robusta'])
    expect(answer.trace.at(-1)).toEqual({
      step: 'mock',
      outcome: 'answered',
      text: '200 application/json, example "robusta"',
      durationMs: null,
    })
  })

  it('that is named decides the media type, as far as the client takes it', () => {
    const named = (accept: string) => ask('GET', '/beans', { headers: ['Prefer', 'example=robusta', 'Accept', accept] })
    expect(jsonOf(named('*/*'))).toEqual(['robusta'])
    expect(named('text/csv').status).toBe(404)
  })

  it('is 404 where it has not the name that is asked for', () => {
    const answer = ask('GET', '/beans', { headers: ['Prefer', 'example=decaf'] })
    expect([answer.status, answer.error, jsonOf(answer).candidates]).toEqual([404, 'NOT_FOUND', ['arabica', 'robusta']])
  })

  it('is skipped by dynamic, unless one is named', () => {
    const fresh = ask('GET', '/beans', { headers: ['Prefer', 'dynamic=true'] })
    expect(jsonOf(fresh)).not.toEqual(['arabica'])
    expect(reasonsOf(fresh).at(-1)).toBe(
      '200 application/json, generated afresh with seed switchyard-1; Prefer: dynamic=true, seed=switchyard-1 gives it again',
    )
    expect(jsonOf(ask('GET', '/beans', { headers: ['Prefer', 'dynamic=true, example=robusta'] }))).toEqual(['robusta'])
  })

  it('is served as written, valid or not, and as the text that it is', () => {
    expect(jsonOf(ask('GET', '/written'))).toEqual({ b: 1 })
    expect(textOf(ask('GET', '/written?__example=text'))).toBe('{"a": 1}')
    expect(textOf(ask('GET', '/written', { headers: ['Accept', 'application/xml'] }))).toBe('<a>1</a>')
    expect(jsonOf(ask('GET', '/written', { headers: ['Accept', 'application/vnd.string+json'] }))).toBe('{"a": 1}')
  })

  it('is not fetched from elsewhere', () => {
    expect(ask('GET', '/written?__example=far').status).toBe(404)
  })
})

describe('what is set on the route', () => {
  it('holds where the request asks for nothing', () => {
    const answer = ask('GET', '/beans', { response: { status: 503 } })
    expect([answer.status, jsonOf(answer)]).toEqual([503, { broken: true }])
    expect(reasonsOf(answer)[0]).toBe('status 503, set on the route, by the range 5XX of the document')
    expect(jsonOf(ask('GET', '/beans', { response: { example: 'robusta' } }))).toEqual(['robusta'])
  })

  it('lies beneath what the request asks for', () => {
    expect(ask('GET', '/beans', { response: { status: 503 }, headers: ['Prefer', 'code=200'] }).status).toBe(200)
    const named = { response: { example: 'robusta' }, headers: ['Prefer', 'example=arabica'] }
    expect(jsonOf(ask('GET', '/beans', named))).toEqual(['arabica'])
  })

  it('answers with a status that the document does not have, without a body, and says so', () => {
    const answer = ask('GET', '/ranged', { response: { status: 503 } })
    expect([answer.status, answer.body.byteLength, answer.error]).toEqual([503, 0, null])
    expect(reasonsOf(answer)[0]).toBe('status 503, set on the route; the document has no such response, so it has no body')
  })
})

describe('the head', () => {
  it('has no body for 204, though the document shows one', () => {
    expect(ask('DELETE', '/empty')).toMatchObject({ status: 204, headers: [], error: null })
    expect(ask('DELETE', '/empty').body.byteLength).toBe(0)
  })

  it('says that the operation is deprecated', () => {
    expect(headerOf(ask('GET', '/old'), 'deprecation')).toBe('true')
    expect(headerOf(ask('GET', '/beans'), 'deprecation')).toBeUndefined()
  })

  it('of HEAD is that of GET', () => {
    for (const url of ['/beans', '/cups/3', '/old']) {
      const [get, head] = [ask('GET', url), ask('HEAD', url)]
      expect([head.status, head.headers, head.body.byteLength]).toEqual([get.status, get.headers, get.body.byteLength])
    }
  })

  it('carries the headers of the document: the example, else a made value; framing is left to the gateway', () => {
    const answer = ask('POST', '/cups')
    expect(headerOf(answer, 'location')).toBe('/cups/7')
    expect(Number(headerOf(answer, 'x-rate-limit-remaining'))).toBeGreaterThanOrEqual(40)
    expect(headerOf(answer, 'x-tags')).toMatch(/^[ab](,[ab])+$/)
    expect(headerOf(answer, 'x-bad')).toBe('line X-Injected: yes')
    expect(headerOf(answer, 'content-type')).toBe('application/json')
    expect(headerOf(answer, 'transfer-encoding')).toBeUndefined()
  })
})
