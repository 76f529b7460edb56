import { resolve } from 'node:path'
import pc from 'picocolors'

type Colors = ReturnType<typeof pc.createColors>

/** Where a command was called from, and where it talks to. */
export interface Terminal {
  /** A line of the result, to stdout. */
  print(line: string): void
  /** A line for people, to stderr. */
  say(line: string): void
  /** Colours for what is printed, and for what is said. */
  printed: Colors
  said: Colors
  /** A path as it was meant by the caller: npm runs scripts in the package's folder and names the caller's in INIT_CWD. */
  path(path: string): string
  env: NodeJS.ProcessEnv
}

export function createTerminal(env: NodeJS.ProcessEnv = process.env): Terminal {
  const folder = env.INIT_CWD || process.cwd()
  const colors = (stream: NodeJS.WriteStream) => pc.createColors(pc.isColorSupported && stream.isTTY === true)
  // Whoever reads may stop reading: `switchyard log | head`.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    say: (line) => void process.stderr.write(`${line}\n`),
    printed: colors(process.stdout),
    said: colors(process.stderr),
    path: (path) => resolve(folder, path),
    env,
  }
}
