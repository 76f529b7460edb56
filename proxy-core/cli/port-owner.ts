import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { type CommandError, startError } from './exits.ts'

const LOOK_MS = 3_000
const TRIED_PORTS = 200
const LISTENING = '0A'

/** Why a port can't be had, who has it, and which one is free; null when the error is about something else. */
export async function listenFailure(
  error: unknown,
  { address = '127.0.0.1', controlPort }: { address?: string; controlPort?: number },
): Promise<CommandError | null> {
  const { code, port, syscall } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE' && port !== undefined) {
    const [owner, free] = await Promise.all([portOwner(port), freePort(port + 1, address)])
    const flag = free === null ? '' : ` Port ${free} is free: add ${port === controlPort ? '--control-port' : '--port'} ${free}.`
    return startError(`port ${port} is taken${owner === null ? '' : ` by ${owner}`}.${flag}`)
  }
  if (syscall !== 'listen' && syscall !== 'getaddrinfo' && syscall !== 'bind') return null
  if (code === 'EACCES' || code === 'EPERM') return startError(`port ${port} may not be used without more rights; choose one above 1024.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return startError(`${address} is not an address of this machine; --host takes 127.0.0.1, 0.0.0.0 or one that it has.`)
  }
  return null
}

/** `name (process 123)` of what listens on a port, where the system tells. */
export async function portOwner(port: number): Promise<string | null> {
  const find = process.platform === 'linux' ? ownerByProc : process.platform === 'win32' ? ownerByNetstat : ownerByLsof
  return find(port).catch(() => null)
}

async function ownerByProc(port: number): Promise<string | null> {
  const inodes = new Set<string>()
  for (const table of ['tcp', 'tcp6']) {
    const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '')
    for (const line of text.split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
      if (state === LISTENING && Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16) === port) inodes.add(`socket:[${inode}]`)
    }
  }
  if (inodes.size === 0) return null
  for (const pid of await readdir('/proc')) {
    if (/^\d+$/.test(pid) && (await holdsSocket(pid, inodes))) {
      return `${await programOf(pid)} (process ${pid})`
    }
  }
  return null
}

/** The name of a program; what Node runs says more than `node`, and Node calls its main thread otherwise. */
async function programOf(pid: string): Promise<string> {
  const [program = '', ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
  const script = args.find((each) => /\.[cm]?[jt]s$/.test(each))
  if (/^node/.test(basename(program)) && script) return `node ${script}`
  return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim()
}

/** Processes of other users do not show theirs. */
async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const files = await readdir(folder).catch(() => [])
  const targets = await Promise.all(files.map((file) => readlink(`${folder}/${file}`).catch(() => '')))
  return targets.some((target) => inodes.has(target))
}

async function ownerByLsof(port: number): Promise<string | null> {
  const text = await output('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'])
  const pid = /^p(\d+)$/m.exec(text)?.[1]
  return pid === undefined ? null : `${/^c(.+)$/m.exec(text)?.[1] ?? 'a program'} (process ${pid})`
}

async function ownerByNetstat(port: number): Promise<string | null> {
  const text = await output('netstat', ['-ano', '-p', 'TCP'])
  const pid = new RegExp(`^\\s*TCP\\s+\\S+:${port}\\s+\\S+:0\\s+\\S+\\s+(\\d+)`, 'm').exec(text)?.[1]
  return pid === undefined ? null : `process ${pid}`
}

async function output(program: string, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { timeout: LOOK_MS, windowsHide: true })
  return stdout
}

/** The first port from `from` on that can be listened on. */
export async function freePort(from: number, address: string): Promise<number | null> {
  for (let port = from; port < Math.min(from + TRIED_PORTS, 65_536); port++) {
    const server = createServer()
    try {
      server.listen(port, address)
      await once(server, 'listening')
      return port
    } catch {
      // taken as well
    } finally {
      server.close()
    }
  }
  return null
}
