import { createHash } from 'node:crypto'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CLI, repositoryFile, start } from './process.ts'
import type { Row } from './table.ts'

const BYTES = 2 ** 30
const CHUNK = Buffer.alloc(64 * 1024, 'switchyard')

/** A gibibyte down and one up through live, with checksums at both ends and the growth of the gateway's memory. */
export async function transfer(): Promise<Row[]> {
  const received: { sha256: string; bytes: number }[] = []
  const upstream = createServer(async (incoming, response) => {
    if (incoming.method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': String(BYTES) })
      return void pipeline(gibibyte(), response).catch(() => undefined)
    }
    received.push(await digest(incoming))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
  const host = await start([
    ...CLI,
    'proxy',
    repositoryFile('test/bench/pets.yaml'),
    `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
    '-p',
    '0',
    '--json',
  ])
  await exchange(`${host.url}/pets/1`, 'GET')
  const before = host.rss()
  const expected = (await digest(gibibyte())).sha256
  const began = performance.now()
  const down = await exchange(`${host.url}/pets/1`, 'GET')
  const up = await exchange(`${host.url}/pets/1`, 'PUT', gibibyte())
  const seconds = (performance.now() - began) / 1000
  const growth = host.peakRss() - before
  await host.stop()
  upstream.close()
  const equal = down.sha256 === expected && received.at(-1)?.sha256 === expected && up.status === 200
  return [
    { what: '1 GiB each way through live: checksums equal', value: equal ? 1 : 0, unit: '', budget: '1', met: equal },
    { what: '1 GiB each way: growth of RSS', value: growth, unit: 'MB', budget: '≤ 64', met: growth <= 64 },
    { what: '1 GiB each way: throughput', value: (2 * BYTES) / seconds / 2 ** 20, unit: 'MiB/s' },
  ]
}

function gibibyte(): Readable {
  return Readable.from(
    (function* () {
      for (let sent = 0; sent < BYTES; sent += CHUNK.length) yield CHUNK
    })(),
    { objectMode: false },
  )
}

async function digest(stream: Readable): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done()
    },
  })
  await pipeline(stream, sink)
  return { sha256: hash.digest('hex'), bytes }
}

function exchange(url: string, method: string, body?: Readable): Promise<{ status: number; sha256: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers: body ? { 'content-type': 'application/octet-stream', 'content-length': String(BYTES) } : {} },
      async (response) => {
        resolve({ status: response.statusCode ?? 0, sha256: (await digest(response)).sha256 })
      },
    )
    outgoing.on('error', reject)
    if (body) pipeline(body, outgoing).catch(reject)
    else outgoing.end()
  })
}
