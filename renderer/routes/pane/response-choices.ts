import type { RouteDetail } from '../../../proxy-core/model/route.ts'

/** A status the mock can be told to answer with. */
export interface StatusChoice {
  /** The number that is set. */
  status: number
  /** As the document has it: 200, 2XX or default. */
  written: string
  description: string | null
  contentTypes: string[]
  examples: string[]
}

/**
 * The document's responses as numbers to choose from: `4XX` stands for 400, `default` for 500 beside a success and
 * for 200 without one.
 */
export function statusChoices(responses: RouteDetail['responses']): StatusChoice[] {
  const hasSuccess = responses.some(({ status }) => /^2(\d\d|XX)$/i.test(status))
  const choices = responses.flatMap((response) => {
    const status = numberOf(response.status, hasSuccess)
    return status === null ? [] : [{ ...response, status, written: response.status }]
  })
  return [...new Map(choices.toReversed().map((choice) => [choice.status, choice])).values()].sort((a, b) => a.status - b.status)
}

/** What the mock answers with when neither route nor client say: the lowest 2xx, else `default`, else the first listed. */
export function impliedStatus(responses: RouteDetail['responses']): number | null {
  const choices = statusChoices(responses)
  const success = choices.find(({ status }) => status >= 200 && status < 300)
  if (success) return success.status
  const first = responses[0]
  return (choices.find(({ written }) => written === 'default') ?? choices.find(({ written }) => written === first?.status))?.status ?? null
}

function numberOf(written: string, hasSuccess: boolean): number | null {
  if (written === 'default') return hasSuccess ? 500 : 200
  const match = /^([1-5])(\d\d|XX)$/i.exec(written)
  if (!match) return null
  return Number(match[1]) * 100 + (match[2]?.toUpperCase() === 'XX' ? 0 : Number(match[2]))
}
