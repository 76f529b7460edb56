import { inflateSync } from 'node:zlib'
import { beforeAll, expect, it } from 'vitest'
import { type Ask, askerOf, headerOf, jsonOf, openFixture, openText, textOf } from './fixture.ts'

let ask: Ask
beforeAll(async () => {
  ask = askerOf(await openFixture('coffee.yaml'))
})
const cup = (accept: string) => ask('GET', '/cups/4', { headers: ['Accept', accept] })

it('XML has the names, attributes, wrappers and namespaces of the schema', () => {
  const text = textOf(cup('application/xml'))
  expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<c:cup xmlns:c="https:\/\/coffee.example.com\/" id="4">/)
  expect(text).toMatch(/<sizes><size>[SL]<\/size><size>[SL]<\/size>.*<\/sizes>/)
  expect(text).toMatch(/<notes>[^<]+<\/notes><notes>/)
  expect(text).toMatch(/<maker><firstName>[^<]+<\/firstName>.*<\/maker>.*<\/c:cup>$/)
})

it('XML of values with markup in them is escaped', async () => {
  const hostile = askerOf(
    await openText(`
openapi: 3.1.0
info: { title: X, version: 1.0.0 }
paths:
  /x: { get: { responses: { '200': { description: x, content: { application/xml: { schema: { type: object, xml: { name: '1 <a' }, properties: { a: { type: string } } }, example: { a: '<b> & "c"', 'odd name': null } } } } } } }
`),
  )
  expect(textOf(hostile('GET', '/x'))).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<_1__a><a>&lt;b&gt; &amp; &quot;c&quot;</a><odd_name xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></_1__a>',
  )
})

it('forms, lines, tables and events have their own syntax', () => {
  const form = new URLSearchParams(textOf(cup('application/x-www-form-urlencoded')))
  expect([form.get('id'), form.getAll('sizes').length >= 2, JSON.parse(form.get('maker') ?? '').email]).toEqual([
    '4',
    true,
    expect.stringContaining('@'),
  ])
  const lines = textOf(cup('application/x-ndjson')).trimEnd().split('\n')
  expect(lines.length).toBeGreaterThan(1)
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty('sizes')
  expect(textOf(cup('text/csv'))).toMatch(/^name,note\r\n[^\r]+,"a ""b"", c"\r\n/)
  expect(textOf(cup('text/event-stream'))).toMatch(/^data: \{"tick":-?\d+\}\n\n$/)
})

it('multipart has a boundary that its parts keep to', () => {
  const answer = cup('multipart/form-data')
  const boundary = /boundary=(\S+)/.exec(headerOf(answer, 'content-type') ?? '')?.[1]
  const parts = textOf(answer).split(`--${boundary}`)
  expect(parts.at(-1)).toBe('--\r\n')
  expect(parts.find((part) => part.includes('name="id"'))).toMatch(/\r\n\r\n4\r\n$/)
})

it('text is text, HTML is a page', () => {
  expect(textOf(cup('text/plain'))).toMatch(/^[\w .,'-]+$/)
  expect(textOf(cup('text/html'))).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/)
})

it('images and documents are real small files, other binaries stable bytes', () => {
  const png = Buffer.from(cup('image/png').body)
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  const data = png.indexOf('IDAT')
  expect(inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4))).length).toBeGreaterThan(0)
  expect(textOf(cup('application/pdf'))).toMatch(/^%PDF-1\.4[\s\S]*%%EOF\n$/)
  const bytes = cup('application/octet-stream').body
  expect(bytes.byteLength).toBeGreaterThan(0)
  expect(Buffer.compare(bytes, cup('application/octet-stream').body)).toBe(0)
})

it('a schema that says nothing gives an empty object', async () => {
  const open = askerOf(
    await openText(`
openapi: 3.1.0
info: { title: X, version: 1.0.0 }
paths:
  /free: { get: { responses: { '200': { description: x, content: { application/json: {} } } } } }
  /object: { get: { responses: { '200': { description: x, content: { application/json: { schema: { type: object } } } } } } }
  /string: { get: { responses: { '200': { description: x, content: { application/json: { schema: { type: string, maxLength: 5 } } } } } } }
`),
  )
  expect(jsonOf(open('GET', '/free'))).toEqual({})
  expect(jsonOf(open('GET', '/object'))).toEqual({})
  expect(typeof jsonOf(open('GET', '/string'))).toBe('string')
})
