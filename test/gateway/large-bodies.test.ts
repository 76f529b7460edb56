import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBodyChecker } from '../../proxy-core/contract/body-checker.ts'
import { prepareContract } from '../../proxy-core/contract/compile-schema.ts'
import { createServiceRuntime } from '../../proxy-core/gateway/service-runtime.ts'
import { createMock } from '../../proxy-core/mock/create-mock.ts'
import { contractLimits } from '../../proxy-core/model/limits.ts'
import type { ApiDocument } from '../../proxy-core/openapi/document.ts'
import { openText } from '../mock/fixture.ts'
import { type Rig, startRig } from './rig.ts'

const MODELS = 1_200
const put = (schema: object) => ({
  put: { requestBody: { required: true, content: { 'application/json': { schema } } }, responses: { 204: { description: 'Taken' } } },
})
const document = {
  openapi: '3.1.0',
  info: { title: 'Large', version: '1' },
  paths: {
    '/list': put({ type: 'array', items: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } } }),
    '/names': put({ type: 'object', additionalProperties: { type: 'integer' } }),
    '/pattern': put({ type: 'object', properties: { name: { type: 'string', pattern: '^(a+)+$' } } }),
    '/models': put({ $ref: '#/components/schemas/M0' }),
  },
  components: {
    schemas: Object.fromEntries(
      Array.from({ length: MODELS }, (_, n) => [
        `M${n}`,
        {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'integer', minimum: 0 }, next: { $ref: `#/components/schemas/M${(n + 1) % MODELS}` } },
        },
      ]),
    ),
  },
}

const putClient = fileURLToPath(new URL('../fixtures/contract/put-client.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'large-bodies-'))
let rig: Rig
let opened: ApiDocument

async function startCold(): Promise<{ rig: Rig; opened: ApiDocument }> {
  const cold = await openText(JSON.stringify(document))
  const started = await startRig([])
  const mock = createMock(cold, { seed: '', dynamic: false, generate: 'realistic' })
  const options = { name: 'large', mount: '', document: cold, upstream: null, mode: null, routes: {}, mock }
  started.switchboard.setServices([createServiceRuntime(options).service])
  return { rig: started, opened: cold }
}

beforeAll(async () => {
  // as the host does at its start
  prepareContract()
  const started = await startCold()
  rig = started.rig
  opened = started.opened
})
afterAll(async () => {
  await rig.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  rig.records.length = 0
})

async function send(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const sent = typeof body === 'string' ? body : new Uint8Array(body)
  const answer = await fetch(rig.url + path, { method: 'PUT', headers: { 'content-type': 'application/json', ...headers }, body: sent })
  const [record] = await rig.recorded(1)
  return { status: answer.status, findings: record?.findings.map(({ code, location }) => `${location.join('.')} ${code}`) }
}

/**
 * The most CPU time that this thread took in one turn of the loop: what a turn blocks where nobody else wants the core.
 * The delay by the clock would count whatever else runs on the machine.
 */
function watchTurns(): { longestMs(): number } {
  let longest = 0
  let last = process.threadCpuUsage()
  let isOn = true
  const turn = () => {
    const now = process.threadCpuUsage()
    longest = Math.max(longest, now.user - last.user + now.system - last.system)
    last = now
    if (isOn) setImmediate(turn)
  }
  setImmediate(turn)
  return {
    longestMs() {
      isOn = false
      return Math.round(longest / 1_000)
    },
  }
}

/** `bytes` long or a little longer; the last item is wrong. */
function list(bytes: number): string {
  const item = '{"id":1,"text":"some words about a thing"},'
  return `[${item.repeat(Math.ceil(bytes / item.length))}{"id":"x"}]`
}

/** As deep as there are models. */
function chain(lastId: unknown): string {
  return `${'{"id":1,"next":'.repeat(MODELS - 1)}{"id":${JSON.stringify(lastId)}}${'}'.repeat(MODELS - 1)}`
}

describe('a large body', () => {
  it('has the findings that a small one has', async () => {
    const small = await send('/list', list(100))
    expect([small.status, small.findings]).toEqual([422, ['body.3.id type']])
    rig.records.length = 0
    const large = await send('/list', list(contractLimits.MAX_BODY_CHECKED_ON_LOOP_BYTES + 1))
    expect(large.status).toBe(422)
    expect(large.findings).toHaveLength(1)
    expect(large.findings?.[0]).toMatch(/^body\.\d{4}\.id type$/)
  })

  it('may be hidden in a small one', async () => {
    const { status, findings } = await send('/list', gzipSync(list(1024 * 1024)), { 'content-encoding': 'gzip' })
    expect([status, findings?.length]).toEqual([422, 1])
  })

  it('that reaches 1,200 linked models is checked to its end', async () => {
    expect((await send('/models', chain(1))).status).toBe(204)
    rig.records.length = 0
    expect(await send('/models', chain('x'))).toMatchObject({
      status: 422,
      findings: [expect.stringMatching(/^body(\.next){1199}\.id type$/)],
    })
  })
})

describe('the event loop', () => {
  const bodies: [what: string, path: string, body: string][] = [
    ['10 MiB of JSON', '/list', list(10 * 1024 * 1024 - 1_000)],
    [
      'an object of 10,000 properties',
      '/names',
      JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`p${n}`, n]))),
    ],
    ['a pattern that would backtrack for ever', '/pattern', JSON.stringify({ name: `${'a'.repeat(50_000)}!` })],
    ['a body that reaches 1,200 linked models', '/models', chain(1)],
  ]

  // nothing is compiled yet in any round
  it.each(bodies)('is never blocked over 50 ms by %s, the first of its operation', async (_, path, body) => {
    const file = join(folder, 'body.json')
    writeFileSync(file, body)
    const rounds: number[] = []
    for (let round = 0; round < 4; round++) {
      const cold = await startCold()
      const client = fork(putClient, [cold.rig.url + path, file])
      await once(client, 'message')
      const watch = watchTurns()
      client.send('go')
      await once(client, 'message')
      rounds.push(watch.longestMs())
      client.disconnect()
      await Promise.all([once(client, 'exit'), cold.rig.close()])
    }
    expect(Math.max(...rounds)).toBeLessThanOrEqual(50)
  })
})

describe('the checker', () => {
  const wanted = () => {
    const operation = opened.operations.find(({ template }) => template === '/list')
    if (operation === undefined) throw new Error('no operation')
    const headers = ['Content-Type', 'application/json']
    return { document: opened, operation, side: { kind: 'request' } as const, headers, body: Buffer.from(list(2 * 1024 * 1024)) }
  }

  it('gives up on what takes too long, and goes on with the next', async () => {
    const hasty = createBodyChecker({ ...contractLimits, MAX_CHECK_MS: 1 })
    const verdicts = await Promise.all([hasty.check(wanted()), hasty.check(wanted())])
    for (const { findings } of verdicts)
      expect(findings).toMatchObject([{ severity: 'Warning', code: 'not-checked', message: expect.stringContaining('longer than') }])
    await hasty.end()
  })

  it('has a bounded queue, and tells those that wait when it ends', async () => {
    const narrow = createBodyChecker({ ...contractLimits, MAX_QUEUED_BODIES: 1, MAX_CHECK_MS: 60_000 })
    const [first, second, third] = [narrow.check(wanted()), narrow.check(wanted()), narrow.check(wanted())]
    expect((await third).findings).toMatchObject([{ code: 'not-checked', message: expect.stringContaining('at once') }])
    expect((await first).findings).toMatchObject([{ code: 'type' }])
    await narrow.end()
    expect((await second).findings).toHaveLength(1)
  })
})
