import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../proxy-core/cli/main.ts', import.meta.url))

/** A command that ended. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** A command that runs on, with its ready line. */
export interface Running {
  child: ChildProcess
  ready: { gateway: string; control: string; token: string }
  stderr(): string
  /** Asks it to stop and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

interface CliOptions {
  cwd?: string
  env?: Record<string, string>
  /** Runs it as another user, where the test itself runs as root and nothing would be read-only. */
  uid?: number
  /** The file to run: the command's source, when left out. */
  main?: string
}

/** Runs a command to its end. */
export function runCli(args: string[], options: CliOptions = {}): Promise<Ended> {
  return start(args, options).ended
}

/** Starts a command and waits for its ready line; `--json` and free ports are added. */
export async function startCli(args: string[], options: CliOptions = {}): Promise<Running> {
  const { child, output, ended } = start([...args, '--json'], options)
  const ready = await Promise.race([
    new Promise<Running['ready']>((resolve) => {
      child.stdout?.on('data', () => {
        const line = output.stdout.split('\n').find((each) => each.startsWith('{') && each.endsWith('}'))
        if (line) resolve(JSON.parse(line))
      })
    }),
    ended.then((end) => Promise.reject(new Error(`ended with ${end.code}: ${end.stderr}`))),
  ])
  return {
    child,
    ready,
    stderr: () => output.stderr,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

function start(args: string[], { cwd, env, uid, main = MAIN }: CliOptions) {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', INIT_CWD: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    uid: uid === undefined || process.getuid?.() !== 0 ? undefined : uid,
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += chunk))
  child.stderr.on('data', (chunk) => (output.stderr += chunk))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })))
  return { child, output, ended }
}
