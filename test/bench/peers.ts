import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Measured, repositoryFile, start, startUntil } from './process.ts'

/** What the same load gives with others; exact versions, so that runs can be compared. */
const PACKAGES = { '@stoplight/prism-cli': '5.16.0', '@mockoon/cli': '9.9.0', 'http-proxy-3': '2.0.1' }

export interface Peers {
  prismStatic: Measured
  prismDynamic: Measured
  mockoon: Measured
  httpProxy: Measured
}

/** Starts the peers on the document that the bench serves, and one that forwards to `upstream`. Installs them on first use. */
export async function startPeers(spec: string, upstream: string): Promise<Peers> {
  const folder = install()
  const binary = (name: string, path: string) => join(folder, 'node_modules', name, path)
  const prism = async (...more: string[]) => {
    const port = await freePort()
    const args = [binary('@stoplight/prism-cli', 'dist/index.js'), 'mock', '-v', 'silent', '-p', String(port), ...more, spec]
    return startUntil(args, `http://127.0.0.1:${port}`, '/pets/42')
  }
  const port = await freePort()
  const mockoon = [
    binary('@mockoon/cli', 'bin/run.js'),
    'start',
    '--data',
    spec,
    '--port',
    String(port),
    '--disable-log-to-file',
    '--max-transaction-logs',
    '0',
  ]
  return {
    prismStatic: await prism(),
    prismDynamic: await prism('--dynamic'),
    mockoon: await startUntil(mockoon, `http://127.0.0.1:${port}`, '/pets/42'),
    httpProxy: await start([repositoryFile('test/bench/http-proxy-server.ts'), folder, upstream]),
  }
}

/** Into a folder of its own below the system's temporary one, where the next run finds them. */
function install(): string {
  const folder = join(tmpdir(), 'switchyard-bench-peers')
  const installed = Object.keys(PACKAGES).every((name) => existsSync(join(folder, 'node_modules', name)))
  if (installed) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }))
  console.error(`Installing the peers into ${folder}…`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm could not install the peers in ${folder}`)
  return folder
}

/** Peers want to be told a port. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address === null || typeof address === 'string' ? reject(new Error('no port')) : resolve(address.port)))
    })
  })
}
