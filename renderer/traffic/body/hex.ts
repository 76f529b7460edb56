/** One row of a hex view. */
export interface HexRow {
  offset: string
  bytes: string
  text: string
}

export function hexRow(data: Uint8Array, row: number, width: number): HexRow {
  const from = row * width
  const part = data.subarray(from, from + width)
  const pairs = Array.from(part, (byte) => byte.toString(16).padStart(2, '0'))
  const half = width / 2
  const bytes = [pairs.slice(0, half).join(' '), pairs.slice(half).join(' ')].join('  ')
  return {
    offset: from.toString(16).padStart(6, '0'),
    bytes: bytes.padEnd(width * 3),
    text: Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
  }
}
