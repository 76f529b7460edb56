import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Hono } from 'hono'
import type { z } from 'zod'
import { api, type Operation, type OperationName, type OutputOf } from '../model/api.ts'
import { type ErrorCode, type Problem, problemOf, Refusal } from '../model/errors.ts'
import { controlLimits } from '../model/limits.ts'

type Parsed<O, K extends string> = O extends Record<K, infer S extends z.ZodType> ? z.output<S> : undefined

/** What a handler gets: input that the operation's shapes have let through. */
export interface Call<N extends OperationName> {
  params: Parsed<(typeof api)[N], 'params'>
  query: Parsed<(typeof api)[N], 'query'>
  body: Parsed<(typeof api)[N], 'body'>
}

/** Bytes that are answered as a download. */
export interface RawAnswer {
  data: Uint8Array
  headers: Record<string, string>
}

type RawName = { [N in OperationName]: (typeof api)[N]['answers'] extends 'raw' ? N : never }[OperationName]
type EventsName = { [N in OperationName]: (typeof api)[N]['answers'] extends 'events' ? N : never }[OperationName]
type JsonName = Exclude<OperationName, RawName | EventsName>

/** A function for every operation of the control API. Refusals are thrown (`Refusal`) and answered as problems. */
export type Handlers = { [N in JsonName]: (call: Call<N>) => OutputOf<N> | Promise<OutputOf<N>> } & {
  [N in RawName]: (call: Call<N>) => Promise<RawAnswer>
} & { [N in EventsName]: (call: Call<N>, response: ServerResponse) => void }

export type Bindings = { Bindings: { incoming: IncomingMessage; outgoing: ServerResponse } }

/** Says that the answer was written to the Node response already. */
const ALREADY_SENT = new Response(null, { headers: { 'x-hono-already-sent': 'true' } })

/** Puts every operation of `model/api.ts` on the app, with its input checked and its errors as problem documents. */
export function registerOperations(app: Hono<Bindings>, handlers: Handlers): void {
  const table = handlers as unknown as Record<OperationName, (call: unknown, response?: ServerResponse) => unknown>
  for (const [name, operation] of Object.entries(api) as [OperationName, Operation][]) {
    app.on(operation.method, operation.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
      const call = {
        params: operation.params && parse(operation.params, c.req.param(), 'path'),
        query: operation.query && parse(operation.query, c.req.query(), 'query'),
        body: operation.body && parse(operation.body, await jsonBody(c.env.incoming), 'body'),
      }
      if (operation.answers === 'events') {
        table[name](call, c.env.outgoing)
        return ALREADY_SENT
      }
      const result = await table[name](call)
      if (operation.answers === 'json') return c.json(result as object)
      const { data, headers } = result as RawAnswer
      return c.body(new Uint8Array(data), 200, headers)
    })
  }
  app.all('/api/*', (c) =>
    answerProblem(problemOf('unknown-operation', `${c.req.method} ${c.req.path} is not an operation. /api/v1/openapi.json lists all.`)),
  )
  app.onError((error) => {
    const problem = asProblem(error)
    // The rest of such a body is not waited for: the connection must not be used again.
    return answerProblem(problem, problem.code === 'body-too-large' ? { connection: 'close' } : {})
  })
}

export function answerProblem(problem: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}

async function jsonBody(incoming: IncomingMessage): Promise<unknown> {
  const type = incoming.headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new Refusal('unsupported-media-type', `Send the body as application/json, not as "${type}".`)
  const body = await wholeBody(incoming)
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    throw new Refusal('invalid-json', `The body can not be read as JSON: ${(error as Error).message}`)
  }
}

async function wholeBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of incoming) {
      bytes += (chunk as Buffer).length
      if (bytes > controlLimits.MAX_JSON_BODY_BYTES)
        throw new Refusal('body-too-large', `A body may have ${controlLimits.MAX_JSON_BODY_BYTES / 2 ** 20} MiB at most.`)
      chunks.push(chunk as Buffer)
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    // Whoever leaves in the middle of a body is no fault of ours.
    throw new Refusal('bad-request', `The body broke off after ${bytes} bytes.`)
  }
  return Buffer.concat(chunks)
}

function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields = result.error.issues.map((issue) => ({ path: [where, ...issue.path].join('.'), message: issue.message }))
  throw new Refusal('invalid-input', fields.map((f) => `${f.path}: ${f.message}`).join('; '), { fields })
}

function asProblem(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem
  const code: ErrorCode = 'internal-error'
  console.error(error)
  return problemOf(code, `Switchyard failed to do this: ${error instanceof Error ? error.message : String(error)}`)
}
