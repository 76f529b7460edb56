import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readChild, runChild } from './children.mjs'
import { findChromium } from './chromium.mjs'
import { environmentFor } from './node.mjs'
import { reportsFolder, say } from './places.mjs'

const vitestReport = join(reportsFolder, 'vitest.json')
const browserReport = join(reportsFolder, 'playwright.json')
/** A test that blocks its process is cut off by nothing else. */
const LIMIT_MS = 8 * 60_000
const playwright = ['node_modules/@playwright/test/cli.js', 'test']

/**
 * vitest, then Playwright in a real Chromium. With arguments only what they name: `npm test -- test/gateway` or
 * `npm test -- test/e2e/traffic.spec.ts`. Leaves the sums in `.cache/reports/tests.json`.
 */
export async function test(node, args) {
  const env = { ...environmentFor(node), NODE_ENV: 'test' }
  mkdirSync(reportsFolder, { recursive: true })
  for (const report of [vitestReport, browserReport]) rmSync(report, { force: true })
  const inBrowser = args.filter((arg) => arg.includes('e2e'))
  const others = args.filter((arg) => !arg.includes('e2e'))
  const results = []
  if (args.length === 0 || others.length > 0) results.push(await runVitest(node, others, env))
  if (args.length === 0 || inBrowser.length > 0) results.push(await runPlaywright(node, inBrowser, env))
  return conclude(results)
}

async function runVitest(node, args, env) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`]
  const code = await runChild(node, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], { env, limitMs: LIMIT_MS })
  return { name: 'vitest', ...atLeastOneFailure(code, vitestSums()) }
}

async function runPlaywright(node, args, env) {
  const chromium = await findChromium(node, { install: true })
  if (chromium === null) return withoutBrowser(node, args, env)
  const code = await runChild(node, [...playwright, ...args], {
    limitMs: LIMIT_MS,
    env: { ...env, SWITCHYARD_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
  })
  return { name: 'in the browser', ...atLeastOneFailure(code, playwrightSums(readJson(browserReport))) }
}

async function withoutBrowser(node, args, env) {
  const line = '!'.repeat(100)
  say(`${line}\nNo Chromium is here and none could be installed: THE TESTS IN THE BROWSER WERE NOT RUN.`)
  say(`Install Chromium or Chrome, or set SWITCHYARD_CHROMIUM to its path, and run npm test again.\n${line}`)
  const { output } = await readChild(node, [...playwright, ...args, '--list'], { env })
  const skipped = Number(/Total: (\d+) test/.exec(output)?.[1] ?? 0)
  return { name: 'in the browser', passed: 0, failed: 0, skipped }
}

/** A run that failed without a failed test (a file that could not be loaded, no report at all) counts as a failure. */
function atLeastOneFailure(code, sums) {
  return code !== 0 && sums.failed === 0 ? { ...sums, failed: 1 } : sums
}

function vitestSums() {
  const report = readJson(vitestReport)
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  }
}

function playwrightSums(report) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 }
  const { expected, flaky, unexpected, skipped } = report.stats
  return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped }
}

function conclude(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  const total = { name: 'all', passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
  writeFileSync(join(reportsFolder, 'tests.json'), JSON.stringify({ results, total }))
  say('')
  for (const { name, passed, failed, skipped } of [...results, total]) {
    say(`${name.padEnd(16)}${passed} passed, ${failed} failed, ${skipped} skipped`)
  }
  return total.failed === 0 ? 0 : 1
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
