import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli, startCli } from '../support/cli.ts'
import { removeFolder, temporaryFolder } from '../support/host.ts'

const NOBODY = 65534
const good = `openapi: 3.1.0
info: { title: Good, version: '1' }
paths:
  /a:
    get: { operationId: getA, responses: { '200': { description: A, content: { application/json: { example: {} } } } } }
`

describe('bad input is named so that a person can act on it', () => {
  let folder: string
  const env = { SWITCHYARD_HOME: '' }
  beforeAll(async () => {
    folder = await temporaryFolder()
    env.SWITCHYARD_HOME = await temporaryFolder()
  })
  afterAll(() => removeFolder(folder))
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text)
    return name
  }
  /** What `mock` says of a document that it can't start with: one sentence, exit 3. */
  const said = async (name: string): Promise<string> => {
    const { code, stdout, stderr } = await runCli(['mock', name, '-p', '0'], { cwd: folder, env })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    return stderr
  }

  it('a file that is missing', async () => {
    expect(await said('nowhere.yaml')).toMatch(/nowhere\.yaml.*(does not exist|no such file)/i)
  })

  it('a file that is neither YAML nor JSON', async () => {
    expect(await said(await file('picture.yaml', '\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR'))).toMatch(/picture\.yaml/)
  })

  it('YAML with a tab at line 7', async () => {
    const text = `${good.replace("'1' }", "'1' }\ntags:\n  - name: x")}`.split('\n')
    text.splice(6, 0, '\t/b: {}')
    expect(await said(await file('tab.yaml', text.join('\n')))).toMatch(/tab\.yaml, line 7, column 1: .*tab/i)
  })

  it('JSON that is cut off', async () => {
    const name = await file('cut.json', '{\n  "openapi": "3.1.0",\n  "info": { "title": "Cut"')
    expect(await said(name)).toMatch(/cut\.json, line 3, column \d+: .*cut off/)
  })

  it('a document without paths', async () => {
    expect(await said(await file('none.yaml', "openapi: 3.0.3\ninfo: { title: None, version: '1' }\n"))).toMatch(/paths/)
  })

  it('Swagger 1.2', async () => {
    expect(await said(await file('old.json', '{"swaggerVersion":"1.2","apis":[]}'))).toMatch(/1\.2.*(2\.0|convert)/s)
  })

  it('a missing $ref, while the other operations serve', async () => {
    const broken = "  /b:\n    get:\n      responses:\n        '200':\n          $ref: '#/components/responses/Gone'\n"
    const name = await file('ref.yaml', good + broken)
    const { code, stdout, stderr } = await runCli(['check', '.'], { cwd: await only(name), env })
    expect(code).toBe(1)
    expect(stdout + stderr).toMatch(/ref\.yaml:10:\d+:.*#\/components\/responses\/Gone/)
    const running = await startCli(['mock', name, '-p', '0'], { cwd: folder, env })
    expect((await fetch(`${running.ready.gateway}/a`)).status).toBe(200)
    await running.stop()
  })

  it('an upstream that can not be reached', async () => {
    const name = await file('good.yaml', good)
    const running = await startCli(['proxy', name, 'http://127.0.0.1:1', '-p', '0'], { cwd: folder, env })
    const answer = await fetch(`${running.ready.gateway}/a`)
    expect(answer.status).toBe(502)
    const problem = (await answer.json()) as { code: string; detail: string }
    expect(problem.code).toBe('upstream-refused')
    expect(problem.detail).toContain('127.0.0.1:1')
    await running.stop()
  })

  it('a port that is taken, with its owner', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { code, stderr } = await runCli(['mock', await file('good.yaml', good), '-p', String(port)], { cwd: folder, env })
    server.close()
    expect(code).toBe(3)
    expect(stderr).toContain(String(port))
    if (process.platform === 'linux') expect(stderr).toContain(String(process.pid))
  })

  it('a folder that can not be written: it serves all the same, says so, and keeps changes in memory', async () => {
    const place = join(folder, 'read-only')
    await mkdir(place)
    await writeFile(join(place, 'good.yaml'), good)
    await chmod(folder, 0o755)
    await chmod(place, 0o555)
    const running = await startCli(['start', place, '--port', '0', '--no-open'], {
      env: { SWITCHYARD_HOME: '/tmp/none/at-all' },
      uid: NOBODY,
    })
    const { gateway, control, token } = running.ready
    expect((await fetch(`${gateway}/a`)).status).toBe(200)
    const status = await fetch(`${control}/api/v1/status`, { headers: { authorization: `Bearer ${token}` } })
    expect(await status.json()).toMatchObject({ workspace: { writable: false }, log: { state: 'memory' } })
    const ended = await running.stop()
    expect(ended.code).toBe(0)
    expect(ended.stderr).toMatch(/can not be written/)
  })

  it('an unknown route in `set`, with the nearest ones', async () => {
    const name = await file('good.yaml', good)
    const { code, stderr } = await runCli(['set', 'good:getB', 'live'], { cwd: await only(name), env })
    expect(code).toBe(2)
    expect(stderr).toMatch(/getB/)
    expect(stderr).toMatch(/getA|GET \/a/)
  })

  /** A folder with nothing but one of the files. */
  async function only(name: string): Promise<string> {
    const place = join(folder, `only-${name}-${Math.random().toString(36).slice(2)}`)
    await mkdir(place)
    const { readFile } = await import('node:fs/promises')
    await writeFile(join(place, name), await readFile(join(folder, name)))
    return place
  }
})
