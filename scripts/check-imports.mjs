// Holds every import against the table of architecture.md, and finds circles: `node scripts/check-imports.mjs [root]`.
// Exits 1 with a line for each breach, and also when it read no file.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'vite'

const core = ['model', 'openapi', 'contract', 'mock', 'live', 'policies', 'traffic', 'replay', 'workspace', 'interop', 'telemetry']
const upToControl = [...core, 'gateway', 'control']

/** What a part may import besides itself. A part that is not here is refused. */
const mayImport = {
  model: [],
  openapi: ['model'],
  contract: ['model', 'openapi'],
  mock: ['model', 'openapi', 'contract'],
  live: ['model'],
  policies: ['model', 'contract'],
  traffic: ['model'],
  replay: ['model', 'contract'],
  workspace: ['model', 'openapi'],
  interop: ['model', 'openapi'],
  telemetry: ['model'],
  gateway: ['model', 'openapi', 'contract', 'mock', 'live', 'policies', 'traffic'],
  control: [...core, 'gateway'],
  sample: ['model'],
  host: [...upToControl, 'sample'],
  cli: [...upToControl, 'sample', 'host'],
  renderer: ['model'],
  electron: ['model'],
  'electron/host-process.ts': ['model', 'electron', 'host'],
  test: [...upToControl, 'sample', 'host', 'cli', 'renderer', 'electron', 'electron/host-process.ts', 'config'],
}

/** Which packages and built-in modules a part may import; a part that is not here may take any but those of the page and of the shell. */
const packageRules = {
  model: { allows: (name) => name === 'zod', says: 'zod only, no Node and no DOM' },
  renderer: { allows: (name) => !isBuiltin(name) && !isShell(name), says: 'no Node and no Electron' },
  electron: { allows: (name) => isBuiltin(name) || isShell(name), says: 'Node and Electron only' },
  test: { allows: () => true, says: '' },
}
const coreRule = { allows: (name) => !isShell(name) && !isPage(name), says: 'neither Electron nor the packages of the page' }

const root = resolve(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)))
const files = ['proxy-core', 'renderer', 'electron', 'test'].flatMap((folder) => sourcesBelow(folder)).sort()
const graph = new Map(files.map((file) => [file, importsOf(file)]))
const breaches = [...files.flatMap(breachesOf), ...circles()]

for (const breach of breaches) console.error(breach)
if (files.length === 0) console.error(`No source file was read below ${root}: the imports were not checked.`)
console.log(`imports: ${files.length} files, ${[...graph.values()].flat().length} imports, ${breaches.length} breaches`)
process.exitCode = breaches.length > 0 || files.length === 0 ? 1 : 0

function sourcesBelow(folder) {
  const place = posix.join(root, folder)
  if (!existsSync(place)) return []
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return path === 'test/fixtures' || entry.name === 'node_modules' ? [] : sourcesBelow(path)
    return /\.(ts|tsx|mts|js|mjs)$/.test(entry.name) ? [path] : []
  })
}

function importsOf(file) {
  const text = readFileSync(posix.join(root, file), 'utf8')
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) return [{ name: '', line: 1, unreadable: errors[0].message }]
  const found = []
  const take = (node) => {
    if (typeof node.source?.value !== 'string') return
    const typeOnly = node.importKind === 'type' || node.exportKind === 'type' || node.type === 'TSImportType'
    found.push({ name: node.source.value, line: text.slice(0, node.source.start).split('\n').length, typeOnly })
  }
  const kinds = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType']
  new Visitor(Object.fromEntries(kinds.map((kind) => [kind, take]))).visit(program)
  return found
}

function breachesOf(file) {
  const part = partOf(file)
  if (part === null) return [`${file}: this folder is not in the table of scripts/check-imports.mjs`]
  return graph.get(file).flatMap(({ name, line, unreadable }) => {
    if (unreadable) return [`${file}: can't be read: ${unreadable}`]
    const says = name.startsWith('.') ? refusalOfPart(file, part, name) : refusalOfPackage(part, name)
    return says ? [`${file}:${line}: ${name}: ${says}`] : []
  })
}

function refusalOfPart(file, part, name) {
  const target = targetOf(file, name)
  const other = partOf(target)
  if (other === part || (other === null && part === 'test')) return null
  if (other !== null && mayImport[part].includes(other)) return null
  return `${part} may import ${mayImport[part].join(', ') || 'nothing of ours'}, not ${other ?? target}`
}

function refusalOfPackage(part, name) {
  const rule = packageRules[part.split('/')[0]] ?? coreRule
  return rule.allows(name) ? null : `${part} may import packages so: ${rule.says}`
}

/** The row of the table that a file belongs to; null when there is none. */
function partOf(path) {
  if (path in mayImport) return path
  const [top, folder] = path.split('/')
  if (top !== 'proxy-core') return top in mayImport ? top : /^[\w.-]+\.config\.ts$/.test(path) ? 'config' : null
  if (path === 'proxy-core/host.ts') return 'host'
  return folder in mayImport && path.split('/').length > 2 ? folder : null
}

function targetOf(file, name) {
  return posix.normalize(posix.join(posix.dirname(file), name.replace(/[?#].*$/, '')))
}

/** Each circle once, as the path that closes it. Imports of types are erased, so they close none. */
function circles() {
  const done = new Set()
  const found = []
  const walk = (file, path) => {
    const start = path.indexOf(file)
    if (start >= 0) return found.push(`circle: ${[...path.slice(start), file].join(' → ')}`)
    if (done.has(file)) return
    for (const { name, typeOnly } of graph.get(file) ?? []) {
      if (name.startsWith('.') && !typeOnly) walk(targetOf(file, name), [...path, file])
    }
    done.add(file)
  }
  for (const file of files) walk(file, [])
  return found
}

function isBuiltin(name) {
  return name.startsWith('node:') || builtinModules.includes(name)
}

function isShell(name) {
  return name === 'electron' || name.startsWith('electron/') || name.startsWith('@electron/')
}

function isPage(name) {
  return /^(react|react-dom|@base-ui|@tanstack|lucide-react|wouter|zustand|tailwindcss|@tailwindcss|@codemirror)(\/|$)/.test(name)
}
