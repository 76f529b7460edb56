import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('../../proxy-core/cli/main.ts', import.meta.url))
export const shopSpec = fileURLToPath(new URL('../../proxy-core/sample/shop.yaml', import.meta.url))

/** A folder of its own for a test: work is done in `work`, the settings of the user and temporary files lie beside it. */
export interface Place {
  root: string
  work: string
  temporary: string
}

export async function makePlace(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'switchyard-cli-'))
  const place = { root, work: join(root, 'work'), temporary: join(root, 'tmp') }
  await mkdir(place.work)
  await mkdir(place.temporary)
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  return place
}

export interface Running {
  child: ChildProcess
  stdout(): string
  stderr(): string
  /** Resolves when what was written matches. */
  until(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpMatchArray>
  /** The line of JSON that says that it is ready. */
  ready(): Promise<{ gateway: string; control: string; token: string }>
  /** Exit code, or the name of the signal that ended it. */
  ended: Promise<number | string | null>
  /** Asks it to end, and waits. */
  end(signal?: NodeJS.Signals): Promise<number | string | null>
}

/** Starts the real command line in a process of its own. */
export function switchyard(place: Place, args: string[], options: SpawnOptions = {}): Running {
  const env = {
    ...process.env,
    SWITCHYARD_HOME: join(place.root, 'home'),
    TMPDIR: place.temporary,
    INIT_CWD: '',
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
    DISPLAY: undefined,
    WAYLAND_DISPLAY: undefined,
    ...options.env,
  }
  const child = spawn(process.execPath, [main, ...args], { cwd: place.work, stdio: ['ignore', 'pipe', 'pipe'], ...options, env })
  const written = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      child.emit('written')
    })
  }
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => (code ?? signal) as number | string | null)
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  })

  async function until(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = pattern.exec(written[stream])
      if (match) return match
      const over = await Promise.race([once(child, 'written').then(() => false), ended.then(() => true)])
      if (over && !pattern.test(written[stream])) throw new Error(`ended before ${pattern}: ${written.stdout}${written.stderr}`)
    }
  }

  return {
    child,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    until,
    ready: async () => JSON.parse((await until('stdout', /^\{.*\}\n/))[0]),
    ended,
    end(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

/** Runs a command to its end. */
export async function runToEnd(place: Place, args: string[], options?: SpawnOptions) {
  const running = switchyard(place, args, options)
  const exitCode = await running.ended
  return { exitCode, stdout: running.stdout(), stderr: running.stderr() }
}
