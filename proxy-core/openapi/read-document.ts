import { Refusal } from '../model/errors.ts'
import { cutDocument } from './cut.ts'
import type { Faults } from './faults.ts'
import { isObject, type JsonObject, member, memberObject, memberText } from './json.ts'
import { openLibrary } from './library.ts'
import { collectOperations } from './operations.ts'
import { dialectOf } from './schema-keywords.ts'
import { surveyDocument } from './survey.ts'
import type { ImportTask, ReadDocument } from './thread-messages.ts'

/** Reads a document whole, in the thread. @throws Refusal when there is nothing to serve */
export async function readDocument(task: ImportTask): Promise<ReadDocument> {
  const library = await openLibrary(task)
  const { tree } = library.root
  if (!isObject(tree)) throw new Refusal('document-not-openapi', `${library.root.place} is not an OpenAPI document.`)
  const specVersion = memberText(tree, 'openapi') ?? memberText(tree, 'swagger') ?? ''
  const faults: Faults = { add: (f) => console.error(f.message), diagnostics: () => [] }
  const survey = await surveyDocument(library, dialectOf(specVersion), faults)
  const operations = collectOperations(tree, survey)
  const info = memberObject(tree, 'info')
  return {
    title: memberText(info, 'title') ?? '',
    version: memberText(info, 'version') ?? '',
    specVersion,
    basePath: basePathOf(tree),
    secretNames: [],
    operations: operations.map(({ operation }) => operation),
    pieces: cutDocument(library, operations, survey),
    diagnostics: faults.diagnostics(),
    files: library.files().map(({ place }) => place),
  }
}

function basePathOf(tree: JsonObject): string {
  const servers = member(tree, 'servers')
  const url = Array.isArray(servers) ? memberText(servers[0], 'url') : null
  if (url === null) return ''
  try {
    return new URL(url, 'http://localhost/').pathname.replace(/\/+$/, '')
  } catch {
    return ''
  }
}
