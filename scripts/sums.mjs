// Adds up what `check` and `test` left in .cache/reports and prints `N passed, N failed, N skipped`:
// `node scripts/sums.mjs CHECK_EXIT_CODE TEST_EXIT_CODE`. A part that left no report counts as one failure.
import { readFileSync } from 'node:fs'

const [check, tests] = process.argv.slice(2).map(Number)
const parts = [part('check.json', check), part('tests.json', tests)]
const sum = (key) => parts.reduce((total, counted) => total + counted[key], 0)
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
process.exitCode = sum('failed') === 0 ? 0 : 1

function part(file, code) {
  const counted = read(file) ?? { passed: 0, failed: 0, skipped: 0 }
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}

function read(file) {
  try {
    return JSON.parse(readFileSync(new URL(`../.cache/reports/${file}`, import.meta.url), 'utf8')).total
  } catch {
    return null
  }
}
