import { describe, expect, it } from 'vitest'
import { createHeaderTexts } from '../../proxy-core/live/header-texts.ts'

const bytes = (...texts: string[]) => texts.map((text) => Buffer.from(text, 'latin1'))

describe('the fields of replies as text', () => {
  it('are each reply’s own, however alike the replies are', () => {
    const textsOf = createHeaderTexts()
    const replies = [
      ['ETag', '"a1"', 'X-Name', 'Zoë'],
      ['ETag', '"a2"', 'X-Name', 'Zoë'],
      ['Etag', '"a2"', 'X-Name', 'Zoe'],
      ['X-Name', 'Zoë', 'ETag', '"a1"', 'More', ''],
      [],
      ['ETag', '"a1"', 'X-Name', 'Zoë', 'Long', 'x'.repeat(1000)],
      ['ETag', '"b1"', 'X-Name', '', 'Long', `${'x'.repeat(999)}y`, 'After', '1'],
    ]
    for (const reply of replies) expect(textsOf(bytes(...reply))).toEqual(reply)
  })

  it('may be text already, or missing', () => {
    const textsOf = createHeaderTexts()
    expect(textsOf(['a', 'b'])).toEqual(['a', 'b'])
    expect(textsOf(null)).toEqual([])
    expect(textsOf(undefined)).toEqual([])
  })
})
