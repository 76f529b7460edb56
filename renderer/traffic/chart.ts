/** Heights of bars, the largest filling the chart; what is there at all is seen. */
export function barHeights(values: readonly number[], height: number): number[] {
  const top = Math.max(1, ...values)
  return values.map((value) => (value === 0 ? 0 : Math.max(1, (value / top) * height)))
}

/** A line through the values as an SVG path, broken where there is none; a value between two gaps is a short dash. */
export function linePath(values: readonly (number | null)[], width: number, height: number): string {
  const top = Math.max(1, ...values.map((value) => value ?? 0))
  const step = width / Math.max(1, values.length - 1)
  const y = (value: number) => round(height - 1.5 - (value / top) * (height - 6))
  return values
    .map((value, at) => {
      if (value === null) return ''
      const starts = at === 0 || values[at - 1] === null
      const alone = starts && (at === values.length - 1 || values[at + 1] === null)
      return `${starts ? 'M' : 'L'}${round(at * step)} ${y(value)}${alone ? 'h1.5' : ''}`
    })
    .join('')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
