import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const script = (name: string) => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url))

/** Runs a script to its end. */
export async function runScript(name: string, args: string[], { env = {}, cwd }: { env?: Record<string, string>; cwd?: string } = {}) {
  return ended(
    spawn(process.execPath, [script(name), ...args], { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }),
  )
}

/** What a process printed, and how it ended. */
export function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
}

/** A temporary folder with these files. */
export function treeOf(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'switchyard-scripts-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}
