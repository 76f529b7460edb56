/** Lines of text laid out in rows of equal width, so that a list of a million rows knows any of them at once. */
export interface Wrapping {
  rows: number
  /** The piece of a line that a row shows. */
  at: (row: number) => { line: number; from: number; to: number }
}

export function wrapLines(lengths: readonly number[], columns: number): Wrapping {
  const width = Math.max(1, columns)
  const firstRows = new Uint32Array(lengths.length + 1)
  for (let line = 0; line < lengths.length; line++) {
    firstRows[line + 1] = (firstRows[line] as number) + Math.max(1, Math.ceil((lengths[line] as number) / width))
  }
  return {
    rows: firstRows[lengths.length] as number,
    at(row) {
      let low = 0
      let high = lengths.length - 1
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((firstRows[middle] as number) <= row) low = middle
        else high = middle - 1
      }
      const from = (row - (firstRows[low] as number)) * width
      return { line: low, from, to: Math.min(from + width, lengths[low] as number) }
    },
  }
}
