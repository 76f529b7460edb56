import { expect, it } from 'vitest'
import { createComposer, type OutgoingWish } from '../../../proxy-core/mock/callbacks/compose-request.ts'
import type { MockOptions } from '../../../proxy-core/mock/mock.ts'
import { outgoingWebhook } from '../../../proxy-core/openapi/outgoing.ts'
import { importText } from '../../openapi/documents.ts'

const plain: MockOptions = { seed: '', dynamic: false, generate: 'realistic' }
const wish: OutgoingWish = { example: null, seed: null, about: '', echo: null }

const webhooks = `openapi: 3.1.0
info: { title: Hooks, version: "1" }
webhooks:
  changed:
    post:
      parameters:
        - { name: X-Tries, in: header, required: true, schema: { type: integer, minimum: 1, maximum: 3 } }
        - { name: X-Perhaps, in: header, schema: { type: string } }
        - { name: Content-Length, in: header, required: true, schema: { type: string } }
        - { name: kind, in: query, required: true, schema: { type: string }, example: "a b&ü" }
      requestBody:
        content:
          application/xml: { schema: { $ref: "#/components/schemas/Change" } }
          application/json: { schema: { $ref: "#/components/schemas/Change" } }
  form: { post: { requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object, required: [a], properties: { a: { const: "x&y" } } } } } } } }
  sampled: { post: { requestBody: { content: { application/json: { schema: { type: object, required: [n], properties: { n: { type: integer, minimum: 0, maximum: 1000000 } } }, example: { n: 1 } } } } } }
  never: { post: { requestBody: { content: { application/json: { schema: { allOf: [{ type: string }, { type: integer }] } } } } } }
  bare: { delete: {} }
components:
  schemas:
    Change:
      type: object
      required: [id, at, secret, server]
      properties:
        id: { type: string, minLength: 12 }
        at: { type: string, format: date-time }
        secret: { type: string, writeOnly: true }
        server: { type: string, readOnly: true }
`

async function compose(name: string, options: Partial<MockOptions> = {}) {
  const { document } = await importText(webhooks)
  const composer = createComposer(document, { ...plain, ...options })
  const found = document.webhooks?.find((each) => each.name === name)
  if (!found) throw new Error(`there is no webhook ${name}`)
  const webhook = outgoingWebhook(document, found)
  return (own: Partial<OutgoingWish> = {}) => {
    const composed = composer.compose(webhook, { ...wish, ...own })
    if (composed.kind === 'refusal') return { ...composed, text: '' }
    return { ...composed, text: composed.body?.toString() ?? '' }
  }
}

it.each(['realistic', 'static'] as const)(
  'makes a %s JSON body that may go in a request, with the parameters that must be there',
  async (generate) => {
    const made = (await compose('changed', { generate }))()
    expect(made).toMatchObject({ kind: 'request', query: [['kind', 'a b&ü']] })
    expect(Object.keys(JSON.parse(made.text)).sort()).toEqual(['at', 'id', 'secret'])
    if (made.kind !== 'request') return
    expect(made.headers.filter((_, i) => i % 2 === 0)).toEqual(['Content-Type', 'X-Tries'])
    expect(made.headers[3]).toMatch(/^[123]$/)
  },
)

it('is the same again, another with a seed, and fresh each time where the mock is dynamic', async () => {
  const same = await compose('changed')
  expect(same().text).toBe(same().text)
  expect(same({ seed: 'b' }).text).not.toBe(same().text)
  expect(same({ about: 'another exchange' }).text).not.toBe(same().text)
  expect((await compose('changed', { seed: 's' }))().text).not.toBe(same().text)

  const sampled = await compose('sampled')
  expect(sampled().text).toBe('{"n":1}')
  const fresh = await compose('sampled', { dynamic: true })
  const [first, second] = [fresh(), fresh()]
  expect(first.text).not.toBe(second.text)
  expect(first.kind === 'request' && first.step.text).toBe('application/json, generated afresh with seed switchyard-1')
  expect(fresh({ seed: 'switchyard-1' }).text).toBe(first.text)
})

it('writes forms, sends nothing where no body is described, and says when none can be made', async () => {
  expect((await compose('form'))()).toMatchObject({ text: 'a=x%26y', headers: ['Content-Type', 'application/x-www-form-urlencoded'] })
  expect((await compose('bare'))()).toMatchObject({ kind: 'request', body: null, headers: [] })
  expect((await compose('never'))()).toMatchObject({ kind: 'refusal', code: 'mock-unsatisfiable' })
  expect((await compose('sampled'))({ example: 'big' })).toMatchObject({ kind: 'refusal', code: 'NOT_FOUND', candidates: ['default'] })
})
