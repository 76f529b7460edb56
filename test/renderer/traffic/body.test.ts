import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bodyKind } from '../../../renderer/traffic/body/body-kind.ts'
import { decodeBody } from '../../../renderer/traffic/body/decode-body.ts'
import { hexRow } from '../../../renderer/traffic/body/hex.ts'
import { branchSize, firstOpened, prettyLines, treeLines } from '../../../renderer/traffic/body/json-lines.ts'
import { isBranch, type JsonBranch, type JsonNode, readJson } from '../../../renderer/traffic/body/json-nodes.ts'
import { wrapLines } from '../../../renderer/traffic/body/wrapping.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const branch = (node: JsonNode | null): JsonBranch => {
  if (!node || !isBranch(node)) throw new Error('not a branch')
  return node
}
const pretty = (text: string) => {
  const { root } = readJson(text)
  return root
    ? prettyLines(root)
        .map((line) => line.map((span) => span.text).join(''))
        .join('\n')
    : null
}

describe('a JSON body', () => {
  it('keeps the order of fields, repeated fields and the digits of numbers', () => {
    const { root, brokenAt } = readJson('{"b":1,"2":12345678901234567890,"1":1.10,"b":1e2}')
    expect(brokenAt).toBeNull()
    expect(branch(root).children).toMatchObject([
      { key: 'b', text: '1' },
      { key: '2', text: '12345678901234567890' },
      { key: '1', text: '1.10' },
      { key: 'b', text: '1e2' },
    ])
  })

  it('reads strings with escapes, and every kind of value', () => {
    const { root } = readJson(' [ "a\\"\\\\", true , null, -0.5, {}, [] ] ')
    expect(branch(root).children.map((node) => (isBranch(node) ? node.kind : node.text))).toEqual([
      'a"\\',
      'true',
      'null',
      '-0.5',
      'object',
      'array',
    ])
  })

  it('that was cut shows what arrived and where it ends', () => {
    const text = '{"items":[{"id":1},{"id":2,"na'
    const { root, brokenAt } = readJson(text)
    const items = branch(branch(root).children[0] ?? null)
    expect(items.children).toHaveLength(2)
    expect(items.cut).toBe(true)
    expect(brokenAt).toBe(text.lastIndexOf('"na'))
    expect(branchSize(items)).toBe('2 entries, cut off')
  })

  it.each(['[1,]', '{"a" 1}', "{'a':1}", '[1] x', '[01]', '{"a":}', ''])('that is broken says so: %s', (text) =>
    expect(readJson(text).brokenAt).not.toBeNull(),
  )

  it('may nest deeper than the stack', () => {
    const depth = 100_000
    const { root, brokenAt } = readJson('['.repeat(depth) + ']'.repeat(depth))
    expect(brokenAt).toBeNull()
    expect(root && treeLines(root, firstOpened(root)).length).toBeGreaterThan(10)
  })

  it('opens what fits: the root always, big arrays on demand', () => {
    const { root } = readJson(
      JSON.stringify({ id: 1, customer: { name: 'a', mail: 'b' }, items: Array.from({ length: 10_000 }, (_, i) => i) }),
    )
    if (!root) throw new Error('unread')
    const opened = firstOpened(root)
    expect(treeLines(root, opened).map((line) => line.label)).toEqual([null, 'id', 'customer', 'name', 'mail', 'items'])
    opened.add(branch(branch(root).children[2] ?? null))
    const lines = treeLines(root, opened)
    expect(lines).toHaveLength(10_006)
    expect(lines.at(-1)).toMatchObject({ label: 9_999, depth: 2, position: 10_000, siblings: 10_000, parent: 5 })
  })

  it('is written prettily without changing a value', () => {
    expect(pretty('{"a":[1.0,{"b":"x"}],"c":{},"d":[]}')).toBe(
      '{\n  "a": [\n    1.0,\n    {\n      "b": "x"\n    }\n  ],\n  "c": {},\n  "d": []\n}',
    )
  })
})

describe('a coded body', () => {
  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('in %s is decoded', async (coding, encode) => {
    const decoded = await decodeBody(encode('hello hello hello'), coding)
    expect(decoded).toMatchObject({ kind: 'decoded', coding, stopped: null })
    expect(textOf(decoded.bytes)).toBe('hello hello hello')
  })

  it('with several codings is decoded from the last to the first', async () => {
    expect(textOf((await decodeBody(gzipSync(deflateSync('twice')), 'deflate, gzip')).bytes)).toBe('twice')
  })

  it('in an unknown coding stays as it is and says so', async () => {
    expect(await decodeBody(utf8('???'), 'zzz')).toMatchObject({ kind: 'undecodable', coding: 'zzz' })
  })

  it('in br is decoded where there is a decoder, and never throws where there is none', async () => {
    const decoded = await decodeBody(brotliCompressSync('hello'), 'br')
    expect(['decoded', 'undecodable']).toContain(decoded.kind)
  })

  it('stops at the ratio and at the size', async () => {
    const bomb = gzipSync(new Uint8Array(4_000_000))
    const byRatio = await decodeBody(bomb, 'gzip')
    expect(byRatio).toMatchObject({ kind: 'decoded', stopped: 'ratio' })
    expect(byRatio.bytes.byteLength).toBe(bomb.byteLength * 100)
    const bySize = await decodeBody(bomb, 'gzip', { maxBytes: 1_000, maxRatio: 100_000 })
    expect(bySize).toMatchObject({ stopped: 'size' })
    expect(bySize.bytes.byteLength).toBe(1_000)
  })

  it('that was cut gives what can be had', async () => {
    const noise = Array.from({ length: 20_000 }, (_, i) => (i * 2_654_435_761) % 9_973).join()
    const whole = gzipSync(noise)
    const decoded = await decodeBody(whole.subarray(0, whole.byteLength / 2), 'gzip')
    expect(decoded).toMatchObject({ kind: 'decoded', stopped: 'input' })
    expect(noise.startsWith(textOf(decoded.bytes))).toBe(true)
    expect(decoded.bytes.byteLength).toBeGreaterThan(1_000)
  })

  it('without a coding is left alone', async () => {
    expect(await decodeBody(utf8('x'), undefined)).toMatchObject({ kind: 'plain' })
    expect(await decodeBody(utf8('x'), 'identity')).toMatchObject({ kind: 'plain' })
  })
})

describe('the views of a body', () => {
  it.each([
    ['application/json; charset=utf-8', '{"a":1}', ['tree', 'pretty', 'raw', 'hex']],
    ['application/problem+json', '{"a":1}', ['tree', 'pretty', 'raw', 'hex']],
    ['application/x-www-form-urlencoded', 'a=1&b=2', ['tree', 'raw', 'hex']],
    ['text/html', '<p>', ['raw', 'hex']],
    ['image/svg+xml', '<svg/>', ['preview', 'raw', 'hex']],
    ['image/png', '\x89PNG', ['preview', 'hex']],
    [undefined, '{"a":1}', ['tree', 'pretty', 'raw', 'hex']],
    [undefined, '{not json', ['raw', 'hex']],
    ['application/octet-stream', 'a\0b', ['hex']],
  ])('of %s are those that show something', (type, text, views) => expect(bodyKind(utf8(text), type).views).toEqual(views))

  it('read the text in the charset it names', () => {
    expect(bodyKind(new Uint8Array([0xe9]), 'text/plain; charset=iso-8859-1').text).toBe('é')
    expect(bodyKind(new Uint8Array([0x41]), 'text/plain; charset=nonsense').text).toBe('A')
  })
})

describe('long text', () => {
  it('is laid out in rows of equal width and any row is known at once', () => {
    const rows = wrapLines([5, 0, 23], 10)
    expect(rows.rows).toBe(5)
    expect([0, 1, 2, 3, 4].map(rows.at)).toEqual([
      { line: 0, from: 0, to: 5 },
      { line: 1, from: 0, to: 0 },
      { line: 2, from: 0, to: 10 },
      { line: 2, from: 10, to: 20 },
      { line: 2, from: 20, to: 23 },
    ])
  })

  it('in hex has offset, bytes and what is printable', () => {
    expect(hexRow(utf8('0123456789abcdefXY\n'), 1, 16)).toEqual({ offset: '000010', bytes: `58 59 0a${' '.repeat(40)}`, text: 'XY·' })
  })
})
