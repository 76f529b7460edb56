import { existsSync, readFileSync } from 'node:fs'
import { runChild } from './children.mjs'
import { hasDisplay } from './display.mjs'
import { environmentFor } from './node.mjs'
import { CLI_ENVIRONMENT, CLI_FLAGS, inRoot, say } from './places.mjs'

/** The desktop app where its binary is there or comes within reason; else the page in the browser; else headless. */
export async function start(node, args) {
  const env = { ...environmentFor(node), ...CLI_ENVIRONMENT }
  if (wantsTerminal(args)) return startCommandLine(node, args, env)
  if (!hasDisplay()) {
    say('No display here: starting without a window.')
    return startCommandLine(node, [...args, '--no-open'], env)
  }
  const electron = await electronBinary(node, env)
  if (electron === null) return startCommandLine(node, args, env)
  // Chromium's own sandbox refuses to run as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return runChild(electron, [...sandbox, inRoot(), ...args], { env, apart: true })
}

function startCommandLine(node, args, env) {
  return runChild(node, [...CLI_FLAGS, inRoot('scripts', 'attached.mjs'), inRoot('dist', 'cli.js'), 'start', ...args], { env, apart: true })
}

function wantsTerminal(args) {
  return args.some((arg) => /^(--no-open|--open=false|--json|--json=true|--help|-h|--version)$/.test(arg))
}

async function electronBinary(node, env) {
  const found = installedElectron()
  if (found !== null) return found
  const code = await runChild(node, [inRoot('scripts', 'fetch-electron.mjs')], { env, stdout: 'stderr' })
  const fetched = code === 0 ? installedElectron() : null
  if (fetched === null) say('Opening the page in the browser instead of a window of its own.')
  return fetched
}

function installedElectron() {
  const folder = inRoot('node_modules', 'electron')
  try {
    const binary = inRoot('node_modules', 'electron', 'dist', readFileSync(`${folder}/path.txt`, 'utf8'))
    return existsSync(binary) ? binary : null
  } catch {
    return null
  }
}
