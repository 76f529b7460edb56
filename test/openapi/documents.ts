import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { Refusal } from '../../proxy-core/model/errors.ts'
import { type Diagnostic, diagnosticText } from '../../proxy-core/model/finding.ts'
import { type ImportLimits, importLimits } from '../../proxy-core/model/limits.ts'
import type { ApiDocument, DocumentSource, OperationObject } from '../../proxy-core/openapi/document.ts'
import { type ImportOptions, importDocument, type OpenImport } from '../../proxy-core/openapi/import.ts'

/** A folder with these files; gone when the test ends. */
export function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-documents-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

export async function imported(source: DocumentSource, options: Partial<ImportOptions> = {}): Promise<OpenImport> {
  const open = await importDocument(source, { limits: importLimits, ...options })
  onTestFinished(() => open.close())
  return open
}

/** Imports the first of the files. */
export function importFiles(files: Record<string, string | Uint8Array>, options: Partial<ImportOptions> = {}): Promise<OpenImport> {
  const [first = ''] = Object.keys(files)
  return imported({ kind: 'file', path: join(folderOf(files), first) }, options)
}

export function importText(text: string, limits: Partial<ImportLimits> = {}): Promise<OpenImport> {
  return imported({ kind: 'text', text, name: 'pasted.yaml' }, { limits: { ...importLimits, ...limits } })
}

/** What an import is refused with. */
export async function refusalOf(importing: Promise<unknown>): Promise<Refusal['problem']> {
  const outcome = await importing.then(
    () => null,
    (error: unknown) => error,
  )
  if (outcome instanceof Refusal) return outcome.problem
  throw outcome ?? new Error('it was not refused')
}

/** `line:column message` of each, without the folder, which differs in each run. */
export function texts(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map((diagnostic) =>
    diagnosticText({ ...diagnostic, file: '' })
      .replace(/^: /, '')
      .replaceAll(/\S*switchyard-documents-\w+/g, '…')
      .replace(/^:/, ''),
  )
}

export function keysOf(document: ApiDocument): string[] {
  return document.operations.map(({ method, template }) => `${method} ${template}`)
}

/** The operation object of `GET /pets`. */
export function operationOf(document: ApiDocument, key: string): OperationObject {
  const found = document.operations.find(({ method, template }) => `${method} ${template}` === key)
  if (found === undefined) throw new Error(`no operation ${key} in ${keysOf(document).join(', ')}`)
  return document.node(found.ref) as OperationObject
}

/** Every reference that can be reached from the operations, with what it gives. */
export function reachable(document: ApiDocument): Map<string, unknown> {
  const found = new Map<string, unknown>()
  const open: unknown[] = document.operations.map(({ ref }) => document.node(ref))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    const ref = '$ref' in next ? next.$ref : undefined
    if (typeof ref === 'string' && !found.has(ref)) {
      const value = document.node(ref)
      found.set(ref, value)
      open.push(value)
    }
    open.push(...Object.values(next).filter((value) => value !== undefined))
  }
  return found
}
