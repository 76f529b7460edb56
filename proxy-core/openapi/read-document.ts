import { checkOperations } from './check-operations.ts'
import { collectOperations } from './collect-operations.ts'
import { collectWebhooks } from './collect-webhooks.ts'
import { cutDocument } from './cut.ts'
import { createFaults } from './faults.ts'
import { formOf } from './forms.ts'
import { identify } from './identify.ts'
import { isObject, type JsonObject, member, memberObject, memberText } from './json.ts'
import { openLibrary } from './library.ts'
import type { SourceText } from './structure.ts'
import { type Survey, surveyDocument } from './survey.ts'
import type { ImportTask, ReadDocument } from './thread-messages.ts'

/** Reads a document whole, in the thread. @throws Unservable when there is nothing to serve */
export async function readDocument(task: ImportTask): Promise<{ document: ReadDocument; sources: SourceText[] }> {
  const library = await openLibrary(task)
  const specVersion = await identify(library.root)
  const faults = createFaults()
  const tree = library.root.tree as JsonObject
  const survey = await surveyDocument(library, formOf(specVersion, tree), faults)
  for (const file of library.files()) {
    for (const { code, message, offset } of file.faults)
      faults.add({ severity: 'error', code, message, file, at: { kind: 'offset', offset } })
  }
  const operations = collectOperations(library, survey, faults)
  const webhooks = collectWebhooks(library, survey, faults)
  checkOperations(library, operations, faults)
  if (operations.length === 0) {
    const message = 'the document has no operation to serve; add some under paths'
    faults.add({ severity: 'warning', code: 'no-operations', message, file: library.root, at: { kind: 'pointer', pointer: '/paths' } })
  }
  const info = memberObject(tree, 'info')
  const document: ReadDocument = {
    title: memberText(info, 'title') ?? '',
    version: memberText(info, 'version') ?? '',
    specVersion,
    basePath: specVersion.startsWith('2') ? trimmed(memberText(tree, 'basePath') ?? '') : serverPath(member(tree, 'servers')),
    secretNames: secretNames(tree, survey),
    operations: operations.map(({ operation }) => operation),
    ...(webhooks.length > 0 ? { webhooks: webhooks.map(({ operation }) => operation) } : {}),
    ...(survey.scopes.length > 0 ? { scopes: survey.scopes } : {}),
    pieces: cutDocument(library, [...operations, ...webhooks], survey),
    diagnostics: [...library.diagnostics, ...(await faults.diagnostics())],
    files: library.files().map(({ place }) => place),
  }
  // the trees are let go; structure is checked on the text
  return { document, sources: library.files().map(({ name, place, format, bytes, values }) => ({ name, place, format, bytes, values })) }
}

/** The path of the first server, its variables at their defaults. */
function serverPath(servers: unknown): string {
  const server = Array.isArray(servers) ? servers[0] : undefined
  const variables = memberObject(server, 'variables')
  const url = (memberText(server, 'url') ?? '').replace(
    /\{([^{}]*)\}/g,
    (_, name: string) => memberText(memberObject(variables, name), 'default') ?? name,
  )
  return URL.canParse(url, 'http://localhost/') ? trimmed(new URL(url, 'http://localhost/').pathname) : ''
}

function trimmed(path: string): string {
  const bare = path.replace(/^\/+|\/+$/g, '')
  return bare === '' ? '' : `/${bare}`
}

function secretNames(tree: JsonObject, survey: Survey): string[] {
  const schemes = Object.values(memberObject(memberObject(tree, 'components'), 'securitySchemes'))
  const keys = schemes.map((scheme) => survey.follow(scheme)).filter((scheme) => isObject(scheme) && scheme.type === 'apiKey')
  return [...new Set(keys.flatMap((scheme) => memberText(scheme, 'name')?.toLowerCase() ?? []))]
}
