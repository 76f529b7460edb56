import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import DatabaseFile from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openTestLog, temporaryFolder } from '../fixtures/traffic/logs.ts'

const CHILD = fileURLToPath(new URL('../fixtures/traffic/append-until-killed.ts', import.meta.url))
const ROUNDS = 5
/** What the promise allows, and what a busy machine adds between a timer and a commit. */
const MAY_BE_LOST_MS = 100 + 900

test('a kill under load loses at most the last moment, breaks nothing, and no id is used twice', async () => {
  const folder = temporaryFolder()
  let nextId = 1
  for (let round = 0; round < ROUNDS; round++) {
    const { first, flushed, safe, last } = await runUntilKilled(folder)
    expect(first).toBeGreaterThanOrEqual(nextId)
    const log = await openTestLog({ folder })
    const file = new DatabaseFile(join(folder, 'log.db'), { readonly: true })
    expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
    const kept = file.prepare<[number, number], number>('SELECT count(*) FROM exchange WHERE id BETWEEN ? AND ?').pluck()
    const mustBe = Math.max(flushed, safe)
    expect(kept.get(first, mustBe), `round ${round}, ids ${first} to ${mustBe}, last ${last}`).toBe(mustBe - first + 1)
    const highest = file.prepare<[], number>('SELECT max(id) FROM exchange').pluck().get() as number
    expect(kept.get(first, highest), 'a gap below the newest').toBe(highest - first + 1)
    file.close()
    expect(log.total()).toBe((await countAll(log)) as number)
    nextId = log.nextId()
    expect(nextId).toBeGreaterThan(last)
    await log.close()
  }
}, 60_000)

/** Ids of one run: the first, the last acknowledged, the last that was old enough when it was killed, the last at all. */
async function runUntilKilled(folder: string) {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await untilSaid(child, () => output.includes('flushed'))
  await new Promise((resolve) => setTimeout(resolve, 1_200 + Math.random() * 300))
  const killedAt = Date.now()
  child.kill('SIGKILL')
  await once(child, 'close')
  const appended = [...output.matchAll(/^appended (\d+) (\d+)$/gm)].map(([, id, at]) => ({ id: Number(id), at: Number(at) }))
  return {
    first: (appended[0]?.id ?? 0) - 6,
    flushed: Number([...output.matchAll(/^flushed (\d+)$/gm)].at(-1)?.[1]),
    safe: appended.findLast(({ at }) => at < killedAt - MAY_BE_LOST_MS)?.id ?? 0,
    last: appended.at(-1)?.id ?? 0,
  }
}

async function untilSaid(child: ChildProcess & { stdout: NodeJS.ReadableStream }, said: () => boolean): Promise<void> {
  while (!said()) await once(child.stdout, 'data')
}

async function countAll(log: Awaited<ReturnType<typeof openTestLog>>): Promise<number> {
  let count = 0
  for (let next: string | null | undefined; next !== null; ) {
    const page = await log.list({ limit: 1_000, before: next === undefined ? undefined : Number(next) })
    count += page.items.length
    next = page.next
  }
  return count
}
