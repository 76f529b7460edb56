import { expect, it } from 'vitest'
import { shellWord } from '../../proxy-core/model/shell-word.ts'

it('a word for a shell is quoted only where it has to be', () => {
  expect(shellWord('http://127.0.0.1:4010/api/products/42')).toBe('http://127.0.0.1:4010/api/products/42')
  expect(shellWord('http://127.0.0.1:4010/a?b=1&c=2')).toBe("'http://127.0.0.1:4010/a?b=1&c=2'")
  expect(shellWord("/it's")).toBe("'/it'\\''s'")
})
