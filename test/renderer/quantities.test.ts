import { describe, expect, it } from 'vitest'
import { countOf, durationText, shareText, sizeText } from '../../renderer/ui/quantities.ts'

describe('numbers in the interface', () => {
  it('give durations the unit that fits', () => {
    expect([0.2, 4, 999.4, 1_210, 65_000].map(durationText)).toEqual(['<1 ms', '4 ms', '999 ms', '1.21 s', '1 m 05 s'])
  })

  it('give sizes three digits at most', () => {
    expect([0, 940, 999, 1_600, 22_700, 212_000, 999_600, 4e9].map(sizeText)).toEqual([
      '0 B',
      '940 B',
      '999 B',
      '1.6 kB',
      '22.7 kB',
      '212 kB',
      '1.0 MB',
      '4 GB',
    ])
  })

  it('give shares and counts in words', () => {
    expect([0, 0.022, 0.5].map(shareText)).toEqual(['0 %', '2.2 %', '50 %'])
    expect([countOf(1, 'route'), countOf(1_200, 'route'), countOf(2, 'body', 'bodies')]).toEqual(['1 route', '1,200 routes', '2 bodies'])
  })
})
