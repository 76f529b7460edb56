import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ExchangeRecord, summaryOf } from '../../proxy-core/model/exchange.ts'
import { matchesFilter, parseFilter } from '../../proxy-core/model/filter.ts'
import { filterSql } from '../../proxy-core/traffic/filter-sql.ts'
import { batchOf, openTestFile } from '../fixtures/traffic/files.ts'
import { bodyOf, recordOf } from '../fixtures/traffic/records.ts'

const oneOf = <const T>(...values: T[]) => fc.constantFrom(...values)
const record = fc.record({
  method: oneOf('GET', 'POST', 'get', 'M_X'),
  path: oneOf('/', '/api', '/API/products', '/api/100%', '/a_b', '/a\\b', '/api/products.json'),
  query: oneOf('', 'a=1', 'path=/api'),
  state: oneOf('done', 'failed', 'aborted'),
  service: oneOf('shop', 'Pets', null),
  route: oneOf('shop:GET /products', 'pets:POST /pets', null),
  mode: oneOf('mock', 'live', null),
  source: oneOf('mock', 'live', 'gateway', null),
  status: oneOf(100, 200, 204, 302, 404, 499, 500, 503, null),
  durationMs: oneOf(0, 0.5, 100, 500, 12_000),
  responseBody: oneOf(bodyOf(''), bodyOf('x'.repeat(1_000)), bodyOf('', { bytes: 10_000_000 })),
  findings: oneOf([], [{ location: [], severity: 'Error', code: 'x', message: 'x' }]),
}) as fc.Arbitrary<Partial<ExchangeRecord>>
const term = oneOf(
  ...[
    'method:get',
    'method:m_x,post',
    'status:404',
    'status:2xx,none',
    'status:5xx',
    'status>=400',
    'status<300',
    'service:SHOP',
    'service:pets,shop',
  ],
  ...[
    'path:api',
    'path:^/api',
    'path:json$',
    'path:^/$',
    'path:%',
    'path:_',
    String.raw`path:"\\"`,
    'path:^/a',
    'route:products',
    'route:^pets:',
  ],
  ...[
    'mode:mock',
    'mode:live,auto',
    'source:gateway',
    'state:failed,aborted',
    'state:pending',
    'is:error',
    'is:finding',
    'is:pinned',
    'is:pending,error',
  ],
  ...['duration>0.5', 'duration<=500ms', 'duration>=1s', 'size>1kb', 'size<1000', 'size>=10mb'],
)
const filter = fc
  .array(
    fc.tuple(fc.boolean(), term).map(([negated, text]) => (negated ? `-${text}` : text)),
    { maxLength: 4 },
  )
  .map((terms) => terms.join(' '))

test('the log and the page agree on what a filter matches', () => {
  const file = openTestFile()
  let id = 0
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 20 }), filter, (given, text) => {
      const records = given.map((one) => recordOf(++id, one))
      file.insert(batchOf(records))
      const parsed = parseFilter(text)
      if (parsed.kind === 'error') throw new Error(parsed.message)
      const expected = records.filter((one) => matchesFilter(parsed.terms, summaryOf(one))).map((one) => one.id)
      const { where, values, texts } = filterSql(parsed.terms)
      const sql = `SELECT id FROM exchange AS e WHERE id > ? ${where ? `AND ${where}` : ''} ORDER BY id`
      const found = file.db
        .prepare<unknown[], number>(sql)
        .pluck()
        .all(id - records.length, ...values)
      expect(found, text).toEqual(expected)
      expect(texts).toEqual([])
    }),
    { numRuns: 300 },
  )
})
