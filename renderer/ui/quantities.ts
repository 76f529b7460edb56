/** Numbers as the interface shows them. */

/** `4 ms`, `1.21 s`, `2 m 05 s`. */
export function durationText(ms: number): string {
  if (ms < 1) return '<1 ms'
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(2)} s`
  const seconds = Math.round(ms / 1_000)
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`
}

/** `940 B`, `1.6 kB`, `22.7 kB`, `212 kB`, `4 GB`: three digits are enough. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let at = 0
  while (value >= 999.5 && at < units.length - 1) {
    value /= 1_000
    at++
  }
  const digits = at === 0 || value >= 99.95 || Number.isInteger(value) ? 0 : 1
  return `${value.toFixed(digits)} ${units[at]}`
}

/** `1,048,576`. */
export function countText(count: number): string {
  return count.toLocaleString('en')
}

/** `1 route`, `2 routes`. */
export function countOf(count: number, word: string, words = `${word}s`): string {
  return `${countText(count)} ${count === 1 ? word : words}`
}

/** `2.2 %`. */
export function shareText(share: number): string {
  const percent = share * 100
  return `${percent === 0 || percent >= 10 ? Math.round(percent) : percent.toFixed(1)} %`
}

/** Local time of day: `14:32:01.204`. */
export function timeText(iso: string): string {
  const at = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`
}
