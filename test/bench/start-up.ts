import { load, median } from './load.ts'
import { CLI, repositoryFile, start } from './process.ts'
import type { Row } from './table.ts'

const STARTS = 5

/** From process start to the first answer, and memory after a load, for a small document and GitHub's. */
export async function startUp(starts = STARTS): Promise<Row[]> {
  const small = await firstAnswers(repositoryFile('test/bench/pets.yaml'), '/pets/42', starts)
  const github = await firstAnswers(
    repositoryFile('node_modules/@octokit/openapi/generated/api.github.com.json'),
    '/repos/octocat/hello-world',
    starts,
  )
  return [
    { what: 'start to first answer, small document', value: small.ms, unit: 'ms', budget: '≤ 500', met: small.ms <= 500 },
    { what: "start to first answer, GitHub's document", value: github.ms, unit: 'ms', budget: '≤ 1,200', met: github.ms <= 1200 },
    { what: "RSS after load, GitHub's document", value: github.rss, unit: 'MB', budget: '≤ 260', met: github.rss <= 260 },
  ]
}

async function firstAnswers(spec: string, path: string, starts: number): Promise<{ ms: number; rss: number }> {
  const times: number[] = []
  let rss = 0
  for (let n = 0; n < starts; n++) {
    const began = performance.now()
    const host = await start([...CLI, 'mock', spec, '-p', '0', '--json'])
    const response = await fetch(host.url + path)
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
    times.push(performance.now() - began)
    if (n === starts - 1) {
      await load(host.url + path, { seconds: 10 })
      rss = host.rss()
    }
    await host.stop()
  }
  return { ms: median(times), rss }
}
