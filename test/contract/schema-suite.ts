import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { compileRequestCheck } from '../../proxy-core/contract/compile-request-check.ts'
import { importLimits } from '../../proxy-core/model/limits.ts'
import type { ApiDocument } from '../../proxy-core/openapi/document.ts'
import { importDocument } from '../../proxy-core/openapi/import.ts'

interface Group {
  file: string
  description: string
  schema: unknown
  tests: { description: string; data: unknown; valid: boolean }[]
}

export interface SuiteResult {
  cases: number
  /** `file.json: group: case` */
  failed: string[]
}

/** Where the suite expects its remote schemas. */
const REMOTES_ORIGIN = 'http://localhost:1234'

/**
 * Runs a folder of cases in the format of the JSON Schema Test Suite through the importer and the check of requests: each
 * schema is a file of its own, which a document names as the body of an operation. The document comes from an origin of
 * its own on loopback, which has the suite's remote schemas too.
 * @param remotes folder of what the suite refers to at `http://localhost:1234/`; null where there is none
 */
export async function runSuite(folder: string, remotes: string | null): Promise<SuiteResult> {
  const served = new Map<string, string>()
  const origin = await serve(served)
  const read = (path: string) => readFileSync(path, 'utf8').replaceAll(REMOTES_ORIGIN, origin.address)
  const result: SuiteResult = { cases: 0, failed: [] }
  try {
    for (const path of filesBelow(remotes)) served.set(`/${path}`, read(join(remotes ?? '', path)))
    for (const groups of withoutClash(filesBelow(folder, false).flatMap((file) => groupsOf(file, read(join(folder, file)))))) {
      const document = await documentOf(groups, served, origin.address)
      for (const [number, group] of groups.entries()) runGroup(group, document, number, result)
    }
  } finally {
    origin.close()
  }
  result.failed.sort()
  return result
}

async function serve(served: ReadonlyMap<string, string>): Promise<{ address: string; close(): void }> {
  const server = createServer(({ url = '' }, response) => {
    const text = served.get(decodeURIComponent(url))
    response.writeHead(text === undefined ? 404 : 200, { 'Content-Type': 'application/json' }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function filesBelow(folder: string | null, recursive = true): string[] {
  if (folder === null || !existsSync(folder)) return []
  const names = readdirSync(folder, { recursive, encoding: 'utf8' })
  return names.filter((name) => name.endsWith('.json')).sort()
}

function groupsOf(file: string, text: string): Group[] {
  return (JSON.parse(text) as Omit<Group, 'file'>[]).map((group) => ({ ...group, file }))
}

/** As few documents as there can be, as each takes a thread; but schemas of one document have no `$id` in common. */
function withoutClash(groups: readonly Group[]): Group[][] {
  const documents: { ids: Set<string>; groups: Group[] }[] = []
  for (const group of groups) {
    const ids = [...JSON.stringify(group.schema).matchAll(/"\$id":"[^"]*"/g)].map(([id]) => id)
    const free = documents.find((one) => !ids.some((id) => one.ids.has(id)))
    const document = free ?? { ids: new Set(), groups: [] }
    if (free === undefined) documents.push(document)
    document.groups.push(group)
    for (const id of ids) document.ids.add(id)
  }
  return documents.map((one) => one.groups)
}

async function documentOf(groups: readonly Group[], served: Map<string, string>, address: string): Promise<ApiDocument> {
  const paths: Record<string, unknown> = {}
  for (const [number, { schema }] of groups.entries()) {
    const content = { 'application/json': { schema: { $ref: `${number}/schema.json` } } }
    paths[`/${number}`] = { put: { requestBody: { required: true, content }, responses: { 204: { description: 'Taken' } } } }
    served.set(`/cases/${number}/schema.json`, JSON.stringify(schema))
  }
  served.set('/cases/api.json', JSON.stringify({ openapi: '3.1.0', info: { title: 'All', version: '1' }, paths }))
  const { document, close } = await importDocument({ kind: 'url', url: `${address}/cases/api.json` }, { limits: importLimits })
  close()
  return document
}

function runGroup({ file, description, tests }: Group, document: ApiDocument, number: number, result: SuiteResult): void {
  const path = `/${number}`
  const operation = document.operations.find(({ template }) => template === path)
  if (operation === undefined) throw new Error(`no operation for ${file}: ${description}`)
  const check = compileRequestCheck(document, operation)
  const headers = ['Content-Type', 'application/json']
  for (const { description: of, data, valid } of tests) {
    result.cases++
    const body = Buffer.from(JSON.stringify(data))
    const { findings } = check({ path, pathParameters: {}, query: '', headers, body })
    if ((findings.length === 0) !== valid) result.failed.push(`${file}: ${description}: ${of}`)
  }
}
