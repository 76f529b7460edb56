import { afterEach, expect, it } from 'vitest'
import { createMask } from '../../proxy-core/traffic/masking.ts'
import { json, type Rig, speak, startRig, startUpstream, type TestServer } from './rig.ts'

const SECRET = 'canary-4711-secret'
const mask = createMask({ names: ['apikey'], key: new Uint8Array(32).fill(7) })
let rig: Rig
let upstream: TestServer
let seen: string[]

async function start(): Promise<void> {
  seen = []
  upstream = await startUpstream((request, response) => {
    seen.push(request.url ?? '')
    if (request.url?.startsWith('/cut')) response.writeHead(200, { 'content-length': 9 }).write('a', () => response.destroy())
    else json(response, {})
  })
  rig = await startRig([{ routes: ['GET /a', 'GET /cut'], upstream: upstream.url }], { mask: () => mask })
  rig.switchboard.setMaster('live')
}
afterEach(() => rig.close())

const get = (target: string) => speak(rig.port, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)

it('a secret in the query reaches the upstream and no part of a record: answered, cut off, refused, malformed', async () => {
  await start()
  await get(`/a?apikey=${SECRET}&x=1`)
  await get(`/cut?apikey=${SECRET}`)
  await upstream.close()
  await get(`/a?apikey=${SECRET}`)
  await get(`/a?apikey=${SECRET}#part`)
  const records = await rig.recorded(4)
  expect(seen).toEqual([`/a?apikey=${SECRET}&x=1`, `/cut?apikey=${SECRET}`])
  expect(records.map((record) => record.error)).toEqual([null, 'upstream-closed', 'upstream-refused', 'bad-request'])
  for (const { requestBody, responseBody, ...record } of records) {
    expect(JSON.stringify(record)).not.toContain(SECRET)
    expect(Buffer.from(responseBody.data).toString()).not.toContain(SECRET)
  }
  expect(records[0]?.trace.at(-1)?.text).toContain('x=1 answered 200')
  expect(records[3]).toMatchObject({ path: '/a', query: expect.stringMatching(/^apikey=\[masked/) })
})

it('OPTIONS that no document defines leaves a reason', async () => {
  await start()
  await speak(rig.port, 'OPTIONS /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  await upstream.close()
  const [record] = await rig.recorded(1)
  expect(record?.trace).toMatchObject([{ step: 'gateway', outcome: 'answered', text: expect.stringContaining('GET, HEAD, OPTIONS') }])
})
