import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonFault, scanJson } from '../../proxy-core/openapi/json-text.ts'
import { tokensOf } from '../../proxy-core/openapi/pointer.ts'

it('finds a fault exactly where JSON.parse finds one, within the text', () => {
  const valid = fc.json({ maxDepth: 5 })
  fc.assert(fc.property(valid, (text) => scanJson(text, () => {}) === null))
  const damaged = fc.tuple(valid, fc.nat(), fc.constantFrom('', ',', '"', '}', ']', ':', '\\', '\n', 'x', '1')).map(([text, at, put]) => {
    const cut = at % (text.length + 1)
    return put === '' ? text.slice(0, cut) : text.slice(0, cut) + put + text.slice(cut)
  })
  fc.assert(
    fc.property(damaged, (text) => {
      const fault = scanJson(text, () => {})
      expect(fault === null).toBe(parses(text))
      if (fault !== null) expect(fault.offset).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 2_000 },
  )
})

it('tells the place of every member and item', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      const value: unknown = JSON.parse(text)
      let places = 0
      scanJson(text, (tokens, offset) => {
        places++
        const last = tokens.at(-1) ?? ''
        const parent = tokens.slice(0, -1).reduce<unknown>((node, token) => Reflect.get(Object(node), token), value)
        if (!Array.isArray(parent)) expect(JSON.parse(/^"(?:[^"\\]|\\.)*"/.exec(text.slice(offset))?.[0] ?? '')).toBe(last)
      })
      expect(places).toBe(count(value) - 1)
    }),
  )
})

it('says what is wrong in words', () => {
  const said = (text: string) => jsonFault(text).message
  expect(said('{"a": tru}')).toBe('found "tru" where a value is expected')
  expect(said('{"a": 01}')).toBe('"01" is not a JSON value; texts need double quotes')
  expect(said('{"a" 1}')).toBe('found "1" where a colon after the key is expected')
  expect(said("{'a': 1}")).toBe('found "\'" where a key in double quotes is expected')
  expect(said('[1 2]')).toBe('found "2" where a comma or ] is expected')
  expect(said('{"a": "\\q"}')).toBe('a backslash in a string must start an escape such as \\n or \\u00e9')
  expect(said('{"a": "b\nc"}')).toBe('a string may not hold a line break or control character; is its closing quote missing?')
  expect(said('['.repeat(200_000))).toBe('the text ends where a value is expected; the file seems to be cut off')
  expect(tokensOf('/a~1b/~01')).toEqual(['a/b', '~1'])
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function count(value: unknown): number {
  return typeof value === 'object' && value !== null ? Object.values(value).reduce((sum: number, item) => sum + count(item), 1) : 1
}
