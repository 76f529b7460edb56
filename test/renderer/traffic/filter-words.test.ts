import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../../proxy-core/model/filter.ts'
import { chipParts, hasWord, joinFilter, splitFilter, toggleWord } from '../../../renderer/traffic/filter/filter-words.ts'

describe('the chips of a filter', () => {
  it('are its terms as they were written', () => {
    expect(splitFilter('status:5xx -path:^/health route:"GET /products" duration>500ms two words "and one"')).toEqual([
      'status:5xx',
      '-path:^/health',
      'route:"GET /products"',
      'duration>500ms',
      'two',
      'words',
      '"and one"',
    ])
  })

  it('keep values with commas and quotes together', () => {
    expect(splitFilter('service:shop,"two words",payments is:error')).toEqual(['service:shop,"two words",payments', 'is:error'])
  })

  it('are none where the filter can not be read', () => {
    expect(splitFilter('metod:post')).toBeNull()
    expect(splitFilter('"open')).toBeNull()
  })

  it('never change what a filter means', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ':', '"', '\\', ' ', ',', '-', '>', 'status:', '5xx', 'is:', 'error', 'path:'),
      maxLength: 12,
    })
    fc.assert(
      fc.property(text, (filter) => {
        const words = splitFilter(filter)
        if (words) expect(parseFilter(joinFilter(words))).toEqual(parseFilter(filter))
      }),
    )
  })

  it('show sign, name and value', () => {
    expect(chipParts('-path:^/health')).toEqual({ negated: true, term: 'path:', value: '^/health' })
    expect(chipParts('duration>500ms')).toEqual({ negated: false, term: 'duration', value: '>500ms' })
    expect(chipParts('grinder')).toEqual({ negated: false, term: '', value: 'grinder' })
    expect(chipParts('-')).toEqual({ negated: false, term: '', value: '-' })
  })

  it('are put in and taken out by one press', () => {
    expect(toggleWord('service:shop', 'is:error')).toBe('service:shop is:error')
    expect(toggleWord('service:shop is:error', 'is:error')).toBe('service:shop')
    expect(hasWord('a is:error', 'is:error')).toBe(true)
    expect(hasWord('', 'is:error')).toBe(false)
  })
})
