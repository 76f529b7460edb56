import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { runChild } from './children.mjs'
import { environmentFor, npmScript } from './node.mjs'
import { inRoot, say } from './places.mjs'

const stamp = inRoot('node_modules', '.switchyard-installed')

/** Installs the dependencies when the lock file is not the one they were installed from. */
export async function installDependencies(node) {
  const wanted = lockHash()
  if (read(stamp) === wanted) return
  say('Installing dependencies (npm ci)…')
  const began = performance.now()
  // Without --ignore-scripts npm would compile better-sqlite3, though its binary is inside the package.
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await runChild(node, [npmScript(), 'ci', ...flags], { env: environmentFor(node), stdout: 'stderr' })
  if (code !== 0) throw new Error(`npm ci failed with ${code}; see above.`)
  writeFileSync(stamp, wanted)
  say(`Dependencies installed in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
}

export function lockHash() {
  return createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex')
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
