import { type ErrorCode, errorCatalogue, problemOf } from '../model/errors.ts'
import type { Finding } from '../model/finding.ts'
import type { Generated } from './generate/generate.ts'
import type { MockAnswer } from './mock.ts'

/** The mock refuses or fails: a problem document in place of a response. */
export function problemAnswer(
  code: ErrorCode,
  detail: string,
  extra: { candidates?: string[]; validation?: readonly Finding[]; nearest?: unknown } = {},
): MockAnswer {
  const { candidates, validation, nearest } = extra
  const problem = {
    ...problemOf(code, detail, candidates === undefined ? {} : { candidates }),
    ...(validation === undefined ? {} : { validation }),
    ...(nearest === undefined ? {} : { nearest }),
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

/** No body of the response can be valid: what stands against it, and what comes closest. */
export function unsatisfiableProblem(what: string, made: Extract<Generated, { kind: 'unsatisfiable' }>): MockAnswer {
  const { keyword, at, message, nearest } = made
  const closest =
    nearest === null ? '' : ` The nearest value that could be made is in "nearest"; it breaks ${nearest.breaks.join(', ') || keyword} only.`
  const detail = `No valid body could be made for ${what}: keyword ${keyword} at ${at} (${message}).${closest} Give the response an example, or correct the schema.`
  return problemAnswer('mock-unsatisfiable', detail, nearest === null ? {} : { nearest: nearest.value })
}
