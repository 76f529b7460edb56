import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { removeFolder, startTestHost, temporaryFolder } from '../support/host.ts'
import { petsAndBooks } from '../support/workspace.ts'

const ROUNDS = 5
/** What an app crash may lose, and a little for the answer's own way to the client. */
const LOST_AT_MOST_MS = 100
const SLACK_MS = 50

it('a host killed in the middle of load finds everything again but the last 100 ms', async () => {
  const folder = await petsAndBooks()
  process.env.SWITCHYARD_HOME ??= await temporaryFolder()
  const answered = new Map<number, number>()
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const { child, gateway } = await start(folder)
      const killedAt = await loadUntilKilled(child, gateway, answered)
      const host = await startTestHost({ open: { kind: 'folder', folder } })
      const database = new Database(join(folder, '.switchyard/log.db'), { readonly: true })
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
      database.close()
      const logged = new Set<number>()
      for (let before: string | null = '999999999999'; before !== null; ) {
        const page: { items: { id: string }[]; next: string | null } = await host.call('listExchanges', { query: { before, limit: 1000 } })
        for (const item of page.items) logged.add(Number(item.id))
        before = page.next
      }
      const lost = [...answered].filter(([id]) => !logged.has(id))
      expect(lost.filter(([, at]) => at < killedAt - LOST_AT_MOST_MS - SLACK_MS)).toEqual([])
      for (const [id] of lost) answered.delete(id)
      const fresh = Number((await fetch(`${host.gateway}/pets-api/pets`)).headers.get('x-switchyard-exchange'))
      expect(fresh).toBeGreaterThan(Math.max(...answered.keys(), ...lost.map(([id]) => id)))
      await host.stop()
    }
  } finally {
    await removeFolder(folder)
  }
}, 120_000)

async function start(folder: string): Promise<{ child: ChildProcess; gateway: string }> {
  const cli = fileURLToPath(new URL('../../proxy-core/cli/main.ts', import.meta.url))
  const child = spawn(process.execPath, [cli, 'start', folder, '--port', '0', '--no-open', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (line.startsWith('{')) return { child, gateway: (JSON.parse(line) as { gateway: string }).gateway }
  }
  throw new Error('the host did not start')
}

/** Eight clients ask without a pause; after a moment the process is killed. Gives when that was, and which answers had arrived when. */
async function loadUntilKilled(child: ChildProcess, gateway: string, answered: Map<number, number>): Promise<number> {
  let killedAt = Number.POSITIVE_INFINITY
  const client = async (): Promise<void> => {
    while (killedAt === Number.POSITIVE_INFINITY) {
      const response = await fetch(`${gateway}/pets-api/pets/42`).catch(() => null)
      if (!response) return
      await response.arrayBuffer().catch(() => null)
      answered.set(Number(response.headers.get('x-switchyard-exchange')), performance.now())
    }
  }
  const clients = Array.from({ length: 8 }, client)
  await delay(600 + Math.random() * 400)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  killedAt = performance.now()
  child.kill('SIGKILL')
  await gone
  await Promise.all(clients)
  return killedAt
}
