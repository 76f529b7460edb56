import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { curlCommand, exchangeUrl, type SentRequest } from '../../../renderer/traffic/copy-as.ts'
import { phasesOf } from '../../../renderer/traffic/detail/phases.ts'

const request = (change: Partial<SentRequest> = {}): SentRequest => ({
  method: 'GET',
  scheme: 'http',
  host: '127.0.0.1:4010',
  path: '/api/products',
  query: '',
  headers: [['Host', '127.0.0.1:4010']],
  body: null,
  bodyLeftOut: null,
  isMasked: () => false,
  ...change,
})

/** What a real shell makes of the command: its words, one a line of hex. */
function words(command: string): string[] {
  const script = `curl() { for word; do printf '%s' "$word" | od -An -v -tx1 | tr -d ' \\n'; echo; done; }\n${command}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' })
    .split('\n')
    .slice(0, -1)
    .map((hex) => Buffer.from(hex, 'hex').toString())
}

describe('copy as cURL', () => {
  it('is short for a plain request', () => {
    expect(curlCommand(request()).text).toBe('curl \\\n  http://127.0.0.1:4010/api/products')
  })

  it('gives a shell the very words of the request, however hostile', () => {
    const evil = `'; rm -rf "$HOME" \`id\` $(id)\n\\'@x`
    const { text } = curlCommand(
      request({
        method: 'POST',
        path: '/a/../b',
        query: `q=${evil.replaceAll('\n', '')}`,
        headers: [
          ['X-Note', evil],
          ['X-Empty', ''],
        ],
        body: `@${evil}`,
      }),
    )
    expect(words(text)).toEqual([
      '-X',
      'POST',
      '--path-as-is',
      `http://127.0.0.1:4010/a/../b?q=${evil.replaceAll('\n', '')}`,
      '-H',
      `X-Note: ${evil}`,
      '-H',
      'X-Empty;',
      '--data-raw',
      `@${evil}`,
    ])
  })

  it('leaves out what curl writes itself, and says what else it left out', () => {
    const { text, leftOut } = curlCommand(
      request({
        method: 'PUT',
        headers: [
          ['host', 'a'],
          ['Content-Length', '5'],
          ['Authorization', 'masked'],
          ['Accept-Encoding', 'gzip'],
        ],
        bodyLeftOut: 'binary',
        isMasked: (name) => name === 'Authorization',
      }),
    )
    expect(words(text)).toEqual(['-X', 'PUT', 'http://127.0.0.1:4010/api/products', '-H', 'Accept-Encoding: gzip', '--compressed'])
    expect(leftOut).toEqual(['Authorization (masked)', 'the body (not text)'])
  })

  it('keeps brackets in a URL from being a pattern, and asks for a head with --head', () => {
    expect(words(curlCommand(request({ method: 'HEAD', query: 'ids[]=1' })).text)).toEqual([
      '--head',
      '--globoff',
      'http://127.0.0.1:4010/api/products?ids[]=1',
    ])
  })

  it('gives the URL as it was called', () => {
    expect(exchangeUrl({ scheme: 'http', host: 'h:1', path: '/a%2Fb', query: 'x=1' })).toBe('http://h:1/a%2Fb?x=1')
  })
})

describe('the timing of an exchange', () => {
  it('is split where the record knows a moment, never negative', () => {
    const phases = phasesOf({ routedMs: 0.02, upstreamSocketMs: 3, requestSentMs: 1, firstByteMs: 40, endMs: 41 })
    expect(phases.map(({ name, fromMs, toMs }) => [name, fromMs, toMs])).toEqual([
      ['Route', 0, 0.02],
      ['Connect', 0.02, 3],
      ['Request', 0, 1],
      ['Wait', 3, 40],
      ['Response', 40, 41],
    ])
  })

  it('leaves out what did not happen', () => {
    expect(
      phasesOf({ routedMs: 0.1, upstreamSocketMs: null, requestSentMs: null, firstByteMs: null, endMs: 9 }).map((phase) => phase.name),
    ).toEqual(['Route'])
  })
})
