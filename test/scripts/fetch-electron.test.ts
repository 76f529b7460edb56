import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { runScript } from './running.ts'

let server: Server
const cache = mkdtempSync(join(tmpdir(), 'switchyard-electron-'))

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(cache, { recursive: true, force: true })
})

/** Fetches from a mirror of our own. */
async function fetchFrom(listener: RequestListener, patienceSeconds: number) {
  server = createServer(listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return runScript('fetch-electron.mjs', [String(patienceSeconds)], { env: { ELECTRON_MIRROR: mirror, electron_config_cache: cache } })
}

describe("fetching Electron's binary", () => {
  it('gives up when the mirror accepts and then says nothing', async () => {
    const { code, stderr } = await fetchFrom(() => {}, 0.3)
    expect(code).toBe(1)
    expect(stderr).toContain('Electron could not be fetched: nothing came for 0.3 s.')
  })

  it('shows progress, and gives up when it stops in the middle', async () => {
    const { code, stderr } = await fetchFrom((_request, response) => {
      response.writeHead(200, { 'content-length': 10_000_000 })
      response.write(Buffer.alloc(5_500_000))
    }, 0.5)
    expect(code).toBe(1)
    expect(stderr).toMatch(/ {2}50 % \(\d+ MiB\)/)
    expect(stderr).toContain('nothing came for 0.5 s')
  })

  it('says what the mirror answered', async () => {
    const { code, stderr } = await fetchFrom((_request, response) => response.writeHead(404).end(), 5)
    expect(code).toBe(1)
    expect(stderr).toContain('Electron could not be fetched: Response code 404')
  })
})
