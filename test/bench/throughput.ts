import { load, median, type Round } from './load.ts'
import { startPeers } from './peers.ts'
import { CLI, type Measured, repositoryFile, start } from './process.ts'
import type { Row } from './table.ts'

const ROUNDS = 5
const LIVE_BYTES = 1024
const GITHUB = repositoryFile('node_modules/@octokit/openapi/generated/api.github.com.json')
const GITHUB_PATH = '/repos/octocat/hello-world'

interface Contender {
  url: string
  headers?: Record<string, string>
}

/**
 * Mock against a bare node:http server and live against its upstream called directly, in turns, one page listening to
 * the event stream of each host all the while; medians of the rounds. `peers` adds what others make of the same load.
 */
export async function throughput({ rounds = ROUNDS, peers = false } = {}): Promise<Row[]> {
  const spec = repositoryFile('test/bench/pets.yaml')
  const bareServer = (bytes: number) => start([repositoryFile('test/bench/bare-server.ts'), String(bytes)])
  const cli = (...args: string[]) => start([...CLI, ...args, '-p', '0', '--json'])
  const bare = await bareServer(200)
  const upstream = await bareServer(LIVE_BYTES)
  const mock = await cli('mock', spec)
  const live = await cli('proxy', spec, upstream.url)
  const github = await cli('mock', GITHUB)
  const bareGithub = await bareServer(await bytesOf(github.url + GITHUB_PATH))
  const started: Measured[] = [bare, upstream, mock, live, github, bareGithub]
  const others = peers ? await startPeers(spec, upstream.url) : null
  if (others) started.push(...Object.values(others))
  const pages = await Promise.all([mock, live, github].map(({ ready }) => listen(ready)))

  const contenders = {
    bare: { url: bare.url },
    mock: { url: `${mock.url}/pets/42` },
    generated: { url: `${mock.url}/visits/42` },
    dynamic: { url: `${mock.url}/visits/42`, headers: { prefer: 'dynamic=true' } },
    direct: { url: upstream.url },
    live: { url: `${live.url}/pets/42` },
    bareGithub: { url: bareGithub.url },
    github: { url: github.url + GITHUB_PATH },
    ...(others && {
      prismStatic: { url: `${others.prismStatic.url}/pets/42` },
      prismDynamic: { url: `${others.prismDynamic.url}/visits/42` },
      mockoon: { url: `${others.mockoon.url}/pets/42` },
      httpProxy: { url: `${others.httpProxy.url}/pets/42` },
    }),
  }
  const measured = await inTurns(contenders, rounds)
  const rss = mock.rss()
  for (const page of pages) page.abort()
  await Promise.all(started.map((each) => each.stop()))
  return [...rowsOf(measured), { what: 'RSS after the load, small document', value: rss, unit: 'MB', budget: '≤ 160', met: rss <= 160 }]
}

type Measurements = Partial<Record<string, Round[]>>

async function inTurns(contenders: Record<string, Contender>, rounds: number): Promise<Measurements> {
  const measured: Measurements = {}
  for (let round = 0; round < rounds; round++)
    for (const [name, { url, headers }] of Object.entries(contenders))
      measured[name] = [...(measured[name] ?? []), await load(url, headers ? { headers } : {})]
  return measured
}

function rowsOf(measured: Measurements): Row[] {
  const rate = (name: string): number => median((measured[name] ?? []).map((round) => round.requestsPerSecond))
  const row = (what: string, name: string, against?: string, budget?: number): Row[] => {
    if (measured[name] === undefined || (against !== undefined && measured[against] === undefined)) return []
    const ratio = against === undefined ? undefined : rate(name) / rate(against)
    const judged = budget === undefined || ratio === undefined ? {} : { budget: `≥ ${budget}`, met: ratio >= budget }
    return [{ what, value: rate(name), unit: 'req/s', ...(ratio === undefined ? {} : { ratio }), ...judged }]
  }
  const failed = Object.values(measured)
    .flatMap((rounds) => rounds ?? [])
    .reduce((sum, round) => sum + round.failed, 0)
  return [
    ...row('bare node:http, 200 B', 'bare'),
    ...row('mock, example, everything on', 'mock', 'bare', 0.45),
    ...row('mock, generated and cached', 'generated', 'bare', 0.45),
    ...row('mock, generated afresh per request', 'dynamic', 'bare'),
    ...row('Prism static, example', 'prismStatic', 'bare'),
    ...row('Prism dynamic, generated afresh', 'prismDynamic', 'bare'),
    ...row('Mockoon, example', 'mockoon', 'bare'),
    ...row('generated afresh, against Prism dynamic', 'dynamic', 'prismDynamic', 10),
    ...row("bare node:http, as many bytes as GitHub's", 'bareGithub'),
    ...row("mock of GitHub's document, example", 'github', 'bareGithub', 0.45),
    ...row('upstream called directly, 1 KB', 'direct'),
    ...row('live, 1 KB JSON, everything on', 'live', 'direct', 0.33),
    ...row('http-proxy-3', 'httpProxy', 'direct'),
    { what: 'answers that failed or were not 2xx', value: failed, unit: '', budget: '0', met: failed === 0 },
  ]
}

async function bytesOf(url: string): Promise<number> {
  const response = await fetch(url)
  return (await response.arrayBuffer()).byteLength
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
