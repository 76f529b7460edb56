import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { expect, it } from 'vitest'
import { imported, reachable } from './documents.ts'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const gitHub = at('node_modules/@octokit/openapi/generated/api.github.com.json')
const digitalOcean = at('../shared/specs/digitalocean/specification/DigitalOcean-public.v2.yaml')
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** Counted by hand, so to say: keys of the source, no part of the importer. */
function operationsIn(document: unknown): string[] {
  const { paths } = document as { paths: Record<string, object> }
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.filter((method) => method in item).map((method) => `${method.toUpperCase()} ${path}`),
  )
}

it("serves every operation of GitHub's document, and every reference in it leads somewhere", async () => {
  const { document, diagnostics, files } = await imported({ kind: 'file', path: gitHub })
  const served = document.operations.map(({ method, template }) => `${method} ${template}`)
  expect(served.toSorted()).toEqual(operationsIn(JSON.parse(readFileSync(gitHub, 'utf8'))).toSorted())
  expect(served.length).toBeGreaterThanOrEqual(1_223)
  expect({ diagnostics, files }).toEqual({ diagnostics: [], files: [gitHub] })
  const found = reachable(document)
  expect(found.size).toBeGreaterThan(1_400)
  expect([...found].filter(([, value]) => value === undefined)).toEqual([])
  expect(document.node('#/components/schemas/nullable-simple-user')).toMatchObject({ type: ['object', 'null'] })
})

it.skipIf(!existsSync(digitalOcean))(
  "serves every operation of DigitalOcean's document in its many files (needs ../shared/specs)",
  async () => {
    const { document, diagnostics, files } = await imported({ kind: 'file', path: digitalOcean })
    const served = document.operations.map(({ method, template }) => `${method} ${template}`)
    expect(served).toEqual(expect.arrayContaining(operationsIn(load(readFileSync(digitalOcean, 'utf8')))))
    expect(served).toHaveLength(operationsIn(load(readFileSync(digitalOcean, 'utf8'))).length)
    expect(diagnostics).toEqual([])
    expect(files.length).toBeGreaterThan(1_000)
    expect([...reachable(document)].filter(([, value]) => value === undefined)).toEqual([])
  },
)
