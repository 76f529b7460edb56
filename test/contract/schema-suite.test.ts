import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runSuite } from './schema-suite.ts'

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/contract/${name}`, import.meta.url))

it('schemas mean what JSON Schema 2020-12 says', async () => {
  const { cases, failed } = await runSuite(fixture('schema-cases'), fixture('schema-remotes'))
  expect(failed).toEqual([])
  expect(cases).toBeGreaterThan(60)
})

/** Where Debian's package libtest-json-schema-acceptance-perl has the suite. */
const PACKAGED = '/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance/tests/draft2020-12'
const suite = process.env.JSON_SCHEMA_TEST_SUITE || (existsSync(PACKAGED) ? PACKAGED : null)

it('the JSON Schema Test Suite passes, but for the cases that docs/json-schema.md lists', { timeout: 60_000 }, async ({ skip }) => {
  if (suite === null) return skip('there is no copy of the suite here; JSON_SCHEMA_TEST_SUITE names one')
  const page = readFileSync(new URL('../../docs/json-schema.md', import.meta.url), 'utf8')
  const listed = [...page.matchAll(/^\| `([^`]+\.json: [^`]+)` \|/gm)].map(([, name]) => name as string)
  const { cases, failed } = await runSuite(suite, join(suite, '../../remotes'))
  expect(cases).toBeGreaterThan(1_000)
  expect(failed).toEqual(listed.sort())
})
