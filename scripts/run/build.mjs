import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './children.mjs'
import { environmentFor } from './node.mjs'
import { inRoot, root, say } from './places.mjs'

const common = ['package.json', 'package-lock.json', 'tsconfig.base.json']

/** What is built from what, and the runs of vite that do it. A build replaces `clears`; it is done when `makes` is there. */
const targets = [
  {
    name: 'page',
    sources: [...common, 'renderer', 'proxy-core/model', 'vite.config.ts'],
    clears: ['dist/page'],
    makes: 'dist/page/index.html',
    runs: [['--config', 'vite.config.ts']],
  },
  {
    name: 'node',
    sources: [...common, 'proxy-core', 'electron', 'vite.node.config.ts'],
    clears: ['dist/cli.js', 'dist/threads', 'dist/chunks', 'dist/electron', 'dist/sample'],
    makes: 'dist/cli.js',
    runs: [
      ['--config', 'vite.node.config.ts'],
      ['--config', 'vite.node.config.ts', '--mode', 'preload'],
    ],
  },
]

/** Builds what was not made from the sources as they are. */
export async function buildStale(node) {
  await Promise.all(targets.map((target) => buildTarget(node, target)))
}

async function buildTarget(node, target) {
  const stamp = inRoot('dist', `.${target.name}-built`)
  const fingerprint = fingerprintOf(target.sources)
  if (existsSync(inRoot(target.makes)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return
  say(`Building the ${target.name === 'page' ? 'page' : 'host and shell'}…`)
  const began = performance.now()
  for (const place of [stamp, ...target.clears.map((path) => inRoot(path))]) rmSync(place, { recursive: true, force: true })
  for (const args of target.runs) {
    const vite = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', ...args]
    const code = await runChild(node, vite, { env: { ...environmentFor(node), NODE_ENV: 'production' }, stdout: 'stderr' })
    if (code !== 0) throw new Error(`The build of the ${target.name} failed; see above.`)
  }
  mkdirSync(inRoot('dist'), { recursive: true })
  writeFileSync(stamp, fingerprint)
  say(`Built the ${target.name === 'page' ? 'page' : 'host and shell'} in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
}

/** A hash of names and contents; git sets no meaningful times. */
function fingerprintOf(sources) {
  const hash = createHash('sha256')
  for (const source of sources) for (const file of filesBelow(source)) hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function filesBelow(path) {
  const place = join(root, path)
  if (!existsSync(place)) return []
  if (!statSync(place).isDirectory()) return [path]
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`))
}
