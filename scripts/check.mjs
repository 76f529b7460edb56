// Every rule that matters, as a program that fails: `npm run check`, or only some: `npm run check -- imports lint`.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const AT_ONCE = 2
const tsc = (config) => ['node_modules/typescript/bin/tsc', '-p', config]

const rules = [
  { name: 'types of the core', run: tsc('tsconfig.core.json') },
  { name: 'types of the page', run: tsc('tsconfig.page.json') },
  { name: 'types of the shell', run: tsc('tsconfig.shell.json') },
  { name: 'types of the tests', run: tsc('tsconfig.test.json') },
  { name: 'lint and format', run: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  { name: 'imports', run: ['scripts/check-imports.mjs'] },
  { name: 'dead code', run: ['node_modules/knip/bin/knip.js', '--no-config-hints'] },
]
const reports = [{ name: 'sizes and tests', run: ['scripts/check-sizes.mjs'] }]

const wanted = process.argv.slice(2)
const chosen = (all) => all.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
const outcomes = await runAll(chosen(rules))
for (const report of chosen(reports)) console.log((await run(report)).output.trimEnd())
if (outcomes.length === 0 && chosen(reports).length === 0) {
  console.error(`No rule is called ${wanted.join(' or ')}: there are ${[...rules, ...reports].map(({ name }) => name).join(', ')}.`)
  process.exitCode = 2
} else conclude(outcomes)

async function runAll(queue) {
  const waiting = [...queue]
  const done = []
  const worker = async () => {
    for (let rule = waiting.shift(); rule; rule = waiting.shift()) {
      const outcome = await run(rule)
      done.push(outcome)
      console.log(`${outcome.code === 0 ? 'ok    ' : 'FAILED'} ${rule.name} (${outcome.seconds} s)`)
      if (outcome.code !== 0) console.log(outcome.output.trimEnd().replace(/^/gm, '       '))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return done
}

function run({ name, run: args }) {
  const began = performance.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('close', (code) => resolve({ name, code: code ?? 1, output, seconds: ((performance.now() - began) / 1000).toFixed(1) }))
  })
}

function conclude(done) {
  const failed = done.filter(({ code }) => code !== 0).length
  const total = { passed: done.length - failed, failed, skipped: 0 }
  mkdirSync(new URL('../.cache/reports/', import.meta.url), { recursive: true })
  writeFileSync(new URL('../.cache/reports/check.json', import.meta.url), JSON.stringify({ total }))
  console.log(`check: ${total.passed} passed, ${total.failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
