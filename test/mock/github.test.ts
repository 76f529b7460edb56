import { createRequire } from 'node:module'
import { beforeAll, describe, expect, it } from 'vitest'
import { readOffers } from '../../proxy-core/mock/choose/offers.ts'
import type { ApiDocument, OperationObject } from '../../proxy-core/openapi/document.ts'
import { type Ask, askerOf, jsonOf, openFile } from './fixture.ts'
import { independentCheck } from './independent-check.ts'

const OPERATIONS = 300

describe("GitHub's document", () => {
  let document: ApiDocument
  let ask: Ask
  beforeAll(async () => {
    document = await openFile(createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json'))
    ask = askerOf(document)
  })

  it(`has valid generated bodies for every response of ${OPERATIONS} operations`, () => {
    const step = Math.floor(document.operations.length / OPERATIONS)
    const operations = document.operations.filter((_, number) => number % step === 0).slice(0, OPERATIONS)
    expect(operations.length).toBe(OPERATIONS)
    let checked = 0
    for (const { method, template, ref } of operations) {
      const url = template.replace(/\{[^}]+\}/g, '12')
      for (const { key, contents } of readOffers(document, document.node(ref) as OperationObject, ref)) {
        for (const { mediaType, schema } of contents) {
          if (schema === null || !/^\d+$/.test(key) || !/json/.test(mediaType.text)) continue
          const answer = ask(method, url, { headers: ['Prefer', `code=${key}, dynamic=true`, 'Accept', mediaType.text] })
          expect([answer.status, answer.error], `${method} ${template} ${key}`).toEqual([Number(key), null])
          expect(independentCheck(document, schema.schema)(jsonOf(answer)), `${method} ${template} ${key}`).toEqual([])
          checked++
        }
      }
    }
    expect(checked).toBeGreaterThan(OPERATIONS)
  }, 60_000)

  it('is answered with what the path names', () => {
    const dynamic = { headers: ['Prefer', 'dynamic=true'] }
    const repository = jsonOf(ask('GET', '/repos/octocat/hello-world', dynamic))
    expect([repository.name, repository.owner.login]).toEqual(['hello-world', 'octocat'])
    expect(jsonOf(ask('GET', '/repos/octocat/hello-world/issues/42', dynamic)).number).toBe(42)
    expect(jsonOf(ask('GET', '/users/octocat', dynamic)).login).toBe('octocat')
    expect(jsonOf(ask('GET', '/orgs/github', dynamic)).login).toBe('github')
  })
})
