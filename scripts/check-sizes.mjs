// Names files and functions that grew long and source that no test reaches, to be looked at; fails nothing:
// `node scripts/check-sizes.mjs [root]`.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'vite'

const MAX_FILE_LINES = 250
const MAX_FUNCTION_LINES = 40

const root = resolve(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)))
const sources = ['proxy-core', 'renderer', 'electron', 'scripts'].flatMap((folder) => filesBelow(folder)).sort()
const tests = filesBelow('test')
const texts = new Map([...sources, ...tests].map((file) => [file, readFileSync(join(root, file), 'utf8')]))

const lines = (file) => texts.get(file).split('\n').length - 1
report(
  `files over ${MAX_FILE_LINES} lines`,
  [...sources, ...tests].filter((file) => lines(file) > MAX_FILE_LINES).map((file) => `${file} (${lines(file)})`),
)
report(`functions over ${MAX_FUNCTION_LINES} lines`, sources.flatMap(longFunctions))
report('files that no test imports, names or is named after', untested())

function report(what, found) {
  console.log(`note: ${found.length === 0 ? 'no' : found.length} ${what}${found.map((line) => `\n      ${line}`).join('')}`)
}

function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return path === 'test/fixtures' ? [] : filesBelow(path)
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : []
  })
}

/** Counts a function without the functions inside it: a factory is as long as its own steps. */
function longFunctions(file) {
  const text = texts.get(file)
  const lineAt = (offset) => text.slice(0, offset).split('\n').length
  const open = [{ inner: 0 }]
  const found = []
  const enter = () => open.push({ inner: 0 })
  const leave = (node) => {
    const all = lineAt(node.end) - lineAt(node.start) + 1
    const own = all - open.pop().inner
    open.at(-1).inner += all > 1 ? all : 0
    if (own > MAX_FUNCTION_LINES) found.push(`${file}:${lineAt(node.start)} ${node.id?.name ?? 'function'} (${own})`)
  }
  const kinds = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']
  const handlers = kinds.flatMap((kind) => [
    [kind, enter],
    [`${kind}:exit`, leave],
  ])
  new Visitor(Object.fromEntries(handlers)).visit(parseSync(file, text).program)
  return found
}

/** A source file counts as tested when a test has its name, names its path, imports it, or imports one that imports it. */
function untested() {
  const reached = new Set()
  const reach = (file) => {
    for (const [, name] of (texts.get(file) ?? '').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      const target = posix.normalize(posix.join(posix.dirname(file), name))
      if (reached.has(target)) continue
      reached.add(target)
      reach(target)
    }
  }
  tests.forEach(reach)
  const names = new Set(tests.map((file) => posix.basename(file).split('.')[0]))
  const named = (file) => tests.some((test) => texts.get(test).includes(file))
  return sources.filter((file) => !reached.has(file) && !names.has(posix.basename(file).split('.')[0]) && !named(file))
}
