import type { Problem } from '../../proxy-core/model/errors.ts'

/** A call that the host refused, or that never reached it. The message is a sentence for the person. */
export class RequestFailed extends Error {
  /** The host's problem document; null when the host did not answer. */
  readonly problem: Problem | null
  constructor(problem: Problem | null, message: string) {
    super(message)
    this.name = 'RequestFailed'
    this.problem = problem
  }
}

export async function requestFailed(response: Response): Promise<RequestFailed> {
  const problem = await problemOf(response)
  return new RequestFailed(problem, problem?.detail || problem?.title || `The host answered ${response.status}.`)
}

/** What to tell of anything that was thrown. */
export function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function problemOf(response: Response): Promise<Problem | null> {
  if (!response.headers.get('content-type')?.includes('json')) return null
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && 'code' in body ? (body as Problem) : null
  } catch {
    return null
  }
}
