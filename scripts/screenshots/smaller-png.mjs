import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MAX_COLORS = 256
/** So many of the most frequent colours are never taken for one another. */
const EXACT_COLORS = 144

/**
 * The same picture in fewer bytes, for git: Chromium writes fast rather than small. A picture of a page has large even areas
 * and few colours but for the edges of its letters: one byte a pixel and rows without filters pack best.
 * Takes 8-bit RGB or RGBA without interlacing (PNG, third edition, 11.2.1), as Chromium writes; alpha is dropped.
 */
export function smallerPng(png) {
  const { width, height, channels, pixels } = decode(png)
  const colorAt = (at) => pixels.readUIntBE(at * channels, 3)
  const { palette, indexOf } = fewColors(colorAt, width * height)
  const rows = Buffer.alloc((width + 1) * height)
  for (let at = 0; at < width * height; at++) rows[at + Math.floor(at / width) + 1] = indexOf.get(colorAt(at))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8)
  const colors = Buffer.alloc(palette.length * 3)
  for (const [index, color] of palette.entries()) colors.writeUIntBE(color, index * 3, 3)
  const chunks = [chunk('IHDR', header), chunk('PLTE', colors), chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 }))]
  return Buffer.concat([SIGNATURE, ...chunks, chunk('IEND', Buffer.alloc(0))])
}

/** The most frequent colours as they are; each of the others becomes its nearest, as near as 256 colours allow. */
function fewColors(colorAt, count) {
  const uses = new Map()
  for (let at = 0; at < count; at++) uses.set(colorAt(at), (uses.get(colorAt(at)) ?? 0) + 1)
  const byUse = [...uses].sort(([, a], [, b]) => b - a).map(([color]) => color)
  for (let tolerance = 0; ; tolerance++) {
    const palette = []
    const indexOf = new Map()
    for (const color of byUse) {
      const distances = palette.map((other) => distance(color, other))
      const least = Math.min(...distances)
      const known = least <= tolerance && indexOf.size >= EXACT_COLORS
      indexOf.set(color, known ? distances.indexOf(least) : palette.push(color) - 1)
      if (palette.length > MAX_COLORS) break
    }
    if (palette.length <= MAX_COLORS) return { palette, indexOf }
  }
}

function distance(a, b) {
  const apart = (shift) => Math.abs(((a >> shift) & 255) - ((b >> shift) & 255))
  return Math.max(apart(16), apart(8), apart(0))
}

function chunk(type, content) {
  const made = Buffer.alloc(12 + content.length)
  made.writeUInt32BE(content.length, 0)
  made.write(type, 4, 'latin1')
  content.copy(made, 8)
  made.writeUInt32BE(crc32(made.subarray(4, 8 + content.length)), 8 + content.length)
  return made
}

function decode(png) {
  const packed = []
  let header
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const content = png.subarray(at + 8, at + 8 + length)
    const type = png.toString('latin1', at + 4, at + 8)
    if (type === 'IHDR') header = content
    if (type === 'IDAT') packed.push(content)
    at += 12 + length
  }
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const channels = header[9] === 6 ? 4 : 3
  return { width, height, channels, pixels: unfilter(inflateSync(Buffer.concat(packed)), width * channels, height, channels) }
}

/** Undoes the filter of each row: none, sub, up, average, Paeth (9.2). */
function unfilter(filtered, bytes, height, step) {
  const pixels = Buffer.alloc(bytes * height)
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (bytes + 1)]
    for (let at = 0; at < bytes; at++) {
      const here = row * bytes + at
      const left = at >= step ? pixels[here - step] : 0
      const up = row > 0 ? pixels[here - bytes] : 0
      const corner = row > 0 && at >= step ? pixels[here - bytes - step] : 0
      const guess = [0, left, up, (left + up) >> 1, filter === 4 ? paeth(left, up, corner) : 0][filter]
      pixels[here] = filtered[row * (bytes + 1) + 1 + at] + guess
    }
  }
  return pixels
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
