import { setTimeout as delay } from 'node:timers/promises'
import { CLI, repositoryFile, start } from './process.ts'
import type { Row } from './table.ts'

const SAMPLES = 1_000
const PAUSE_MS = 2

/** What the gateway's p99 gains while GitHub's document of 13 MB is imported beside a small one. */
export async function importPause(): Promise<Row[]> {
  const host = await start([...CLI, 'mock', repositoryFile('test/bench/pets.yaml'), '-p', '0', '--json'])
  const url = `${host.url}/pets/42`
  await sample(url, SAMPLES, () => false)
  const quiet = await sample(url, SAMPLES, () => false)
  let importing = true
  const imported = fetch(`${host.ready.control}/api/v1/services`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.ready.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ spec: repositoryFile('node_modules/@octokit/openapi/generated/api.github.com.json'), mount: '/github' }),
  }).then((response) => {
    importing = false
    if (!response.ok) throw new Error(`the import was refused: ${response.status}`)
  })
  const busy = await sample(url, Number.POSITIVE_INFINITY, () => !importing)
  await imported
  await host.stop()
  const added = p99(busy) - p99(quiet)
  return [
    { what: 'p99 of a mock, nothing else going on', value: p99(quiet), unit: 'ms' },
    { what: `p99 while 13 MB import (${busy.length} requests)`, value: p99(busy), unit: 'ms' },
    { what: 'added p99', value: added, unit: 'ms', budget: '≤ 5', met: added <= 5 },
  ]
}

async function sample(url: string, most: number, enough: () => boolean): Promise<number[]> {
  const times: number[] = []
  while (times.length < most && !enough()) {
    const began = performance.now()
    await (await fetch(url)).arrayBuffer()
    times.push(performance.now() - began)
    await delay(PAUSE_MS)
  }
  return times
}

function p99(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN
}
