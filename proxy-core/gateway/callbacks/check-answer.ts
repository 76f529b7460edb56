import { compileResponseCheck } from '../../contract/compile-response-check.ts'
import type { ExchangeRecord } from '../../model/exchange.ts'
import type { Finding } from '../../model/finding.ts'
import type { RawHeaders } from '../../model/headers.ts'
import { contractLimits } from '../../model/limits.ts'
import type { ApiDocument } from '../../openapi/document.ts'
import type { OutgoingOperation } from '../../openapi/outgoing.ts'

/** What the document says of the answer to a callback or webhook: its status, fields, and the body if it was kept whole. */
export function checkOutgoingAnswer(
  document: ApiDocument,
  { name, method, url, summary, ref }: OutgoingOperation,
  { status, responseBody }: ExchangeRecord,
  headers: RawHeaders,
): Finding[] {
  if (status === null) return []
  const operation = { method, template: url ?? name, operationId: null, summary, tags: [], deprecated: false, ref }
  const verdict = compileResponseCheck(document, operation)({ method, status, headers })
  if (verdict.body === null || responseBody.truncated) return [...verdict.findings]
  return [...verdict.findings, ...verdict.body(responseBody.data, headers, contractLimits.MAX_CHECKED_BODY_BYTES)]
}
