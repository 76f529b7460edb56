import { createRequire } from 'node:module'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Offer, readOffers } from '../../proxy-core/mock/choose/offers.ts'
import { planEcho } from '../../proxy-core/mock/generate/echo.ts'
import { createGenerators } from '../../proxy-core/mock/generate/generate.ts'
import type { ApiDocument, ApiOperation, OperationObject } from '../../proxy-core/openapi/document.ts'
import { type Ask, askerOf, jsonOf, openFile, plainWish } from './fixture.ts'
import { openRaw } from './plain-check.ts'

const path = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json')

describe("GitHub's document", () => {
  let document: ApiDocument
  let ask: Ask
  beforeAll(async () => {
    document = await openFile(path)
    ask = askerOf(document)
  })

  it('has a valid generated body for every JSON response, says plain ajv of the file as it was written', async () => {
    const raw = await openRaw(path)
    const generators = createGenerators(document, 'realistic')
    const operations = new Map(document.operations.map((operation) => [`${operation.method} ${operation.template}`, operation]))
    const offers = new Map<string, Offer[]>()
    let checked = 0
    for (const { method, template, status, mediaType, ref } of raw.responses) {
      const name = `${method} ${template}`
      const operation = operations.get(name) as ApiOperation
      if (!offers.has(name)) offers.set(name, readOffers(document, document.node(operation.ref) as OperationObject, operation.ref))
      const offer = offers.get(name)?.find(({ key }) => key === status.toUpperCase())
      const schema = offer?.contents.find((content) => content.mediaType.text === mediaType)?.schema
      if (!schema) throw new Error(`${name} ${status} ${mediaType} is not offered`)
      const wish = { ...plainWish, seed: `${name} ${status}`, echo: planEcho(template), examples: checked % 2 === 0 }
      const made = generators.of(schema.schema, schema.at).generate(wish)
      expect(made, `${name} ${status}`).toMatchObject({ kind: 'value' })
      if (made.kind === 'value') expect(raw.check(ref, made.value), `${name} ${status}`).toEqual([])
      checked++
    }
    expect(checked).toBeGreaterThan(2_900)
  }, 120_000)

  it('is answered with what the path names', () => {
    const dynamic = { headers: ['Prefer', 'dynamic=true'] }
    const repository = jsonOf(ask('GET', '/repos/octocat/hello-world', dynamic))
    expect([repository.name, repository.owner.login]).toEqual(['hello-world', 'octocat'])
    expect(jsonOf(ask('GET', '/repos/octocat/hello-world/issues/42', dynamic)).number).toBe(42)
    expect(jsonOf(ask('GET', '/users/octocat', dynamic)).login).toBe('octocat')
    expect(jsonOf(ask('GET', '/orgs/github', dynamic)).login).toBe('github')
  })
})
