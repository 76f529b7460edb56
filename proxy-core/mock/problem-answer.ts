import { type ErrorCode, errorCatalogue, problemOf } from '../model/errors.ts'
import type { Finding } from '../model/finding.ts'
import type { MockAnswer } from './mock.ts'

/** The mock refuses or fails: a problem document in place of a response. */
export function problemAnswer(
  code: ErrorCode,
  detail: string,
  extra: { candidates?: string[]; validation?: readonly Finding[] } = {},
): MockAnswer {
  const { candidates, validation } = extra
  const problem = {
    ...problemOf(code, detail, candidates === undefined ? {} : { candidates }),
    ...(validation === undefined ? {} : { validation }),
  }
  const { status } = errorCatalogue[code]
  return {
    status,
    headers: ['Content-Type', 'application/problem+json'],
    body: Buffer.from(JSON.stringify(problem)),
    error: code,
    trace: [{ step: 'mock', outcome: status < 500 ? 'refused' : 'failed', text: `${status} ${code}: ${detail}`, durationMs: null }],
  }
}
