// What the pictures show: a workspace of two services, their upstreams, five minutes of history, and the traffic of now.
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { createServer as createProbe } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { startSampleUpstream } from '../../proxy-core/sample/upstream.ts'
import { mulberry, writeHistory } from './history.mjs'

const PAYMENTS = `openapi: 3.1.0
info: { title: Payments, version: 2.3.0 }
servers: [{ url: /pay }]
tags: [{ name: intents }, { name: refunds }]
paths:
  /intents:
    get: { operationId: listIntents, tags: [intents], summary: List intents, responses: { '200': { $ref: '#/components/responses/Intents' } } }
    post:
      operationId: createIntent
      tags: [intents]
      summary: Create an intent
      responses:
        '201': { $ref: '#/components/responses/Intent' }
        '422': { $ref: '#/components/responses/Problem' }
  /intents/{intent}:
    parameters: [{ $ref: '#/components/parameters/Intent' }]
    get: { operationId: getIntent, tags: [intents], summary: Get an intent, responses: { '200': { $ref: '#/components/responses/Intent' } } }
  /intents/{intent}/confirm:
    parameters: [{ $ref: '#/components/parameters/Intent' }]
    post:
      operationId: confirmIntent
      tags: [intents]
      summary: Confirm an intent
      responses:
        '200': { $ref: '#/components/responses/Intent' }
        '402': { $ref: '#/components/responses/Problem' }
        '503': { $ref: '#/components/responses/Problem' }
  /refunds:
    get: { operationId: listRefunds, tags: [refunds], summary: List refunds, responses: { '200': { description: Refunds } } }
    post: { operationId: refund, tags: [refunds], summary: Give money back, responses: { '202': { $ref: '#/components/responses/Intent' } } }
components:
  parameters:
    Intent: { name: intent, in: path, required: true, schema: { type: string }, example: pi_3Nf }
  schemas:
    Intent:
      type: object
      required: [id, status, amountCents, currency]
      properties:
        id: { type: string, pattern: '^pi_[0-9][A-Za-z]{2}$' }
        status: { enum: [open, confirmed, failed] }
        amountCents: { type: integer, minimum: 50, maximum: 90000 }
        currency: { const: EUR }
        createdAt: { type: string, format: date-time }
  responses:
    Intent: { description: The intent, content: { application/json: { schema: { $ref: '#/components/schemas/Intent' } } } }
    Intents: { description: Intents, content: { application/json: { schema: { type: array, minItems: 3, maxItems: 5, items: { $ref: '#/components/schemas/Intent' } } } } }
    Problem: { description: A problem, content: { application/problem+json: { example: { title: Try again, status: 503 } } } }
`

const workspace = (shop, payments) => `version: 1
services:
  shop:
    spec: sample:shop
    routes:
      listProducts: { mode: live }
      listReviews: { mode: live }
      getOrder: { mode: live }
      listOrders: { mode: live }
      placeOrder: { response: { status: 409 }, delay: 300ms }
  payments:
    spec: ./openapi/payments.yaml
    mode: live
    routes:
      createIntent: { mode: mock }
      refund: { mode: mock }
environments:
  staging:
    upstreams: { shop: ${shop}, payments: ${payments} }
`

const GET = 'GET'
const POST = 'POST'
const bearer = ['Authorization', 'Bearer shop-demo-token']
const address = { name: 'Ada Lovelace', street: "12 St James's Square", city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' }

/** The traffic in sight: pauses before it in milliseconds, method, path, body. */
const now = [
  [140, GET, '/api/products?category=grinders'],
  [226, GET, '/api/cart'],
  [90, GET, '/api/products/41'],
  [30, GET, '/api/products/41/reviews'],
  [410, POST, '/api/cart/items', { productId: 41, quantity: 1 }],
  [180, GET, '/api/products/9999/reviews'],
  [240, POST, '/api/login', { email: 'ada@example.com', password: 'lovelace' }],
  [200, GET, '/api/orders?status=placed'],
  [330, POST, '/pay/intents', { amountCents: 8900, currency: 'EUR' }],
  [210, GET, '/pay/intents'],
  [190, GET, '/api/products/42'],
  [60, GET, '/api/products/42/reviews'],
  [280, GET, '/api/orders', null, 'no token'],
  [160, GET, '/favicon.ico'],
  [230, 'PATCH', '/api/cart/items/41', { quantity: 2 }],
  [190, GET, '/api/products?q=kettle&inStock=true'],
  [320, POST, '/pay/intents/pi_3Nf/confirm', {}],
  [150, 'DELETE', '/api/cart/items/57'],
  [260, POST, '/api/orders', { shipTo: address }],
  [170, GET, '/pay/intents/pi_3Nf'],
  [210, GET, '/pay/refunds'],
  [120, POST, '/pay/refunds', { intent: 'pi_2Kd' }],
  [310, GET, '/api/products?category=beans&limit=5'],
  [180, GET, '/api/cart'],
  [140, GET, '/api/products/43'],
  [260, POST, '/pay/intents/pi_3Ng/confirm', {}],
]

/** How long the upstreams take, one after the other. */
const DELAYS_MS = [38, 96, 41, 212, 64, 188, 74, 131]
const SLOW_MS = 1_180
/** The upstreams take the first free ports from here on: they show in the pictures. */
const UPSTREAM_PORTS = { shop: 8080, payments: 8090 }
const EARLIER_CALLS = 90

/** Makes the workspace and starts its upstreams. `folder` is there already. */
export async function startYard(folder) {
  const random = mulberry(7)
  const sample = await startSampleUpstream()
  const held = []
  const shop = await listen(UPSTREAM_PORTS.shop, slowed(sample.url))
  const payments = await listen(UPSTREAM_PORTS.payments, (request, response) => pay(request, response, held))
  mkdirSync(join(folder, 'openapi'), { recursive: true })
  writeFileSync(join(folder, 'openapi', 'payments.yaml'), PAYMENTS)
  writeFileSync(join(folder, 'switchyard.yaml'), workspace(shop.url, payments.url))
  await writeHistory(join(folder, '.switchyard'), Date.now(), random)
  return {
    /** Calls routes for the counters, then plays the traffic in sight; the last exchange stays under way. */
    async play(gateway) {
      await order(shop.url)
      const quick = now.filter(([, , path]) => !/confirm|refunds/.test(path))
      for (let called = 0; called < EARLIER_CALLS; called++) {
        const [, ...call] = quick[Math.floor(random() * quick.length)]
        send(gateway, ...call)
        await wait(30 + random() * 240)
      }
      const sent = []
      for (const [pause, ...call] of now) {
        await wait(pause)
        sent.push(send(gateway, ...call))
      }
      await Promise.all(sent.slice(0, -1))
    },
    letGo() {
      for (const response of held) response.destroy()
    },
    async close() {
      await Promise.all([shop.close(), payments.close(), sample.close()])
    },
  }
}

/** Buys something at the shop itself, so that it has an order to show. */
async function order(shop) {
  const headers = { 'Content-Type': 'application/json', Authorization: bearer[1], 'X-Session': 'earlier' }
  const post = (path, body) => fetch(shop + path, { method: POST, headers, body: JSON.stringify(body) })
  await post('/cart/items', { productId: 42, quantity: 1 })
  await post('/cart/items', { productId: 57, quantity: 2 })
  await post('/orders', { shipTo: address, note: 'Ring twice, please.' })
}

async function send(gateway, method, path, body, without) {
  const headers = {
    'User-Agent': 'shop-web/2.1',
    Accept: 'application/json',
    'X-Session': 'ada',
    ...(without ? {} : Object.fromEntries([bearer])),
    ...(body ? { 'Content-Type': 'application/json' } : {}),
  }
  const response = await fetch(gateway + path, { method, headers, body: body ? JSON.stringify(body) : undefined }).catch(() => null)
  await response?.arrayBuffer().catch(() => null)
}

/** The shop, as far away as a real one, and packed as one. */
function slowed(target) {
  const { hostname, port } = new URL(target)
  let asked = 0
  return (request, response) => {
    const delay = request.url.startsWith('/orders?') ? SLOW_MS : DELAYS_MS[asked++ % DELAYS_MS.length]
    const onward = httpRequest({ hostname, port, path: request.url, method: request.method, headers: request.headers }, async (answer) => {
      const chunks = await answer.toArray()
      await wait(delay)
      const body = Buffer.concat(chunks)
      const { 'content-length': _, ...headers } = answer.headers
      const packed = body.length > 500
      response.writeHead(answer.statusCode, { ...headers, server: 'nginx', ...(packed ? { 'content-encoding': 'gzip' } : {}) })
      response.end(packed ? gzipSync(body) : body)
    })
    request.pipe(onward)
  }
}

/** A payment service on a bad day. */
async function pay(request, response, held) {
  const intent = { id: 'pi_3Nf', status: 'open', amountCents: 8900, currency: 'EUR', createdAt: '2026-11-20T09:15:00Z' }
  const json = (status, body) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  if (request.url.includes('pi_3Ng')) return held.push(response)
  if (request.url.endsWith('/confirm')) {
    await wait(2_400)
    return json(503, { title: 'The bank does not answer', status: 503, retryAfter: 30 })
  }
  await wait(22)
  if (request.url === '/refunds') return response.destroy()
  return json(200, request.url === '/intents' ? [intent, { ...intent, id: 'pi_2Kd', status: 'confirmed', amountCents: 6450 }] : intent)
}

/** Listens on the first port from there on that is free. */
async function listen(wanted, listener) {
  let port = wanted
  while (!(await isFree(port))) port++
  const server = createServer(listener)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((closed) => server.close(closed))
    },
  }
}

export function isFree(port) {
  return new Promise((free) => {
    const probe = createProbe()
    probe.once('error', () => free(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => free(true)))
  })
}
