import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runSuite } from './schema-suite.ts'

const page = readFileSync(new URL('../../docs/json-schema.md', import.meta.url), 'utf8')
/** The cases that `docs/json-schema.md` lists as not passing. */
const listed = [...page.matchAll(/^\| `([^`]+\.json: [^`]+)` \|/gm)].map(([, name]) => name as string)
const cases = fileURLToPath(new URL('../fixtures/contract/schema-cases', import.meta.url))

it('schemas mean what JSON Schema 2020-12 says, but for the cases that docs/json-schema.md lists', async () => {
  const { cases: count, failed } = await runSuite(cases)
  expect(count).toBeGreaterThan(20)
  expect(failed.sort()).toEqual(listed.sort())
})

const suite = process.env.JSON_SCHEMA_TEST_SUITE
it.skipIf(suite === undefined)('runs the cases of JSON_SCHEMA_TEST_SUITE, a folder such as tests/draft2020-12', async () => {
  const { failed } = await runSuite(suite ?? '')
  expect(failed).toEqual([])
})
