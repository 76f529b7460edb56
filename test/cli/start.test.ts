import { once } from 'node:events'
import { chmod, copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makePlace, type Place, runToEnd, shopSpec, switchyard } from './command-line.ts'

const quiet = ['--port', '0', '--no-open']

async function placeWithShop(): Promise<Place> {
  const place = await makePlace()
  await copyFile(shopSpec, join(place.work, 'shop.yaml'))
  return place
}

async function status({ control, token }: { control: string; token: string }) {
  const response = await fetch(`${control}/api/v1/status`, { headers: { authorization: `Bearer ${token}` } })
  return (await response.json()) as {
    workspace: { kind: string; folder: string | null; warnings: string[]; writable: boolean }
    routes: number
  }
}

/** An upstream whose answers wait for the test. */
async function patientUpstream(): Promise<{ url: string; asked: Promise<ServerResponse> }> {
  const server = createServer()
  const asked = once(server, 'request').then(([, response]) => response as ServerResponse)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

describe('switchyard start', () => {
  it('serves the folder of a document, prints one line of JSON, and ends with 0 at SIGTERM', async () => {
    const place = await placeWithShop()
    const running = switchyard(place, ['start', 'shop.yaml', ...quiet, '--json'])
    const ready = await running.ready()
    expect(Object.keys(ready)).toEqual(['gateway', 'control', 'token'])
    const response = await fetch(`${ready.gateway}/api/products/42`)
    expect(response.status).toBe(200)
    expect(response.headers.get('x-switchyard-source')).toBe('mock')
    expect(await status(ready)).toMatchObject({ workspace: { kind: 'folder', folder: place.work }, routes: 12 })
    const hostFile = join(place.work, '.switchyard', 'host.json')
    expect(JSON.parse(await readFile(hostFile, 'utf8'))).toEqual({ pid: running.child.pid, ...ready })
    expect((await stat(hostFile)).mode & 0o777).toBe(0o600)
    expect(await running.end()).toBe(0)
    expect(running.stdout().trim().split('\n')).toHaveLength(1)
    expect((await readdir(place.work)).toSorted()).toEqual(['.switchyard', 'shop.yaml'])
    expect(await readdir(join(place.work, '.switchyard'))).not.toContain('host.json')
  })

  it('tells people on stderr where it is', async () => {
    const running = switchyard(await placeWithShop(), ['shop.yaml', ...quiet])
    await running.until('stderr', /Try {6}curl http\S+\/api\/products\/42\n/)
    expect(running.stderr()).toMatch(
      /Shop: 12 routes on \/api, mock\nGateway {2}http:\/\/127\.0\.0\.1:\d+\nPage {5}http:\/\/127\.0\.0\.1:\d+\/#ticket=\S+/,
    )
    expect(running.stdout()).toBe('')
    expect(await running.end('SIGINT')).toBe(0)
  })

  it('resolves paths against the folder that npm was called from', async () => {
    const place = await placeWithShop()
    const running = switchyard(place, ['start', 'shop.yaml', ...quiet, '--json'], { cwd: place.root, env: { INIT_CWD: place.work } })
    expect((await status(await running.ready())).workspace.folder).toBe(place.work)
  })

  it('opens the workspace that was open last, and the welcome page when there was none', async () => {
    const place = await placeWithShop()
    const first = switchyard(place, ['start', ...quiet, '--json'])
    expect((await status(await first.ready())).workspace.kind).toBe('none')
    await first.end()
    const second = switchyard(place, ['start', 'shop.yaml', ...quiet, '--json'])
    await second.ready()
    await second.end()
    const third = switchyard(place, [...quiet, '--json'], { cwd: place.root })
    expect(await status(await third.ready())).toMatchObject({ workspace: { folder: place.work }, routes: 12 })
  })

  it('says who has the workspace open already', async () => {
    const place = await placeWithShop()
    const first = switchyard(place, ['start', 'shop.yaml', ...quiet, '--json'])
    const { gateway } = await first.ready()
    const second = await runToEnd(place, ['start', 'shop.yaml', ...quiet])
    expect(second.exitCode).toBe(3)
    expect(second.stderr).toContain(`process ${first.child.pid}, ${gateway}`)
    expect(second.stderr).toContain('without --port 0 you get a link to its page')
    const control = await runToEnd(place, ['start', 'shop.yaml', '--control-port', '1', '--no-open'])
    expect(control).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('without --control-port 1 you') })
  })

  it('gives a program the ready line of the host that runs, also where it asks for the port that this one has', async () => {
    const place = await placeWithShop()
    const first = switchyard(place, ['start', 'shop.yaml', ...quiet, '--json'])
    const ready = await first.ready()
    const { port } = new URL(ready.gateway)
    for (const words of [['start', '.'], ['start'], ['start', 'shop.yaml', '--port', port]]) {
      const again = await runToEnd(place, [...words, '--json'])
      expect(again).toMatchObject({ exitCode: 0, stderr: `Running already (process ${first.child.pid}).\n` })
      expect(JSON.parse(again.stdout)).toEqual(ready)
    }
    expect((await status(ready)).routes).toBe(12)
  })

  it('shows the host that runs, with a fresh link to its page, when the same is started again', async () => {
    const place = await placeWithShop()
    const first = switchyard(place, ['start', 'shop.yaml', ...quiet, '--json'])
    const { control } = await first.ready()
    const swap = async (words: string[]) => {
      const { exitCode, stderr } = await runToEnd(place, [...words, '--no-open'])
      expect(exitCode).toBe(0)
      expect(stderr).toContain(`Running already (process ${first.child.pid}).\n`)
      const ticket = new RegExp(`Page {5}${control}/#ticket=(\\S+)`).exec(stderr)?.[1]
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${control}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ ticket }) })).status
    }
    expect([await swap(['start', 'shop.yaml']), await swap(['start', '.']), await swap(['start'])]).toEqual([200, 200, 200])
    await writeFile(join(place.work, 'other.yaml'), 'openapi: 3.1.0\ninfo: {title: o, version: "1"}\npaths: {}\n')
    expect(await runToEnd(place, ['start', 'other.yaml', '--no-open'])).toMatchObject({ exitCode: 3 })
  })

  it('is found on its welcome page too, by itself and by the other commands', async () => {
    const place = await makePlace()
    const { control, gateway, token } = await switchyard(place, ['start', ...quiet, '--json']).ready()
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    await fetch(`${control}/api/v1/services`, { method: 'POST', headers, body: '{"spec":"sample:shop"}' })
    expect(await runToEnd(place, ['set', 'shop:getProduct', 'live'])).toMatchObject({
      exitCode: 0,
      stdout: 'shop:GET /products/{productId} is live\n',
      stderr: 'In the workspace in memory, which is being served:\n',
    })
    expect((await fetch(`${gateway}/api/products/42`)).headers.get('x-switchyard-source')).toBe('live')
    expect((await runToEnd(place, ['log', 'path:^/api'])).stdout).toContain('/api/products/42')
    expect((await runToEnd(place, ['start', '--no-open'])).stderr).toContain(`Page     ${control}/#ticket=`)
    expect((await status(await switchyard(place, ['start', ...quiet, '--json']).ready())).workspace.kind).toBe('none')
  })

  it('opens the workspace that it is called in, else the one above it', async () => {
    const place = await placeWithShop()
    await mkdir(join(place.work, 'src'))
    await writeFile(join(place.work, 'switchyard.yaml'), 'services:\n  shop: { spec: shop.yaml }\n')
    const running = switchyard(place, ['start', ...quiet, '--json'], { cwd: join(place.work, 'src') })
    expect((await status(await running.ready())).workspace.folder).toBe(place.work)
  })

  it('names the faults of a document that serves', async () => {
    const place = await makePlace()
    const missing = '{ get: { responses: { 200: { $ref: "#/gone" } } } }'
    await writeFile(
      join(place.work, 'a.yaml'),
      `openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths:\n  /a: { get: { responses: { 204: { description: d } } } }\n  /b: ${missing}\n`,
    )
    const running = switchyard(place, ['start', 'a.yaml', ...quiet])
    await running.until('stderr', /A: 2 routes on \/, mock\n {2}\S*a\.yaml:5:\d+: .*gone.*\n/)
  })

  it('names keys without effect, and serves', async () => {
    const place = await placeWithShop()
    await writeFile(join(place.work, 'switchyard.yaml'), 'services:\n  shop: { spec: shop.yaml }\nscenarios: {}\n')
    const running = switchyard(place, ['start', '.', ...quiet])
    await running.until('stderr', /warning: switchyard\.yaml:3:1: scenarios is not known to this version and has no effect\n/)
  })

  it('takes an edit of the workspace file over while it runs', async () => {
    const place = await placeWithShop()
    const file = join(place.work, 'switchyard.yaml')
    await writeFile(file, 'services:\n  shop: { spec: shop.yaml }\n')
    const running = switchyard(place, ['start', '.', ...quiet, '--json'])
    const ready = await running.ready()
    const headers = { authorization: `Bearer ${ready.token}` }
    const events = await fetch(`${ready.control}/api/v1/events`, { headers })
    await writeFile(file, 'services:\n  shop: { spec: shop.yaml, mode: live }\n')
    let heard = ''
    for await (const bytes of events.body ?? []) {
      heard += Buffer.from(bytes).toString()
      if (/"ownMode":"live"/.test(heard)) break
    }
    expect((await fetch(`${ready.gateway}/api/products/42`)).status).toBe(503)
  })

  it('lets a request under way end before it ends', async () => {
    const place = await placeWithShop()
    const upstream = await patientUpstream()
    await writeFile(
      join(place.work, 'switchyard.yaml'),
      `services:\n  shop: { spec: shop.yaml, mode: live, upstream: "${upstream.url}" }\n`,
    )
    const running = switchyard(place, ['start', '.', ...quiet, '--json'])
    const { gateway } = await running.ready()
    const answer = fetch(`${gateway}/api/products/42`)
    const response = await upstream.asked
    running.child.kill('SIGTERM')
    await running.until('stderr', /Waiting for requests under way/)
    response.end('late')
    expect(await (await answer).text()).toBe('late')
    expect(await running.ended).toBe(0)
  })

  it('ends at once at the second signal', async () => {
    const place = await placeWithShop()
    const upstream = await patientUpstream()
    await writeFile(
      join(place.work, 'switchyard.yaml'),
      `services:\n  shop: { spec: shop.yaml, mode: live, upstream: "${upstream.url}" }\n`,
    )
    const running = switchyard(place, ['start', '.', ...quiet, '--json'])
    const { gateway } = await running.ready()
    const answer = fetch(`${gateway}/api/products/42`).catch(() => 'cut')
    await upstream.asked
    running.child.kill('SIGINT')
    await running.until('stderr', /Waiting/)
    running.child.kill('SIGINT')
    expect(await running.ended).toBe(130)
    expect(await answer).toBe('cut')
  })

  it('names what has the port, and one that is free', async () => {
    const place = await placeWithShop()
    const { url } = await patientUpstream()
    const { port } = new URL(url)
    const taken = await runToEnd(place, ['start', 'shop.yaml', '--port', port, '--no-open'])
    expect(taken.exitCode).toBe(3)
    const owner = process.platform === 'linux' ? ` by (node )?\\S+ \\(process ${process.pid}\\)` : ''
    expect(taken.stderr).toMatch(new RegExp(`^switchyard: port ${port} is taken${owner}.*\\. Port \\d+ is free: add --port \\d+\\.\\n$`))
    const control = await runToEnd(place, ['start', 'shop.yaml', ...quiet, '--control-port', port])
    expect(control).toMatchObject({ exitCode: 3, stderr: expect.stringMatching(/add --control-port \d+\.\n$/) })
  })

  it('says what an address means that others can reach, and refuses one that is not of this machine', async () => {
    const place = await placeWithShop()
    const open = switchyard(place, ['start', 'shop.yaml', ...quiet, '--host', '0.0.0.0'])
    await open.until('stderr', /warning: the gateway is open to other machines/)
    await open.end()
    const foreign = await runToEnd(place, ['start', 'shop.yaml', ...quiet, '--host', '192.0.2.1'])
    expect(foreign).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('192.0.2.1 is not an address of this machine') })
  })

  it('serves from a folder that can not be written, and says so', async () => {
    const place = await placeWithShop()
    await chmod(place.work, 0o555)
    await chmod(place.root, 0o777)
    await chmod(place.temporary, 0o777)
    onTestFinished(() => chmod(place.work, 0o755))
    // Root writes everywhere: this has to be somebody else.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const running = switchyard(place, ['start', 'shop.yaml', ...quiet, '--json'], nobody)
    const ready = await running.ready()
    expect((await fetch(`${ready.gateway}/api/products/42`)).status).toBe(200)
    expect((await status(ready)).workspace).toMatchObject({ writable: false, warnings: [expect.stringContaining('can not be written')] })
    await running.until('stderr', /can not be written: changes last until Switchyard ends/)
    expect(await running.end()).toBe(0)
    expect(await readdir(place.work)).toEqual(['shop.yaml'])
  })
})

describe('what can not be opened', () => {
  const tab = 'openapi: 3.0.0\ninfo:\n  title: a\n  version: "1"\npaths:\n  /a:\n\tget: {}\n'
  it.each([
    ['missing.yaml', null, /missing\.yaml does not exist/],
    ['tab.yaml', tab, /tab\.yaml, line 7, column 1: .*tab/],
    ['cut.json', '{"openapi":"3.0.0","info":{', /cut\.json, line 1, column \d+: /],
    ['plain.yaml', 'hello', /plain\.yaml.*OpenAPI/],
    ['nopaths.yaml', 'openapi: 3.0.0\ninfo: {title: a, version: "1"}\n', /nopaths\.yaml.*no paths/],
    ['old.yaml', 'swaggerVersion: "1.2"\napis: []\n', /old\.yaml.*Swagger 1\.2/],
  ])('is refused in one sentence: %s', async (name, text, sentence) => {
    const place = await makePlace()
    if (text !== null) await writeFile(join(place.work, name), text)
    const { exitCode, stdout, stderr } = await runToEnd(place, ['start', name, ...quiet, '--json'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toMatch(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('names the place in a broken workspace file', async () => {
    const place = await makePlace()
    await mkdir(join(place.work, 'api'))
    await writeFile(join(place.work, 'api', 'switchyard.yaml'), 'version: 1\nmode: liv\n')
    const { exitCode, stderr } = await runToEnd(place, ['start', 'api', ...quiet])
    expect(exitCode).toBe(3)
    expect(stderr).toBe(
      `switchyard: ${join(place.work, 'api', 'switchyard.yaml')}:2:7: mode is "liv"; it must be mock, live, auto or recorded\n`,
    )
  })
})
