import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makePlace, type Place, runToEnd, shopSpec, switchyard } from './command-line.ts'

const started = ['start', '.', '--port', '0', '--json']

async function placeWithShop(): Promise<Place> {
  const place = await makePlace()
  await copyFile(shopSpec, join(place.work, 'shop.yaml'))
  return place
}

describe('switchyard set', () => {
  it('throws switches of a running host: a route, a service, all', async () => {
    const place = await placeWithShop()
    const { gateway } = await switchyard(place, started).ready()
    const source = async (path: string) => (await fetch(gateway + path)).status
    const route = await runToEnd(place, ['set', 'get', '/products/{productId}', 'live'])
    expect(route).toMatchObject({ exitCode: 0, stdout: 'shop:GET /products/{productId} is live\n' })
    expect(route.stderr).toContain('shop has no upstream yet')
    expect([await source('/api/products/42'), await source('/api/cart')]).toEqual([503, 200])
    expect((await runToEnd(place, ['set', 'getProduct', 'mock'])).stdout).toBe('shop:GET /products/{productId} is mock\n')
    expect((await runToEnd(place, ['set', 'shop', 'live'])).stdout).toBe('shop is live\n')
    expect([await source('/api/products/42'), await source('/api/cart')]).toEqual([200, 503])
    expect((await runToEnd(place, ['set', '--all', 'mock'])).stdout).toBe('every route is mock\n')
    expect(await source('/api/cart')).toBe(200)
    expect((await runToEnd(place, ['set', 'shop', 'live'])).stderr).toContain('The master switch is on mock and decides')
    await runToEnd(place, ['set', '--all', 'as-set'])
    expect(await source('/api/cart')).toBe(503)
    expect(await readFile(join(place.work, 'switchyard.local.yaml'), 'utf8')).toContain('getProduct: { mode: mock }')
  })

  it('says what was meant when there is no such route', async () => {
    const place = await placeWithShop()
    const missed = await runToEnd(place, ['set', 'getProdct', 'live'])
    expect(missed).toMatchObject({
      exitCode: 2,
      stderr: 'switchyard: there is no service or route "getProdct"; did you mean "getProduct"?\n',
    })
    await switchyard(place, started).ready()
    expect(await runToEnd(place, ['set', 'GET /product', 'live'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"GET /products"'),
    })
  })

  it('names the candidates when several services have the route', async () => {
    const place = await placeWithShop()
    await writeFile(
      join(place.work, 'switchyard.yaml'),
      'services:\n  a: { spec: shop.yaml, mount: /a }\n  b: { spec: shop.yaml, mount: /b }\n',
    )
    const { exitCode, stderr } = await runToEnd(place, ['set', 'getCart', 'live'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('"a:GET /cart", "b:GET /cart"')
    expect((await runToEnd(place, ['set', 'b:getCart', 'live'])).stdout).toBe('b:GET /cart is live\n')
  })

  it('edits the overlay when no host runs, which the next one takes over', async () => {
    const place = await placeWithShop()
    await writeFile(join(place.work, 'switchyard.yaml'), 'services:\n  shop: { spec: shop.yaml }\n')
    expect(await runToEnd(place, ['set', 'getCart', 'live'])).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('switchyard.local.yaml'),
    })
    await runToEnd(place, ['set', 'shop', 'mock'])
    expect(await readFile(join(place.work, 'switchyard.yaml'), 'utf8')).toBe('services:\n  shop: { spec: shop.yaml }\n')
    const { gateway } = await switchyard(place, started).ready()
    expect((await fetch(`${gateway}/api/cart`)).status).toBe(503)
    expect((await fetch(`${gateway}/api/products/42`)).status).toBe(200)
  })

  it('says that nothing is kept in a folder that can not be written, and nothing else', async () => {
    const place = await placeWithShop()
    await chmod(place.work, 0o555)
    await chmod(place.root, 0o777)
    await chmod(place.temporary, 0o777)
    onTestFinished(() => chmod(place.work, 0o755))
    // Root writes everywhere: this has to be somebody else.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const ended = await runToEnd(place, ['set', 'getProduct', 'live'], nobody)
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' })
    expect(ended.stderr).toContain('can not be written, so nothing would be kept')
    expect(ended.stderr).not.toContain('written to')
  })

  it('refuses a mode that there is not, and a folder without a workspace', async () => {
    const place = await placeWithShop()
    expect(await runToEnd(place, ['set', 'shop', 'liv'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('did you mean live?'),
    })
    expect(await runToEnd(place, ['set', 'shop', 'auto'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('mock or live') })
    const nowhere = await runToEnd(await makePlace(), ['set', 'shop', 'live'])
    expect(nowhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there is no workspace in') })
  })
})

describe('switchyard log', () => {
  it('shows what was logged while the host runs and after, filtered and as JSON', async () => {
    const place = await placeWithShop()
    const host = switchyard(place, started)
    const { gateway } = await host.ready()
    for (const path of ['/api/cart', '/api/products/42', '/api/nothing']) await fetch(gateway + path)
    for (const running of [true, false]) {
      if (!running) expect(await host.end()).toBe(0)
      const all = await runToEnd(place, ['log'])
      expect(
        all.stdout
          .trim()
          .split('\n')
          .map((line) => line.split(/\s+/)[1]),
      ).toEqual(['200', '200', '404'])
      const { stdout } = await runToEnd(place, ['log', 'status:4xx', '--json'])
      expect(JSON.parse(stdout)).toMatchObject({ path: '/api/nothing', status: 404, state: 'done' })
      expect((await runToEnd(place, ['log', '--limit', '1'])).stdout).toMatch(/^\S+ 404 .*\/api\/nothing NO_PATH_MATCHED\n$/)
    }
    expect(await runToEnd(place, ['log', '--follow'])).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('no host runs here') })
  })

  it('follows what comes, each exchange once, until a signal', async () => {
    const place = await placeWithShop()
    const { gateway } = await switchyard(place, started).ready()
    await fetch(`${gateway}/api/cart`)
    const plain = switchyard(place, ['log', '--follow', '--json'])
    const filtered = switchyard(place, ['log', '-f', 'status:404', '--json'])
    await plain.until('stdout', /"path":"\/api\/cart"/)
    await fetch(`${gateway}/api/nothing`)
    await Promise.all([plain, filtered].map((each) => each.until('stdout', /"path":"\/api\/nothing"/)))
    await fetch(`${gateway}/api/products/42`)
    await plain.until('stdout', /"path":"\/api\/products\/42"/)
    expect(await plain.end('SIGINT')).toBe(0)
    expect(await filtered.end()).toBe(0)
    const ids = plain
      .stdout()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id)
    expect(new Set(ids).size).toBe(3)
    expect(ids).toHaveLength(3)
    expect(filtered.stdout().trim().split('\n')).toHaveLength(1)
  })

  it('says so when the file of the log is no log', async () => {
    const place = await placeWithShop()
    expect(await runToEnd(place, ['log'])).toMatchObject({ exitCode: 0, stderr: 'Nothing has been logged here.\n' })
    await mkdir(join(place.work, '.switchyard'))
    await writeFile(join(place.work, '.switchyard', 'log.db'), 'x'.repeat(5_000))
    expect(await runToEnd(place, ['log'])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/log\.db can not be read: .*not a database/),
    })
  })

  it('points at the mistake in a filter', async () => {
    const { exitCode, stderr } = await runToEnd(await placeWithShop(), ['log', 'status:abc'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^switchyard: the filter can not be read at character \d+: /)
  })
})
