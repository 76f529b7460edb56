import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type ExchangeSummary, summaryOf } from '../../proxy-core/model/exchange.ts'
import { decidedBySummary, filterTermNames, matchesFilter, parseFilter } from '../../proxy-core/model/filter.ts'
import { bodyOf, recordOf } from '../fixtures/traffic/records.ts'

const shop: ExchangeSummary = {
  ...summaryOf(
    recordOf(1, {
      method: 'POST',
      path: '/api/Products/7',
      query: 'q=a%20b',
      status: 404,
      durationMs: 600,
      responseBody: bodyOf('x'.repeat(12_000)),
    }),
  ),
  id: '1',
}
const pending: ExchangeSummary = {
  ...shop,
  state: 'pending',
  status: null,
  durationMs: null,
  service: null,
  route: null,
  mode: null,
  source: null,
}

function fits(filter: string, summary = shop): boolean {
  const parsed = parseFilter(filter)
  if (parsed.kind === 'error') throw new Error(`${filter}: ${parsed.message}`)
  return matchesFilter(parsed.terms, summary)
}

function mistake(filter: string) {
  const parsed = parseFilter(filter)
  if (parsed.kind === 'ok') throw new Error(`${filter} was read`)
  return [parsed.message, parsed.at, parsed.length]
}

test('an empty filter matches everything', () => {
  expect(fits('')).toBe(true)
  expect(fits('   ')).toBe(true)
  expect(fits('""')).toBe(true)
})

test.each([
  'method:post',
  'method:get,POST',
  'status:404',
  'status:4xx',
  'status:2xx,4XX',
  'status>=400',
  'status<500 status>403',
  'service:shop',
  'path:products',
  'path:^/API',
  'path:/7$',
  'path:^/api/products/7$',
  'route:"GET /products"',
  'mode:mock',
  'source:mock,live',
  'state:done',
  'duration>500ms',
  'duration>0.5s',
  'duration<=600',
  'size>10kb',
  'size>=12000',
  'Method:post',
  'products "q=a%20b"',
  'post',
  '127.0.0.1:4010',
  '-method:get -status:5xx -is:error -nothere -"not here"',
])('%s matches', (filter) => {
  expect(fits(filter)).toBe(true)
})

test.each([
  'method:get',
  'status:5xx',
  'status:none',
  'status>404',
  'path:^products',
  'path:^/api$',
  'route:^GET',
  'is:error',
  'is:pinned',
  'is:finding',
  'is:pending',
  'size>10MiB',
  '-products',
  'products -4010',
])('%s does not match', (filter) => {
  expect(fits(filter)).toBe(false)
})

test('what is not known does not match, and its negation does', () => {
  for (const filter of ['service:shop', 'mode:mock', 'source:mock', 'status:2xx', 'status>100', 'duration>0', 'route:shop']) {
    expect(fits(filter, pending), filter).toBe(false)
    expect(fits(`-${filter}`, pending), filter).toBe(true)
  }
  expect(fits('is:pending status:none state:pending', pending)).toBe(true)
})

test('an error is a 5xx or no whole answer', () => {
  expect(fits('is:error', { ...shop, status: 503 })).toBe(true)
  expect(fits('is:error', { ...shop, state: 'aborted', status: 200 })).toBe(true)
  expect(fits('is:error,pinned', { ...shop, pinned: true })).toBe(true)
})

test.each([
  ['metod:get', 'No such term metod. Did you mean method?', 0, 5],
  ['path:/a  stat:200', 'No such term stat. Did you mean status?', 9, 4],
  ['-durations>5', 'No such term durations. Did you mean duration?', 1, 9],
  ['content-type:json', 'No such term content-type. To search for this text, put it in quotes: "content-type:json".', 0, 12],
  ['constructor:x', 'No such term constructor. To search for this text, put it in quotes: "constructor:x".', 0, 11],
  ['mode:liv', 'No such value liv. Did you mean live?', 5, 3],
  ['mode:mock,xyz', 'No such value xyz. Write one of mock, live, auto, recorded.', 10, 3],
  ['is:eror', 'No such value eror. Did you mean error?', 3, 4],
  ['status:9999', '9999 is no status. Write 404, 5xx or none.', 7, 4],
  ['status:', 'A status is missing: status:404, status:5xx or status>=400.', 0, 7],
  ['status>=ok', 'Write it as status>=400, with >, >=, < or <=.', 0, 10],
  ['duration:500ms', 'Write it as duration>500ms, with >, >=, < or <=.', 0, 14],
  ['size>10furlongs', 'Write it as size>10kb, with >, >=, < or <=.', 0, 15],
  ['method>get', 'Write it as method:get,post.', 0, 10],
  ['method:', 'Write it as method:get,post.', 0, 7],
  ['path:^', 'Write it as path:^/api.', 0, 6],
  ['a "not closed', 'The quote is not closed.', 2, 11],
])('%s says what is wrong and where', (filter, message, at, length) => {
  expect(mistake(filter)).toEqual([message, at, length])
})

test.each(['http://localhost:4010/api/products', 'localhost:4010', 'localhost:4010/api', 'a>b', '12:30', 'page=2', '-', '- x'])(
  '%s is plain text',
  (filter) => {
    expect(parseFilter(filter).kind).toBe('ok')
  },
)

test('a URL is found as it is pasted', () => {
  expect(fits(`http://${shop.host}${shop.path}`, shop)).toBe(true)
  expect(fits(`${shop.host}${shop.path}`, shop)).toBe(true)
  expect(fits(`http://${shop.host}/elsewhere`, shop)).toBe(false)
})

test('quotes keep spaces, commas and quotes inside', () => {
  expect(parseFilter('path:"/a b,c",d')).toMatchObject({
    terms: [{ kind: 'pattern', patterns: [{ text: '/a b,c' }, { text: 'd' }] }],
  })
  expect(parseFilter(String.raw`"say \"hi\" \\ there"`)).toMatchObject({ terms: [{ kind: 'text', text: String.raw`say "hi" \ there` }] })
})

test('only free text needs more than the summary', () => {
  const terms = (text: string) => {
    const parsed = parseFilter(text)
    return parsed.kind === 'ok' ? parsed.terms : []
  }
  expect(decidedBySummary(terms('method:get -status:5xx is:error'))).toBe(true)
  expect(decidedBySummary(terms('method:get timeout'))).toBe(false)
})

test('every term is explained in docs/filter.md', () => {
  const page = readFileSync(new URL('../../docs/filter.md', import.meta.url), 'utf8')
  expect(filterTermNames.filter((name) => !new RegExp(`\`${name}[:>]`).test(page))).toEqual([])
})
