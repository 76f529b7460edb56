import type { RequestVerdict } from '../contract/compile-request-check.ts'
import { nothingWrong } from '../contract/compile-response-check.ts'
import { responseHead } from '../live/response-head.ts'
import { type ErrorCode, problemOf, Refusal } from '../model/errors.ts'
import type { TraceStep } from '../model/exchange.ts'
import { essence, headerPairs, headerValue } from '../model/headers.ts'
import type { Source } from '../model/mode.ts'
import type { PreviewAnswer, PreviewRequest } from '../model/route.ts'
import { upstreamRequest } from './answer-live.ts'
import { askMock } from './answer-mock.ts'
import { answerStep, judgeMock } from './check-answer.ts'
import { judge, verdictStep } from './check-request.ts'
import type { GatewayContext } from './context.ts'
import { routeStep } from './exchange.ts'
import { decideFor, MODE_HEADER, noUpstream, wishedMode } from './modes.ts'
import { failureDetail, viewOf } from './pass-answer.ts'
import type { RouteMatch } from './router.ts'
import { samplePath } from './sample-path.ts'
import type { RouteRuntime } from './switchboard.ts'
import { parseTarget } from './target.ts'

/** A live preview keeps this much of the body; nobody reads more in a pane. */
const MAX_PREVIEW_BYTES = 1024 * 1024

interface Answer {
  status: number
  headers: readonly string[]
  body: Uint8Array
  source: Source
}

/** Takes a made-up request through routing, mode and answer; a live route really asks its upstream. */
export async function previewRoute(
  context: GatewayContext,
  route: RouteRuntime,
  asked: PreviewRequest,
  gateway: string,
): Promise<PreviewAnswer> {
  const startMs = context.clock.monotonic()
  const host = new URL(gateway).host
  const headers = ['Host', host, ...(asked.headers ?? []).flat()]
  const { match, path, query } = matchFor(context, route, asked)
  const wish = headerValue(headers, MODE_HEADER)
  const wished = wish === undefined ? null : wishedMode(wish)
  if (wish !== undefined && wished === null)
    throw new Refusal('mode-not-available', `${MODE_HEADER} asks for "${wish}"; it can be mock or live.`)
  const decision = decideFor(route, wished)
  const trace: TraceStep[] = [routeStep(match), { step: 'mode', outcome: 'passed', text: decision.text, durationMs: null }]
  const request = { method: route.operation.method, query, host, client: null, request: { rawHeaders: headers } }
  const body = asked.body === undefined ? null : Buffer.from(asked.body)
  const answer =
    decision.mode === 'live'
      ? await askUpstream(context, match, request, body, trace)
      : await mockAnswer(context, match, query, headers, verdictOf(asked, match, query, headers, body, trace), trace)
  const text = textOf(answer)
  return {
    url: gateway + path + (query === '' ? '' : `?${query}`),
    status: answer.status,
    headers: headerPairs(answer.headers),
    body: text ?? Buffer.from(answer.body).toString('base64'),
    bodyEncoding: text === null ? 'base64' : 'utf8',
    mode: decision.mode,
    source: answer.source,
    durationMs: Math.max(0, context.clock.monotonic() - startMs),
    trace,
  }
}

function matchFor(context: GatewayContext, route: RouteRuntime, asked: PreviewRequest): { match: RouteMatch; path: string; query: string } {
  const wanted = asked.path ?? samplePath(route)
  const target = parseTarget(wanted)
  if (target.kind !== 'path') throw new Refusal('invalid-input', `"${wanted}" is not a path on the gateway.`)
  const match = context.switchboard.router().find(route.operation.method, target.path)
  if (match.kind !== 'found' || match.route !== route) {
    const instead = match.kind === 'found' ? `it hits ${match.route.id}` : 'it hits no route'
    throw new Refusal('invalid-input', `${target.path} does not hit ${route.id}; ${instead}.`)
  }
  return { match, path: target.path, query: target.query }
}

/** A request of which nothing was given, neither path nor fields nor body, stands for any valid one. */
function verdictOf(
  asked: PreviewRequest,
  match: RouteMatch,
  query: string,
  headers: string[],
  body: Uint8Array | null,
  trace: TraceStep[],
): RequestVerdict | undefined {
  if (asked.path === undefined && asked.headers === undefined && asked.body === undefined) return undefined
  const verdict = judge(match, query, headers, body)
  const step = verdictStep(verdict)
  if (step !== null) trace.push(step)
  return verdict
}

/** What the mock says, and what the document says of that, as the exchange has it once it is over. */
async function mockAnswer(
  context: GatewayContext,
  match: RouteMatch,
  query: string,
  headers: string[],
  verdict: RequestVerdict | undefined,
  trace: TraceStep[],
): Promise<Answer> {
  const { route } = match
  const made = await askMock(match, query, headers, verdict)
  if (route.delayMs > 0) {
    const text = `a request waits ${route.delayMs} ms, as set on the route`
    trace.push({ step: 'mock', outcome: 'note', text, durationMs: null })
  }
  trace.push(...made.trace)
  if (made.error !== null) return { ...made, source: 'gateway' }
  const judged = await judgeMock(context, route, route.operation.method, made)
  if (judged !== nothingWrong) trace.push(answerStep(judged))
  return { ...made, source: 'mock' }
}

type Asked = Parameters<typeof upstreamRequest>[2]

function askUpstream(
  context: GatewayContext,
  match: RouteMatch,
  asked: Asked,
  body: Uint8Array | null,
  trace: TraceStep[],
): Promise<Answer> {
  const { service } = match.route
  const problem = (code: ErrorCode, detail: string): Answer => {
    trace.push({ step: 'live', outcome: 'failed', text: detail, durationMs: null })
    const document = problemOf(code, detail)
    const headers = ['content-type', 'application/problem+json']
    return { status: document.status, headers, body: Buffer.from(JSON.stringify(document)), source: 'gateway' }
  }
  const { upstream } = service
  if (upstream === null) return Promise.resolve(problem('no-upstream', noUpstream(service.name)))
  const request = { ...upstreamRequest(match, upstream, asked), body }
  const url = request.origin + request.path
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = []
    let kept = 0
    let head: { status: number; headers: string[] } | null = null
    const done = () => {
      if (!head) return
      trace.push({ step: 'live', outcome: 'answered', text: `${request.method} ${url} answered ${head.status}`, durationMs: null })
      resolve({ ...head, body: Buffer.concat(chunks), source: 'live' })
    }
    const flight = context.forwarder.forward(request, {
      onSocket() {},
      onHead(status, rawHeaders, statusText) {
        const checked = responseHead(asked.method, status, rawHeaders, statusText, viewOf(match, upstream, asked.host))
        if (checked.kind === 'passed') head = { status, headers: checked.headers }
        else resolve(problem('upstream-invalid-response', failureDetail(match, url, 'upstream-invalid-response', checked.reason)))
      },
      onData(chunk) {
        kept += chunk.byteLength
        if (kept <= MAX_PREVIEW_BYTES) {
          chunks.push(chunk)
          return true
        }
        trace.push({ step: 'live', outcome: 'note', text: 'the body is longer; only its beginning is shown', durationMs: null })
        flight.abort()
        done()
        return false
      },
      onEnd: done,
      onFailure: (code, cause) => resolve(problem(code, failureDetail(match, url, code, cause))),
    })
  })
}

/** The body as text when it is meant as text and is valid UTF-8. */
function textOf({ headers, body }: Answer): string | null {
  const type = essence(headerValue(headers, 'content-type'))
  const coded = headerValue(headers, 'content-encoding')
  if (coded !== undefined && coded !== 'identity') return null
  if (type !== null && /^(image|audio|video|font)\//.test(type) && !type.endsWith('+xml')) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return null
  }
}
