import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal } from '../model/errors.ts'
import { STATE_FOLDER } from '../model/workspace.ts'
import { ensureStateFolder, replaceFile } from './replace-file.ts'

const FILE = 'host.json'
/** A host that has not said its ports for so long has died on the way. */
const START_MS = 60_000
const ANSWER_MS = 2_000

const hostRecord = z.object({
  pid: z.number().int().positive(),
  gateway: z.string().describe('URL'),
  control: z.string().describe('URL'),
  token: z.string(),
})
/** Where a running host can be reached. */
export type HostRecord = z.infer<typeof hostRecord>
/** The ports of a host that is starting are not known yet. */
const claimRecord = z.object({ pid: hostRecord.shape.pid, gateway: z.null(), control: z.null(), token: z.null() })
type Holder = HostRecord | z.infer<typeof claimRecord>

/** The right to serve a workspace: one host at a time. */
export interface Claim {
  /** Says where this host is reached, for the command line. */
  announce(where: Omit<HostRecord, 'pid'>): Promise<void>
  release(): Promise<void>
}

/**
 * Claims a workspace for this process by `.switchyard/host.json` (0600). In a folder that can't be written there is nothing to hold.
 * @throws Refusal `workspace-in-use` that names who holds it
 */
export async function claimWorkspace(folder: string): Promise<Claim> {
  let mine = JSON.stringify({ pid: process.pid, gateway: null, control: null, token: null })
  const state = await ensureStateFolder(folder).catch(() => null)
  if (state === null) return { announce: async () => undefined, release: async () => undefined }
  const path = join(state, FILE)
  while (!(await placed(path, mine))) await removeStale(path)
  return {
    async announce(where) {
      mine = JSON.stringify({ pid: process.pid, ...where })
      await replaceFile(path, mine, { mode: 0o600 })
    },
    async release() {
      if ((await textOf(path)) === mine) await rm(path, { force: true })
    },
  }
}

/** The host that runs on a workspace; null when there is none, or none that answers. */
export async function findHost(folder: string): Promise<HostRecord | null> {
  const holder = parsed(await textOf(join(folder, STATE_FOLDER, FILE)))
  if (holder === null || holder.control === null || !isAlive(holder.pid)) return null
  return (await answers(holder)) === 'yes' ? holder : null
}

/** Puts the file there whole, if none is there. */
async function placed(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${process.pid}.${crypto.randomUUID()}`
  await writeFile(temporary, text, { mode: 0o600 })
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    return await writtenAlone(path, text)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** For file systems without links. */
async function writtenAlone(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Takes away what a dead host left; refuses when it lives. */
async function removeStale(path: string): Promise<void> {
  const text = await textOf(path)
  if (text === null) return
  const holder = parsed(text)
  if (holder && (await holds(holder, path))) throw inUse(holder)
  const aside = `${path}.stale.${crypto.randomUUID()}`
  await rename(path, aside).catch(() => undefined)
  const taken = await textOf(aside)
  // Another host was quicker and this is its claim, not the stale one: it goes back.
  if (taken !== null && taken !== text) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
}

async function holds(holder: Holder, path: string): Promise<boolean> {
  if (!isAlive(holder.pid)) return false
  if (holder.control !== null) return (await answers(holder)) !== 'no'
  const since = await stat(path).catch(() => null)
  return since !== null && Date.now() - since.mtimeMs < START_MS
}

function inUse({ pid, gateway }: Holder): Refusal {
  const where = gateway === null ? 'still starting' : gateway
  return new Refusal(
    'workspace-in-use',
    `Another Switchyard (process ${pid}, ${where}) has this workspace open. End it, or open another folder.`,
  )
}

/** A number of a process may be given again: only one that answers with its token is a host. `late` is one that accepts but is busy. */
async function answers({ control, token }: HostRecord): Promise<'yes' | 'no' | 'late'> {
  try {
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${control}/api/v1/status`, { headers, signal: AbortSignal.timeout(ANSWER_MS) })
    await response.arrayBuffer()
    return response.ok ? 'yes' : 'no'
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'late' : 'no'
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function parsed(text: string | null): Holder | null {
  if (text === null) return null
  try {
    return z.union([hostRecord, claimRecord]).parse(JSON.parse(text))
  } catch {
    return null
  }
}

async function textOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null)
}
