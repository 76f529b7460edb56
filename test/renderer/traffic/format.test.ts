import { describe, expect, it } from 'vitest'
import { barWidth, capText, dateTimeText, rateText, stepText, timeParts } from '../../../renderer/traffic/format.ts'

describe('what the list writes', () => {
  it('names a cap the way it was set', () => {
    expect(capText(1_048_576)).toBe('1 MiB')
    expect(capText(65_536)).toBe('64 KiB')
    expect(capText(1_000_000)).toBe('1 MB')
    expect(capText(512)).toBe('512 B')
  })

  it('shows steps of a trace to the hundredth and groups thousands', () => {
    expect(stepText(0.02)).toBe('0.02 ms')
    expect(stepText(1_001)).toBe('1,001 ms')
  })

  it('splits the local time of day from its milliseconds', () => {
    const at = new Date(2026, 2, 2, 14, 32, 5, 48).toISOString()
    expect(timeParts(at)).toEqual({ clock: '14:32:05', fraction: '.048' })
    expect(timeParts('soon')).toEqual({ clock: 'soon', fraction: '' })
    expect(dateTimeText(at)).toBe('2026-03-02 14:32:05.048')
  })

  it('writes rates with a tenth while that says something', () => {
    expect(rateText(12.41)).toBe('12.4/s')
    expect(rateText(1_310)).toBe('1,310/s')
  })

  it('keeps the bar of a duration between one pixel and its column', () => {
    expect(barWidth(0)).toBe(1)
    expect(barWidth(188)).toBe(14)
    expect(barWidth(1_010)).toBe(32)
    expect(barWidth(3_600_000)).toBe(56)
  })
})
