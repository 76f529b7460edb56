import { createServer, type RequestListener } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { importLimits } from '../../proxy-core/model/limits.ts'
import { imported, keysOf, reachable, refusalOf, texts } from './documents.ts'

/** A server on a free port; ended with the test. @returns its origin */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const files =
  (content: Record<string, string>): RequestListener =>
  (request, response) => {
    const text = content[request.url ?? '']
    response.writeHead(text === undefined ? 404 : 200).end(text)
  }

it('fetches a document, and of what it refers to only what its own origin serves', async () => {
  const other = await serve(files({ '/x.yaml': 'type: string\n' }))
  const origin = await serve(
    files({
      '/v1/api.yaml': `openapi: 3.1.0
paths:
  /a: { get: { responses: { 200: { $ref: "../shared/r.json#/ok" }, 201: { content: { a/a: { schema: { $ref: "${other}/x.yaml" } } } }, 202: { $ref: gone.yaml } } } }
`,
      '/shared/r.json': '{"ok": {"description": "fine"}}',
    }),
  )
  const { document, diagnostics, files: read } = await imported({ kind: 'url', url: `${origin}/v1/api.yaml#here` })
  expect(keysOf(document)).toEqual(['GET /a'])
  expect([...reachable(document)]).toEqual([[`${origin}/shared/r.json#/ok`, { description: 'fine' }]])
  expect(read).toEqual([`${origin}/v1/api.yaml`, `${origin}/shared/r.json`])
  expect(diagnostics.map(({ file }) => file)).toEqual([`${origin}/v1/api.yaml`, `${origin}/v1/api.yaml`])
  expect(texts(diagnostics)).toEqual([
    expect.stringMatching(/^3:\d+: \S+\/x\.yaml can not be followed: only files of \S+ are fetched with this document$/),
    expect.stringMatching(/^3:\d+: gone\.yaml can not be followed: \S+ answered 404 Not Found; check the address$/),
  ])
})

it('follows redirects up to the limit, and resolves references where it ended', async () => {
  const origin = await serve((request, response) => {
    const [, hops] = /^\/hop\/(\d+)$/.exec(request.url ?? '') ?? []
    if (hops !== undefined) response.writeHead(302, { location: hops === '1' ? '/deep/api.yaml' : `/hop/${Number(hops) - 1}` }).end()
    else if (request.url === '/deep/api.yaml') response.end('openapi: 3.1.0\npaths: { /a: { $ref: b.yaml } }\n')
    else response.writeHead(request.url === '/deep/b.yaml' ? 200 : 404).end('get: { responses: {} }\n')
  })
  const { document, files: read } = await imported({ kind: 'url', url: `${origin}/hop/5` })
  expect(keysOf(document)).toEqual(['GET /a'])
  expect(read).toEqual([`${origin}/deep/api.yaml`, `${origin}/deep/b.yaml`])
  expect(await refusalOf(imported({ kind: 'url', url: `${origin}/hop/6` }))).toMatchObject({
    code: 'document-unreadable',
    detail: `${origin}/hop/6 redirects more than 5 times.`,
  })
})

it('does not follow a reference that redirects to another origin', async () => {
  let asked = 0
  const other = await serve((_, response) => {
    asked++
    response.end('get: { responses: {} }\n')
  })
  const origin = await serve((request, response) => {
    if (request.url === '/api.yaml') response.end('openapi: 3.1.0\npaths: { /a: { $ref: b.yaml } }\n')
    else response.writeHead(302, { location: `${other}/b.yaml` }).end()
  })
  const { document, diagnostics } = await imported({ kind: 'url', url: `${origin}/api.yaml` })
  expect(keysOf(document)).toEqual([])
  expect(texts(diagnostics).join()).toContain(`redirects to ${other}/b.yaml: only files of ${origin} are fetched`)
  expect(asked).toBe(0)
})

it('refuses what is not there, not http, too large, cut off or too slow', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/large') response.end(Buffer.alloc(2_000, '#'))
    else if (request.url === '/cut') response.writeHead(200, { 'content-length': 100 }).write('openapi', () => response.destroy())
    else if (request.url !== '/slow') response.writeHead(500).end()
  })
  const limits = { ...importLimits, MAX_DOCUMENT_BYTES: 1_000, MAX_IMPORT_MS: 1_500 }
  const refused = async (url: string) => {
    const { code, detail } = await refusalOf(imported({ kind: 'url', url }, { limits }))
    return `${code}: ${detail.replaceAll(origin, '')}`
  }
  expect(await refused(`${origin}/none`)).toBe('document-unreadable: /none answered 500 Internal Server Error; check the address.')
  expect(await refused(`${origin}/large`)).toBe(
    'document-too-large: /large, with what it refers to, is larger than 1000 bytes; split it, or leave parts out.',
  )
  expect(await refused(`${origin}/cut`)).toBe('document-unreadable: /cut ended before it was whole; try again.')
  expect(await refused(`${origin}/slow`)).toBe('document-timeout: /slow was not read within 1.5 s; make it smaller, or split it.')
  expect(await refused('http://127.0.0.1:1/a')).toMatch(
    /^document-unreadable: http:\/\/127\.0\.0\.1:1\/a can not be fetched \(.+\); check the address, and that its server runs\.$/,
  )
  expect(await refused('ftp://127.0.0.1/a')).toBe('document-unreadable: ftp://127.0.0.1/a is not an http or https address.')
})
