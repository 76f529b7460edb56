import { expect, it } from 'vitest'
import { callbacksOf, outgoingWebhook } from '../../proxy-core/openapi/outgoing.ts'
import { importText, texts } from './documents.ts'

const orders = `openapi: 3.1.0
info: { title: Orders, version: "1" }
paths:
  /orders:
    post:
      callbacks:
        paid:
          "{$request.body#/callbackUrl}/paid":
            parameters: [{ name: X-Signature, in: header, required: true, schema: { type: string } }]
            post:
              summary: The order is paid
              parameters: [{ name: x-signature, in: header, schema: { type: string, minLength: 4 } }]
              requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Paid" } } } }
              responses: { 204: { description: taken } }
            x-note: none of ours
        shipped: { $ref: "#/components/callbacks/Shipped" }
        lost: { $ref: "#/components/callbacks/Nowhere" }
      responses: { 201: { description: placed } }
    get: { responses: { 200: { description: all } } }
webhooks:
  stockLow: { $ref: "#/components/pathItems/Stock" }
  x-later: { post: { responses: {} } }
  priceChanged:
    summary: A price has changed
    post: { requestBody: { content: { application/json: { schema: { type: object } } } } }
    put: { summary: All prices, responses: { 200: { description: taken } } }
components:
  schemas: { Paid: { type: object } }
  callbacks:
    Shipped: { "{$request.query.hook}": { $ref: "#/components/pathItems/Stock" } }
  pathItems:
    Stock: { post: { summary: Stock is low, responses: { 200: { description: taken } } } }
`

it('gives the callbacks of an operation with what they inherit, references followed', async () => {
  const { document, diagnostics } = await importText(orders)
  const [post, get] = document.operations
  const found = callbacksOf(document, post ?? { ref: '' })
  expect(found.map(({ name, method, url, summary, ref }) => [name, method, url, summary, ref])).toEqual([
    [
      'paid',
      'POST',
      '{$request.body#/callbackUrl}/paid',
      'The order is paid',
      '#/paths/~1orders/post/callbacks/paid/{$request.body#~1callbackUrl}~1paid/post',
    ],
    ['shipped', 'POST', '{$request.query.hook}', 'Stock is low', '#/components/pathItems/Stock/post'],
  ])
  expect(found[0]?.node.parameters).toEqual([{ name: 'x-signature', in: 'header', schema: { type: 'string', minLength: 4 } }])
  expect(found[0]?.node.requestBody).toEqual({ content: { 'application/json': { schema: { $ref: '#/components/schemas/Paid' } } } })
  expect(document.node('#/components/schemas/Paid')).toEqual({ type: 'object' })
  expect(callbacksOf(document, get ?? { ref: '' })).toEqual([])
  expect(texts(diagnostics).join()).toContain('#/components/callbacks/Nowhere')
})

it('lists the webhooks of a document, each a piece that is read when it is asked for', async () => {
  const { document } = await importText(orders)
  expect(document.webhooks).toEqual([
    { name: 'stockLow', method: 'POST', summary: 'Stock is low', ref: '#/webhooks/stockLow/post' },
    { name: 'priceChanged', method: 'POST', summary: 'A price has changed', ref: '#/webhooks/priceChanged/post' },
    { name: 'priceChanged', method: 'PUT', summary: 'All prices', ref: '#/webhooks/priceChanged/put' },
  ])
  const [, changed] = (document.webhooks ?? []).map((webhook) => outgoingWebhook(document, webhook))
  expect(changed).toMatchObject({ kind: 'webhook', url: null, node: { parameters: [], responses: {} } })
})

it('finds the webhooks of 3.0 where tools write them', async () => {
  const { document, diagnostics } = await importText(`openapi: 3.0.3
info: { title: Old, version: "1" }
paths: { /a: { get: { responses: { 200: { description: ok } } } } }
x-webhooks:
  changed: { post: { requestBody: { content: { application/json: { schema: { type: string, nullable: true } } } }, responses: { 200: { description: ok } } } }
`)
  expect(document.webhooks?.map(({ name }) => name)).toEqual(['changed'])
  expect(document.node('#/webhooks/changed/post')).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { type: ['string', 'null'] } } } },
  })
  expect(diagnostics).toEqual([])
})
