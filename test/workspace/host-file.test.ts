import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'
import { Refusal } from '../../proxy-core/model/errors.ts'
import { claimWorkspace, findHost } from '../../proxy-core/workspace/host-file.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => join(folder, '.switchyard', 'host.json')

/** Something that answers the way a host does, for one token. */
async function answering(token: string): Promise<string> {
  const server = createServer((request, response) => {
    response.statusCode = request.headers.authorization === `Bearer ${token}` ? 200 : 401
    response.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

it('claims, says where the host is, and leaves nothing when released', async () => {
  const claim = await claimWorkspace(folder)
  expect(await findHost(folder)).toBeNull()
  const control = await answering('secret')
  await claim.announce({ gateway: 'http://127.0.0.1:1', control, token: 'secret' })
  expect(await findHost(folder)).toEqual({ pid: process.pid, gateway: 'http://127.0.0.1:1', control, token: 'secret' })
  expect((await stat(file())).mode & 0o777).toBe(0o600)
  expect((await stat(join(folder, '.switchyard'))).mode & 0o777).toBe(0o700)
  await claim.release()
  expect(await readdir(join(folder, '.switchyard'))).toEqual(['.gitignore'])
})

it('tells a second host who holds the workspace', async () => {
  const claim = await claimWorkspace(folder)
  await expect(claimWorkspace(folder)).rejects.toThrow(/still starting/)
  await claim.announce({ gateway: 'http://127.0.0.1:4010', control: await answering('secret'), token: 'secret' })
  const refusal = await claimWorkspace(folder).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(Refusal)
  expect((refusal as Refusal).problem.code).toBe('workspace-in-use')
  expect((refusal as Refusal).message).toContain(`process ${process.pid}, http://127.0.0.1:4010`)
})

it.each([
  [
    'of a process that is gone',
    async () => JSON.stringify({ pid: await deadPid(), gateway: 'x', control: 'http://127.0.0.1:9', token: 't' }),
  ],
  [
    'of a process that is another one now',
    async () => JSON.stringify({ pid: process.pid, gateway: 'x', control: 'http://127.0.0.1:9', token: 't' }),
  ],
  [
    'with the token of another host',
    async () => JSON.stringify({ pid: process.pid, gateway: 'x', control: await answering('new'), token: 'old' }),
  ],
  ['that is no JSON', async () => '{"pid":'],
])('takes over a file %s', async (_, text) => {
  await mkdir(join(folder, '.switchyard'))
  await writeFile(file(), await text())
  expect(await findHost(folder)).toBeNull()
  const claim = await claimWorkspace(folder)
  expect(JSON.parse(await readFile(file(), 'utf8')).pid).toBe(process.pid)
  await claim.release()
})

it('lets one of many have a stale workspace', async () => {
  await mkdir(join(folder, '.switchyard'))
  await writeFile(file(), JSON.stringify({ pid: await deadPid(), gateway: 'x', control: 'http://127.0.0.1:9', token: 't' }))
  const all = await Promise.allSettled(Array.from({ length: 5 }, () => claimWorkspace(folder)))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

it('does not remove the claim of another', async () => {
  const claim = await claimWorkspace(folder)
  await writeFile(file(), '{"other":true}')
  await claim.release()
  expect(await readFile(file(), 'utf8')).toBe('{"other":true}')
})
