import { fileURLToPath } from 'node:url'
import { createGateway } from '../../proxy-core/gateway/gateway.ts'
import { createServiceRuntime } from '../../proxy-core/gateway/service-runtime.ts'
import { createSwitchboard } from '../../proxy-core/gateway/switchboard.ts'
import { createForwarder } from '../../proxy-core/live/forwarder.ts'
import { gatewayLimits, upstreamLimits } from '../../proxy-core/model/limits.ts'
import { createMask } from '../../proxy-core/traffic/masking.ts'
import { load, median } from './load.ts'
import { repositoryFile, start } from './process.ts'

/**
 * The gateway's own share, without documents and SQLite: a mock that is a ready buffer against bare node:http, and live
 * against its upstream called directly, in turns. `node test/bench/gateway-micro.ts [rounds] [seconds]`
 */
if (process.argv[2] === 'serve') await serve(process.argv[3] as string)
else await measure(Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 2))

async function measure(rounds: number, seconds: number): Promise<void> {
  const bare = await start([repositoryFile('test/bench/bare-server.ts'), '200'])
  const upstream = await start([repositoryFile('test/bench/bare-server.ts'), '1024'])
  const gateway = await start([fileURLToPath(import.meta.url), 'serve', upstream.url])
  const targets = {
    bare: bare.url,
    'mock, exact path': `${gateway.url}/pets`,
    'mock, parameter': `${gateway.url}/pets/42`,
    direct: upstream.url,
    'live, 1 KB': `${gateway.url}/live/42`,
  }
  const measured = new Map<string, number[]>(Object.keys(targets).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, url] of Object.entries(targets)) {
      const { requestsPerSecond, failed } = await load(url, { seconds })
      if (failed > 0) throw new Error(`${failed} of ${name} failed`)
      measured.get(name)?.push(requestsPerSecond)
    }
  }
  const rate = (name: string): number => median(measured.get(name) ?? [])
  for (const name of measured.keys()) {
    const floor = name.startsWith('live') || name === 'direct' ? 'direct' : 'bare'
    console.log(
      `${name.padEnd(18)} ${Math.round(rate(name)).toString().padStart(7)} req/s   ${(rate(name) / rate(floor)).toFixed(3)} of ${floor}`,
    )
  }
  await Promise.all([bare, upstream, gateway].map((each) => each.stop()))
}

async function serve(upstream: string): Promise<void> {
  const body = Buffer.from(JSON.stringify({ id: 42, name: 'Espresso machine', text: 'x'.repeat(140) }))
  const answer = {
    status: 200,
    headers: ['content-type', 'application/json'],
    body,
    error: null,
    trace: [{ step: 'mock', outcome: 'answered' as const, text: '200, first example', durationMs: null }],
  }
  const operations = ['/pets', '/pets/{id}', '/live/{id}'].map((template) => ({
    method: 'GET',
    template,
    operationId: null,
    summary: null,
    tags: [],
    deprecated: false,
    ref: template,
  }))
  const switchboard = createSwitchboard()
  const document = { title: 'Bench', version: '1', specVersion: '3.1.0', basePath: '', operations, secretNames: [], node: () => undefined }
  const routes = { 'GET /live/{id}': { mode: 'live' as const } }
  const mock = { operation: () => () => answer }
  switchboard.setServices([createServiceRuntime({ name: 'bench', mount: '', document, upstream, mode: null, routes, mock }).service])
  const mask = createMask({ names: ['authorization', 'cookie', 'set-cookie', 'x-api-key'], key: new Uint8Array(32) })
  let id = 0
  const gateway = createGateway({
    switchboard,
    log: { nextId: () => ++id, append() {} },
    mask: () => mask,
    forwarder: createForwarder({ limits: upstreamLimits, isOwnAddress: () => false }),
    limits: gatewayLimits,
    captureBytes: () => 1024 * 1024,
    hosts: () => [],
    origins: () => [],
    cors: true,
    environment: () => null,
    observe: { started() {}, ended() {} },
  })
  const { port } = await gateway.listen(0, '127.0.0.1')
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
  process.on('SIGTERM', () => process.exit(0))
}
