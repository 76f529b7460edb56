import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './places.mjs'

const SAME_SIGNAL_MS = 1_000
const LOOK_FOR_NPM_MS = 250

/**
 * Runs a program to its end with this process's input and output, and passes SIGINT, SIGTERM and SIGHUP on.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {'inherit' | 'stderr'} [options.stdout] where its output goes; `stderr` keeps ours for the task
 * @param {boolean} [options.apart] in a process group of its own, so that a signal to the whole group (Ctrl-C, `timeout`), which
 *   npm passes on as well, reaches it once and not three times; it sees over its IPC channel when we are gone
 * @param {number} [options.limitMs] how long it may take; then it is killed
 * @returns {Promise<number>} its exit code, 128 + n after signal n
 */
export function runChild(command, args, { env = process.env, stdout = 'inherit', apart = false, limitMs } = {}) {
  const ownGroup = apart && process.platform !== 'win32'
  const stdio = ['inherit', stdout === 'stderr' ? 2 : 'inherit', 'inherit', ...(ownGroup ? ['ipc'] : [])]
  const child = spawn(command, args, { cwd: root, env, stdio, detached: ownGroup })
  const stopPassing = passSignalsTo(child)
  const limit = limitMs && setTimeout(() => child.kill('SIGKILL'), limitMs)
  const forget = () => {
    clearTimeout(limit)
    stopPassing()
  }
  return new Promise((resolve) => {
    child.on('error', (error) => {
      forget()
      console.error(`${command} could not be started: ${error.message}`)
      resolve(127)
    })
    child.on('exit', (code, signal) => {
      forget()
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}

/** Runs a program and gives back what it printed; never throws. */
export function readChild(command, args, { env = process.env, timeoutMs = 30_000 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

function passSignalsTo(child) {
  let last = { signal: '', at: 0 }
  const pass = (signal) => {
    const now = performance.now()
    if (last.signal === signal && now - last.at < SAME_SIGNAL_MS) return
    last = { signal, at: now }
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, pass)
  const watch = whenLeftByNpm(() => pass('SIGTERM'))
  return () => {
    clearInterval(watch)
    for (const signal of signals) process.off(signal, pass)
  }
}

/** npm passes its signals to a shell, and a shell such as dash ends without passing them to us: then our parent is another. */
function whenLeftByNpm(act) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return undefined
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    act()
  }, LOOK_FOR_NPM_MS)
  return watch.unref()
}
