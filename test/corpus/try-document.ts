import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import type { TestHost } from '../support/host.ts'
import type { Judge, Verdict } from './judge.ts'
import { describedBody, findOperation, type Json, type RawOperation, requestSchema } from './raw-document.ts'
import { type MadeRequest, makeRequest } from './request.ts'

/** One answer and what the judge says of it. */
export interface Answered {
  /** `preview` where the made request was refused: the answer to any valid one. */
  way: 'http' | 'preview'
  status: number
  ms: number
  body: 'fresh' | 'stable' | 'example' | 'none' | 'not JSON' | 'no schema' | 'refused'
  verdict: Verdict | null
  /** What a refusal says. */
  detail?: string
}

export interface TriedOperation {
  operation: string
  answers: Answered[]
  /** What the document says of the request that was refused, by the independent validator: whose fault it is. */
  requestBody?: Verdict
}

export interface TriedDocument {
  file: string
  specVersion: string
  imported: boolean
  /** Why not, or what broke the run. */
  reason: string | null
  importMs: number
  routes: number
  /** Operations that only what stands behind `#` or `?` in their paths tells apart from another: requests never reach them. */
  hidden: number
  patternsLeftOut: number
  operations: TriedOperation[]
}

interface Reply {
  status: number
  type: string
  body: Buffer
  ms: number
}

const ANSWER_TIMEOUT_MS = 20_000
/** A problem in the text of an answer says more than this nowhere. */
const MAX_DETAIL = 2_000
/** A connection each: one that is kept may be closed by the gateway, after its idle seconds, just when it is used again. */
const agent = new Agent({ keepAlive: false })

/** Imports a document into a host, tries operations spread over it, and takes it out again. */
export async function tryDocument(
  host: TestHost,
  path: string,
  file: string,
  open: (document: Json) => Judge,
  operations: number,
): Promise<TriedDocument> {
  const began = performance.now()
  const tried: TriedDocument = {
    file,
    specVersion: '',
    imported: false,
    reason: null,
    importMs: 0,
    routes: 0,
    hidden: 0,
    patternsLeftOut: 0,
    operations: [],
  }
  const mount = '/corpus'
  const added = await host.raw('/api/v1/services', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ spec: path, mount, name: 'corpus' }),
  })
  const service = (await added.json()) as { state?: string; error?: string; detail?: string; specVersion?: string }
  tried.importMs = performance.now() - began
  tried.specVersion = service.specVersion ?? ''
  tried.imported = added.ok && service.state === 'ready'
  tried.reason = tried.imported ? null : (service.detail ?? service.error ?? `state ${service.state}`)
  if (!tried.imported) {
    if (added.ok) await host.call('removeService', { params: { service: 'corpus' } })
    return tried
  }
  const document = JSON.parse(readFileSync(path, 'utf8')) as Json
  const judge = open(document)
  tried.patternsLeftOut = judge.patternsLeftOut
  try {
    const routes = (await host.call('listRoutes', { query: { service: 'corpus' } })).items
    tried.routes = routes.length
    tried.hidden = routes.length - reachable(routes).length
    for (const route of spread(reachable(routes), operations)) {
      const raw = findOperation(document, route.method, route.template)
      if (raw === null) throw new Error(`${route.method} ${route.template} is not in the file`)
      tried.operations.push(await tryOperation({ host, judge, document, raw, id: route.id, method: route.method }))
    }
  } catch (error) {
    tried.reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  } finally {
    judge.close()
    await host.call('removeService', { params: { service: 'corpus' } })
  }
  return tried
}

interface Trial {
  host: TestHost
  judge: Judge
  document: Json
  raw: RawOperation
  id: string
  method: string
}

async function tryOperation(trial: Trial): Promise<TriedOperation> {
  const { host, document, raw, id, method } = trial
  const { sampleUrl } = await host.call('getRoute', { params: { route: id } })
  const made = makeRequest(document, raw, sampleUrl)
  const fresh = await send(method, made, [])
  const tried: TriedOperation = { operation: `${method} ${id.slice(id.indexOf(' ') + 1)}`, answers: [] }
  if (isRefusal(fresh, raw)) {
    tried.answers.push({ way: 'http', status: fresh.status, ms: fresh.ms, body: 'refused', verdict: null, detail: detailOf(fresh) })
    const previewed = await preview(host, id)
    tried.answers.push(await answered(trial, 'preview', 'fresh', previewed))
    tried.requestBody = await judgeRequest(trial, made)
    return tried
  }
  tried.answers.push(await answered(trial, 'http', 'fresh', fresh))
  if (fresh.status >= 200 && fresh.status < 300) {
    const stable = await send(method, made, [['Prefer', 'dynamic=false']])
    tried.answers.push(await answered(trial, 'http', 'stable', stable))
  }
  return tried
}

/** The gateway refused what was sent, with the document's answer to that or its own. */
function isRefusal(reply: Reply, raw: RawOperation): boolean {
  if (![400, 401, 415, 422].includes(reply.status)) return false
  const usual = Object.keys((raw.operation.responses ?? {}) as Json)
  return reply.type.startsWith('application/problem+json') || usual.some((key) => /^2|^default$/i.test(key))
}

async function answered({ judge, document, raw }: Trial, way: Answered['way'], kind: 'fresh' | 'stable', reply: Reply): Promise<Answered> {
  const { status, type, body, ms } = reply
  const base = { way, status, ms, verdict: null }
  if (status < 200 || status > 299) return { ...base, body: 'none', detail: detailOf(reply) }
  if (body.byteLength === 0) return { ...base, body: 'none' }
  const described = describedBody(document, raw, status, type)
  const sort = kind === 'stable' && described?.hasExample ? 'example' : kind
  if (!/[/+]json\b/i.test(type)) return { ...base, body: 'not JSON' }
  if (described?.schema == null) return { ...base, body: 'no schema' }
  try {
    return { ...base, body: sort, verdict: await judge.check(described.schema, JSON.parse(body.toString())) }
  } catch (error) {
    return { ...base, body: sort, verdict: { kind: 'invalid', errors: [String(error)] } }
  }
}

/** Whether it is the made body that is wrong, which the sampler doesn't promise to get right, or the refusal. */
async function judgeRequest({ document, raw, judge }: Trial, made: MadeRequest): Promise<Verdict | undefined> {
  const schema = requestSchema(document, raw)
  if (made.body === undefined || schema === null) return undefined
  return judge.check(schema, JSON.parse(made.body))
}

async function preview(host: TestHost, route: string): Promise<Reply> {
  const { status, headers, body, bodyEncoding, durationMs } = await host.call('previewRoute', { params: { route }, body: {} })
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return { status, type, body: Buffer.from(body, bodyEncoding === 'base64' ? 'base64' : 'utf8'), ms: durationMs }
}

function send(method: string, { url, headers, body }: MadeRequest, more: [string, string][]): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const began = performance.now()
  const sent = request(
    url,
    { method, agent, timeout: ANSWER_TIMEOUT_MS, headers: [['Host', new URL(url).host], ...headers, ...more, ...lengthOf(body)].flat() },
    (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks),
          ms: performance.now() - began,
        }),
      )
    },
  )
  sent.on('timeout', () => sent.destroy(new Error(`no answer within ${ANSWER_TIMEOUT_MS / 1000} s: ${method} ${url}`)))
  sent.on('error', reject)
  sent.end(body)
  return promise
}

function lengthOf(body: string | undefined): [string, string][] {
  return body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]]
}

function detailOf({ body, status }: Reply): string {
  return `${status} ${body.toString('utf8', 0, MAX_DETAIL)}`
}

/** Those that are the first with their method and path. */
function reachable<R extends { method: string; template: string }>(routes: readonly R[]): R[] {
  const seen = new Set<string>()
  return routes.filter(({ method, template }) => {
    const place = `${method} ${template.replace(/[?#].*$/s, '').replace(/\{[^{}]*\}/g, '{}')}`
    return !seen.has(place) && seen.add(place)
  })
}

/** As many as wanted, evenly over the list. */
export function spread<T>(list: readonly T[], wanted: number): T[] {
  if (list.length <= wanted) return [...list]
  return Array.from({ length: wanted }, (_, n) => list[Math.floor((n * list.length) / wanted)] as T)
}
