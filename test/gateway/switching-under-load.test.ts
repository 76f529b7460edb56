import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { json, startRig, startUpstream } from './rig.ts'

it('a mode switched 200 times under load costs no request, and each record names the side that answered', async () => {
  const upstream = await startUpstream((request, response) => json(response, { from: 'live', url: request.url }))
  const rig = await startRig([{ routes: ['GET /pets/{id}'], upstream: upstream.url }])
  const route = rig.switchboard.routes()[0]
  if (!route) throw new Error('no route')
  let switching = true
  const answers = new Map<string, string>()

  async function client(): Promise<void> {
    for (let n = 0; switching; n++) {
      const answer = await fetch(`${rig.url}/pets/${n}`)
      expect(answer.status).toBe(200)
      const body = (await answer.json()) as { from: string; url?: string; path?: string }
      expect(body.url ?? body.path).toBe(`/pets/${n}`)
      expect(answer.headers.get('x-switchyard-source')).toBe(body.from)
      answers.set(answer.headers.get('x-switchyard-exchange') ?? '', body.from)
      await sleep(10)
    }
  }
  async function thrower(): Promise<void> {
    for (let i = 0; i < 200; i++) {
      if (route) rig.switchboard.setRouteMode([route], i % 2 === 0 ? 'live' : 'mock')
      await sleep(8)
    }
    switching = false
  }
  await Promise.all([thrower(), ...Array.from({ length: 6 }, client)])

  const records = await rig.recorded(answers.size)
  expect(records).toHaveLength(answers.size)
  expect(answers.size).toBeGreaterThan(300)
  expect(new Set(answers.values())).toEqual(new Set(['mock', 'live']))
  for (const record of records) {
    expect(record).toMatchObject({
      state: 'done',
      status: 200,
      error: null,
      source: answers.get(String(record.id)),
      mode: answers.get(String(record.id)),
    })
  }
  await rig.close()
  await upstream.close()
})
