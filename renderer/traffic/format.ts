import { sizeText } from '../ui/quantities.ts'

/** The local time of day, its milliseconds apart, because they are shown quieter. */
export function timeParts(iso: string): { clock: string; fraction: string } {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return { clock: iso, fraction: '' }
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
  return { clock, fraction: `.${String(at.getMilliseconds()).padStart(3, '0')}` }
}

/** `2026-03-02 14:32:05.480`, local. */
export function dateTimeText(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
  const { clock, fraction } = timeParts(iso)
  return `${day} ${clock}${fraction}`
}

/** The time of day alone when it is today's. */
export function momentText(iso: string, now = new Date()): string {
  const { clock, fraction } = timeParts(iso)
  return new Date(iso).toDateString() === now.toDateString() ? `${clock}${fraction}` : dateTimeText(iso)
}

/** A step of a trace, where hundredths count: `0.02 ms`, `1,001 ms`. */
export function stepText(ms: number): string {
  return ms < 10 ? `${ms.toFixed(2)} ms` : `${Math.round(ms).toLocaleString('en')} ms`
}

/** Bytes in powers of two, for a cap that was set that way: `1 MiB`; other numbers as sizes are written everywhere. */
export function capText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB']
  let amount = bytes
  let unit = 0
  while (amount >= 1_024 && unit < units.length - 1) {
    amount /= 1_024
    unit++
  }
  return unit > 0 && Number.isInteger(amount) ? `${amount} ${units[unit]}` : sizeText(bytes)
}

/** `12.4/s`, `1,310/s` */
export function rateText(perSecond: number): string {
  return `${perSecond < 99.95 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString('en')}/s`
}

const MAX_BAR_PX = 56

/** Width of the bar beside a duration. The square root keeps 4 ms and 3 s both readable in 56 px. */
export function barWidth(ms: number): number {
  return Math.max(1, Math.min(MAX_BAR_PX, Math.round(Math.sqrt(ms))))
}

/** From here on a duration is written as what it is: slow. */
export const SLOW_MS = 1_000
