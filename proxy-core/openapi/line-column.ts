/** Line and column of an offset, both from 1; lines end with LF, CR LF or CR. */
export function lineColumn(text: string, offset: number): { line: number; column: number } {
  const end = Math.min(offset, text.length)
  let line = 1
  let lineStart = 0
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) {
      line++
      lineStart = at + 1
    }
  }
  return { line, column: end - lineStart + 1 }
}
