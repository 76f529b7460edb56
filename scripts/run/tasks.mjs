import { rmSync } from 'node:fs'
import { buildStale } from './build.mjs'
import { runChild } from './children.mjs'
import { installDependencies } from './install.mjs'
import { alone } from './lock.mjs'
import { environmentFor, suitableNode } from './node.mjs'
import { CLI_ENVIRONMENT, CLI_FLAGS, inRoot, say } from './places.mjs'
import { start } from './start.mjs'
import { test } from './test.mjs'

/** What each task needs built, and how it runs once everything is in place. */
const tasks = {
  start: { builds: 'stale', run: start },
  switchyard: { builds: 'stale', run: (node, args) => runNode(node, [...CLI_FLAGS, 'dist/cli.js', ...args], CLI_ENVIRONMENT) },
  dev: { builds: 'none', run: (node, args) => runNode(node, ['scripts/dev.mjs', ...args]) },
  build: { builds: 'all', run: async () => 0 },
  test: { builds: 'stale', run: test },
  check: { builds: 'none', run: (node, args) => runNode(node, ['scripts/check.mjs', ...args]) },
  bench: { builds: 'stale', run: (node, args) => runNode(node, ['test/bench/bench.ts', ...args]) },
  corpus: { builds: 'none', run: (node, args) => runNode(node, ['test/corpus/corpus.ts', ...args]) },
  screenshots: { builds: 'stale', run: (node, args) => runNode(node, ['scripts/screenshots.mjs', ...args]) },
  format: { builds: 'none', run: (node) => runNode(node, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.']) },
  package: { builds: 'stale', run: (node, args) => runNode(node, ['node_modules/electron-builder/cli.js', '--publish', 'never', ...args]) },
}

/** Makes ready what the task needs (Node, dependencies, builds), then runs it; its exit code becomes ours. */
export async function runTask([name, ...args]) {
  const task = tasks[name]
  if (!task) {
    say(`Usage: node scripts/run.mjs ${Object.keys(tasks).join('|')} [arguments]`)
    process.exitCode = 2
    return
  }
  try {
    const node = await alone(() => prepare(task))
    process.exitCode = await task.run(node, args)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 3
  }
}

async function prepare({ builds }) {
  const node = await suitableNode()
  await installDependencies(node)
  if (builds === 'all') rmSync(inRoot('dist'), { recursive: true, force: true })
  if (builds !== 'none') await buildStale(node)
  return node
}

function runNode(node, args, more = {}) {
  return runChild(node, args, { env: { ...environmentFor(node), ...more } })
}
