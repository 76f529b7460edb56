import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileRequestCheck } from '../../proxy-core/contract/compile-request-check.ts'
import { openFile } from '../mock/fixture.ts'

interface Group {
  description: string
  schema: unknown
  tests: { description: string; data: unknown; valid: boolean }[]
}

export interface SuiteResult {
  cases: number
  /** `file.json: group: case` */
  failed: string[]
}

/**
 * Runs a folder of cases in the format of the JSON Schema Test Suite through the importer and the check of requests: each
 * schema is a file of its own, which a document names as the body of an operation. No schema is fetched.
 */
export async function runSuite(folder: string): Promise<SuiteResult> {
  const groups = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Group[]).map((group) => ({ ...group, name })))
  const written = mkdtempSync(join(tmpdir(), 'schema-suite-'))
  const result: SuiteResult = { cases: 0, failed: [] }
  try {
    for (const [number, { name, description, schema, tests }] of groups.entries()) {
      const check = await checkOf(join(written, String(number)), schema)
      for (const { description: of, data, valid } of tests) {
        result.cases++
        if (check(data) !== valid) result.failed.push(`${name}: ${description}: ${of}`)
      }
    }
  } finally {
    rmSync(written, { recursive: true })
  }
  return result
}

/** A document for each, since schemas of different groups have the same `$id`. */
async function checkOf(folder: string, schema: unknown): Promise<(value: unknown) => boolean> {
  const content = { 'application/json': { schema: { $ref: 'schema.json' } } }
  const paths = { '/a': { put: { requestBody: { required: true, content }, responses: { 204: { description: 'Taken' } } } } }
  mkdirSync(folder)
  writeFileSync(join(folder, 'schema.json'), JSON.stringify(schema))
  writeFileSync(join(folder, 'api.json'), JSON.stringify({ openapi: '3.1.0', info: { title: 'One', version: '1' }, paths }))
  const document = await openFile(join(folder, 'api.json'))
  const [operation] = document.operations
  if (operation === undefined) throw new Error('no operation')
  const check = compileRequestCheck(document, operation)
  const headers = ['Content-Type', 'application/json']
  return (value) => {
    const body = Buffer.from(JSON.stringify(value))
    return check({ path: '/a', pathParameters: {}, query: '', headers, body }).findings.length === 0
  }
}
