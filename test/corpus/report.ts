import type { Answered, TriedDocument } from './try-document.ts'

export interface RunFacts {
  versions: readonly string[]
  operations: number
  /** Documents that were slow once. */
  triedAgain: number
}

interface Told extends Answered {
  where: string
}

const MAX_ANSWER_MS = 2_000
/** Lines of one list; the rest is counted. */
const MAX_LINES = 40
const MAX_LINE_CHARACTERS = 300

/** The table of a run, and what fails in it, as Markdown. */
export function report(tried: readonly TriedDocument[], { versions, operations, triedAgain }: RunFacts): string {
  const answers: Told[] = tried.flatMap(({ file, operations: all }) =>
    all.flatMap((one) => one.answers.map((answer) => ({ ...answer, where: `${file} ${one.operation}` }))),
  )
  const imported = tried.filter((one) => one.imported)
  const made = answers.filter(({ body, verdict }) => (body === 'fresh' || body === 'stable') && verdict !== null)
  const written = answers.filter(({ body, verdict }) => body === 'example' && verdict !== null)
  const broken = tried.filter(({ imported, reason }) => reason !== null && (imported || reason.startsWith('crash')))
  const slow = answers.filter(({ ms }) => ms > MAX_ANSWER_MS)
  const unsatisfiable = answers.filter(({ detail }) => detail?.includes('mock-unsatisfiable') ?? false)
  const count = (test: (answer: Told) => boolean) => number(answers.filter(test).length)
  const rows: [string, string, string][] = [
    ['documents', number(tried.length), ''],
    ['imported', share(imported.length, tried.length), '≥ 99 %'],
    [`operations tried, ${operations} in each document, spread over it`, number(tried.flatMap((one) => one.operations).length), ''],
    ['answers', number(answers.length), ''],
    ['of them to requests that were refused, asked again by preview', count(({ body }) => body === 'refused'), ''],
    ['2xx answers', count(is2xx), ''],
    ['of them with a JSON body that was made, and judged', number(made.length), ''],
    ['valid', share(made.filter(isValid).length, made.length), '100 %'],
    ['of them with an example of the document, sent as written, and judged', number(written.length), ''],
    ['valid, as far as the documents keep their own schemas', share(written.filter(isValid).length, written.length), ''],
    ['of them without a body', count((one) => is2xx(one) && one.body === 'none'), ''],
    ['of them with a body that is not JSON', count(({ body }) => body === 'not JSON'), ''],
    ['of them with a body without a schema', count(({ body }) => body === 'no schema'), ''],
    ['no body is valid: 500 `mock-unsatisfiable`', number(unsatisfiable.length), ''],
    ['crashes, and requests without an answer', number(broken.length), '0'],
    ['answers over 2 s', number(slow.length), '0'],
    ['documents that were tried again because they were slow', number(triedAgain), ''],
    ['slowest answer', `${number(Math.round(Math.max(0, ...answers.map(({ ms }) => ms))))} ms`, '≤ 2,000 ms'],
    ['slowest import', `${number(Math.round(Math.max(0, ...imported.map(({ importMs }) => importMs))))} ms`, ''],
  ]
  const invalid = (list: readonly Told[]) =>
    list.flatMap(({ where, verdict }) => (verdict?.kind === 'invalid' ? [`${where}: ${verdict.errors[0]}`] : []))
  const lists: [string, string[]][] = [
    ['Not imported', tried.filter((one) => !one.imported).map(({ file, reason }) => `${file}: ${reason}`)],
    ['Made bodies that the validator refuses', invalid(made)],
    [
      'Bodies that the validator could not judge',
      answers.flatMap(({ where, verdict }) => (verdict?.kind === 'unjudged' ? [`${where}: ${verdict.reason}`] : [])),
    ],
    [
      'No valid body',
      unsatisfiable.map(
        ({ where, detail = '' }) => `${where}: ${/: (keyword \S+ at \S+ \(.*?\))(?:\.| Give)/.exec(detail)?.[1] ?? detail}`,
      ),
    ],
    ['Crashes, and requests without an answer', broken.map(({ file, reason }) => `${file}: ${reason?.split('\n')[0]}`)],
    ['Answers over 2 s', slow.map(({ where, ms }) => `${where}: ${Math.round(ms)} ms`)],
    ['Documents with examples that break the schema beside them', byDocument(written)],
  ]
  return [
    introduction(
      versions,
      tried.reduce((sum, one) => sum + one.patternsLeftOut, 0),
    ),
    table(rows),
    ...lists.filter(([, lines]) => lines.length > 0).map(([title, lines]) => list(title, lines)),
  ].join('\n')
}

/** How many there are in each, and the first fault. */
function byDocument(answers: readonly Told[]): string[] {
  const faults = Map.groupBy(
    answers.filter((answer) => !isValid(answer)),
    ({ where }) => where.slice(0, where.indexOf(' ')),
  )
  return [...faults].map(([file, all]) => {
    const verdict = all[0]?.verdict
    return `${file}, ${all.length}: ${verdict?.kind === 'invalid' ? verdict.errors[0] : ''}`
  })
}

function introduction(versions: readonly string[], patternsLeftOut: number): string {
  return `# How mocks of public documents answer

\`npm run corpus -- --write\` makes this page: every document of the directory is imported into a running host through its control API, some operations
of each are asked over HTTP, and every JSON body of a 2xx answer is held against the document as it is in its file by a validator that
shares no code with Switchyard. It reads the dialects of OpenAPI itself, so nothing of Switchyard's importer is between.

- Each operation is asked with \`dynamic=true\` and with \`dynamic=false\`. The second gives the document's example where there is one.
- Requests are made of the document by openapi-sampler, which keeps to no pattern and few limits. One that the request check refuses is
  replaced by a preview, which stands for any valid request.
- Where no body is valid, the document contradicts itself (\`additionalProperties: false\` against what another part requires), or the branches of a
  \`oneOf\` take nearly the same values, and none was found that only one of them takes.
- Operations that only what stands behind \`#\` or \`?\` in their paths tells apart (AWS) share one address; the first of them is tried.
- Documents with an answer over 2 s, or an import over 5 s, are tried again when the rest is done, up to three times: a machine that others use
  stalls now and then; what is slow by itself is slow each time.
- For the validator what is \`writeOnly\` is forbidden and not required, vendors' \`$schema\` is left out, escapes that mean nothing are taken from patterns,
  and ${number(patternsLeftOut)} patterns of all documents are left out that its engine can't read. It ignores formats that it doesn't know.
- ${versions.join(', ')}.
`
}

function table(rows: readonly [string, string, string][]): string {
  return ['| | measured | asked for |', '|---|---:|---:|', ...rows.map((row) => `| ${row.join(' | ')} |`), ''].join('\n')
}

function list(title: string, lines: readonly string[]): string {
  const shown = lines.slice(0, MAX_LINES).map((line) => `- ${line.replace(/[<|`*]/g, '').slice(0, MAX_LINE_CHARACTERS)}`)
  const rest = lines.length > MAX_LINES ? [`- and ${number(lines.length - MAX_LINES)} more`] : []
  return [`## ${title} (${number(lines.length)})`, '', ...shown, ...rest, ''].join('\n')
}

function is2xx({ status }: Answered): boolean {
  return status >= 200 && status < 300
}

function isValid({ verdict }: Answered): boolean {
  return verdict?.kind === 'valid'
}

function share(part: number, whole: number): string {
  const percent = whole === 0 ? 100 : (100 * part) / whole
  // never 100 % when one is missing
  return `${number(part)} (${part === whole ? '100' : (Math.floor(percent * 100) / 100).toFixed(2)} %)`
}

function number(value: number): string {
  return value.toLocaleString('en')
}
