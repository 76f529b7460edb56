import { load, median, type Round } from './load.ts'
import { repositoryFile, start } from './process.ts'
import type { Row } from './table.ts'

const ROUNDS = 5
const BODY_BYTES = 1024

/**
 * Mock against a bare node:http server and live against its upstream called directly, in turns, one page listening to
 * the event stream all the while; medians of the rounds.
 */
export async function throughput(rounds = ROUNDS): Promise<Row[]> {
  const spec = repositoryFile('test/bench/pets.yaml')
  const bare = await start([repositoryFile('test/bench/bare-server.ts'), '200'])
  const upstream = await start([repositoryFile('test/bench/bare-server.ts'), String(BODY_BYTES)])
  const mock = await start([repositoryFile('dist/cli.js'), 'mock', spec, '-p', '0', '--json'])
  const live = await start([repositoryFile('dist/cli.js'), 'proxy', spec, upstream.url, '-p', '0', '--json'])
  const pages = await Promise.all([listen(mock.ready), listen(live.ready)])
  const measured: Record<'bare' | 'mock' | 'generated' | 'direct' | 'live', Round[]> = {
    bare: [],
    mock: [],
    generated: [],
    direct: [],
    live: [],
  }
  for (let round = 0; round < rounds; round++) {
    measured.bare.push(await load(bare.url))
    measured.mock.push(await load(`${mock.url}/pets/42`))
    measured.generated.push(await load(`${mock.url}/pets?limit=3`))
    measured.direct.push(await load(upstream.url))
    measured.live.push(await load(`${live.url}/pets/42`))
  }
  const mockRss = mock.rss()
  for (const page of pages) page.abort()
  await Promise.all([bare, upstream, mock, live].map((each) => each.stop()))
  const rate = (name: keyof typeof measured): number => median(measured[name].map((round) => round.requestsPerSecond))
  const failed = Object.values(measured)
    .flat()
    .reduce((sum, round) => sum + round.failed, 0)
  return [
    { what: 'bare node:http, 200 B', value: rate('bare'), unit: 'req/s' },
    {
      what: 'mock, example, everything on',
      value: rate('mock'),
      unit: 'req/s',
      ratio: rate('mock') / rate('bare'),
      budget: '≥ 0.45',
      met: rate('mock') / rate('bare') >= 0.45,
    },
    {
      what: 'mock, generated and cached',
      value: rate('generated'),
      unit: 'req/s',
      ratio: rate('generated') / rate('bare'),
      budget: '≥ 0.45',
      met: rate('generated') / rate('bare') >= 0.45,
    },
    { what: 'upstream called directly, 1 KB', value: rate('direct'), unit: 'req/s' },
    {
      what: 'live, 1 KB JSON, everything on',
      value: rate('live'),
      unit: 'req/s',
      ratio: rate('live') / rate('direct'),
      budget: '≥ 0.33',
      met: rate('live') / rate('direct') >= 0.33,
    },
    { what: 'answers that failed or were not 2xx', value: failed, unit: '', budget: '0', met: failed === 0 },
    { what: 'RSS after the load, small document', value: mockRss, unit: 'MB', budget: '≤ 160', met: mockRss <= 160 },
  ]
}

/** One open page: reads the event stream and throws it away. */
async function listen({ control, token }: Record<string, string>): Promise<AbortController> {
  const abort = new AbortController()
  const response = await fetch(`${control}/api/v1/events`, { headers: { authorization: `Bearer ${token}` }, signal: abort.signal })
  const drain = async (): Promise<void> => {
    for await (const chunk of response.body ?? []) void chunk
  }
  drain().catch(() => undefined)
  return abort
}
