import { parentPort } from 'node:worker_threads'
import { contractLimits } from '../model/limits.ts'
import type { ApiDocument, ApiOperation } from '../openapi/document.ts'
import { openPieces } from '../openapi/pieces.ts'
import type { CheckTask, FromChecker, SentDocument, ToChecker } from './checker-messages.ts'
import { compileResponseCheck, type ResponseCheck } from './compile-response-check.ts'
import { type BodyCheck, compileBody } from './request/body.ts'

/** Checks large bodies as the loop checks small ones. One task at a time; ended from outside. */
function run(port: NonNullable<typeof parentPort>): void {
  const documents = new Map<number, OpenDocument>()
  port.on('message', (message: ToChecker) => {
    if (message.kind === 'document') documents.set(message.document.number, open(message.document))
    else port.postMessage(verdictOf(documents, message.task) satisfies FromChecker)
  })
}

interface OpenDocument {
  document: ApiDocument
  /** By the operation's reference. */
  requests: Map<string, BodyCheck>
  responses: Map<string, ResponseCheck>
}

function open({ specVersion, pieces, scopes }: SentDocument): OpenDocument {
  const document = { title: '', version: '', specVersion, basePath: '', operations: [], secretNames: [], scopes, node: openPieces(pieces) }
  return { document, requests: new Map(), responses: new Map() }
}

function verdictOf(documents: ReadonlyMap<number, OpenDocument>, task: CheckTask): FromChecker {
  const known = documents.get(task.document)
  if (known === undefined) throw new Error('the document did not come before its task')
  const { side, operation, headers, body } = task
  const { document, requests, responses } = known
  if (side.kind === 'request') return kept(requests, operation, () => compileBody(document, operation))(body, headers)
  const head = kept(responses, operation, () => compileResponseCheck(document, operation))({ ...side, headers })
  return { supported: null, findings: head.body?.(body, headers, contractLimits.MAX_CHECKED_BODY_BYTES) ?? [] }
}

function kept<Check>(checks: Map<string, Check>, { ref }: ApiOperation, compile: () => Check): Check {
  const check = checks.get(ref) ?? compile()
  checks.set(ref, check)
  return check
}

if (parentPort !== null) run(parentPort)
