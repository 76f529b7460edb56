import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A process under measurement, ready to answer. */
export interface Measured {
  url: string
  /** The whole ready line. */
  ready: Record<string, string>
  /** Milliseconds from spawn to the ready line. */
  readyMs: number
  /** Resident memory in MB. */
  rss(): number
  /** Highest resident memory so far in MB, where the system tells. */
  peakRss(): number
  stop(): Promise<void>
}

/** The built command line, started as its first line says. */
const CLI_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' }
export const CLI = ['--max-semi-space-size=4', repositoryFile('dist/cli.js')]

/** Starts a program under this Node and waits for a line of JSON with a `gateway` or `url`. */
export async function start(args: string[], env: Record<string, string> = {}): Promise<Measured> {
  const began = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...CLI_ENVIRONMENT, ...env } })
  const ready = await firstJson(child)
  const url = ready.gateway ?? ready.url
  if (url === undefined) throw new Error(`${args.join(' ')}: the ready line names no URL`)
  return measured(child, url, ready, began)
}

/** Starts a program that says nothing of the kind, and waits until it answers the path with 200. */
export async function startUntil(args: string[], url: string, path: string): Promise<Measured> {
  const began = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore'] })
  for (;;) {
    const status = await fetch(url + path).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return measured(child, url, {}, began)
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with ${child.exitCode} before it answered`)
    if (performance.now() - began > START_LIMIT_MS) {
      child.kill('SIGKILL')
      throw new Error(`${args[0]} answers ${path} with ${status} after ${START_LIMIT_MS} ms`)
    }
    await setTimeout(START_POLL_MS)
  }
}

const START_LIMIT_MS = 60_000
const START_POLL_MS = 50

function measured(child: ChildProcess, url: string, ready: Record<string, string>, began: number): Measured {
  return {
    url,
    ready,
    readyMs: performance.now() - began,
    rss: () => memory(child, 'VmRSS'),
    peakRss: () => memory(child, 'VmHWM'),
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve()
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

export function repositoryFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

async function firstJson(child: ChildProcess): Promise<Record<string, string>> {
  if (!child.stdout) throw new Error('no stdout')
  const exited = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready`))),
  )
  const line = (async () => {
    for await (const text of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      if (text.startsWith('{')) return JSON.parse(text) as Record<string, string>
    }
    throw new Error('no ready line')
  })()
  const ready = await Promise.race([line, exited])
  child.stdout.resume()
  return ready
}

function memory(child: ChildProcess, field: 'VmRSS' | 'VmHWM'): number {
  const line = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) / 1000
}
