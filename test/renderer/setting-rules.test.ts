import { describe, expect, it } from 'vitest'
import { countRule, listRule, sizeRule } from '../../renderer/settings/setting-rules.ts'

describe('what is typed into a setting', () => {
  it('is a size as people write it', () => {
    expect(sizeRule(' 2MiB ')).toEqual({ value: '2MiB' })
    expect(sizeRule('soon')).toHaveProperty('expected')
    expect(sizeRule('')).toHaveProperty('expected')
  })

  it('is a count above zero', () => {
    expect(countRule('1,000,000')).toEqual({ value: 1_000_000 })
    expect(countRule('0')).toHaveProperty('expected')
    expect(countRule('1.5')).toHaveProperty('expected')
  })

  it('is a list of header names', () => {
    expect(listRule('Authorization, x-api-key,,')).toEqual({ value: ['authorization', 'x-api-key'] })
  })
})
