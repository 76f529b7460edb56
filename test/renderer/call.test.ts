import { describe, expect, it } from 'vitest'
import { urlOf } from '../../renderer/api/call.ts'
import { requestFailed } from '../../renderer/api/request-failed.ts'

describe('a call of the control API', () => {
  it('encodes each parameter as one segment', () => {
    expect(urlOf('/api/v1/routes/{route}/preview', { params: { route: 'shop:GET /a/{b}?x#y' } })).toBe(
      '/api/v1/routes/shop%3AGET%20%2Fa%2F%7Bb%7D%3Fx%23y/preview',
    )
  })

  it('leaves out of the query what is not given', () => {
    expect(urlOf('/api/v1/exchanges', { query: { filter: 'status:5xx -path:^/health', before: undefined, limit: 50 } })).toBe(
      '/api/v1/exchanges?filter=status%3A5xx+-path%3A%5E%2Fhealth&limit=50',
    )
  })

  it("fails with the host's problem and its detail", async () => {
    const problem = { type: 't', code: 'unknown-route', title: 'There is no such route', status: 404, detail: 'No route is named x.' }
    const failed = await requestFailed(
      new Response(JSON.stringify(problem), { status: 404, headers: { 'content-type': 'application/problem+json' } }),
    )
    expect(failed.message).toBe('No route is named x.')
    expect(failed.problem).toEqual(problem)
  })

  it('fails with the status when the answer is no problem document', async () => {
    const failed = await requestFailed(new Response('<h1>Bad gateway</h1>', { status: 502, headers: { 'content-type': 'text/html' } }))
    expect(failed.problem).toBeNull()
    expect(failed.message).toBe('The host answered 502.')
  })
})
