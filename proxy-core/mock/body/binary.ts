import type { MediaType } from '../../contract/media-type.ts'

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
const jpeg =
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA='
const zip = 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=='
const gzip = 'H4sIAAAAAAAAAwMAAAAAAAAAAAA='
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#888"/></svg>'
const wav = wavOf(800)
const SEEDED_BYTES = 256

/** A small real file of the media type, where there is one; else bytes that the seed moves. */
export function binaryBody({ type, subtype }: MediaType, seed: string): Buffer {
  const known = fileOf(subtype)
  if (known !== null) return known
  if (type === 'image') return Buffer.from(png, 'base64')
  return seededBytes(seed)
}

function fileOf(subtype: string): Buffer | null {
  if (subtype === 'png') return Buffer.from(png, 'base64')
  if (subtype === 'gif') return Buffer.from(gif, 'base64')
  if (subtype === 'jpeg' || subtype === 'jpg') return Buffer.from(jpeg, 'base64')
  if (subtype === 'svg+xml') return Buffer.from(svg)
  if (subtype === 'zip' || subtype.endsWith('+zip')) return Buffer.from(zip, 'base64')
  if (subtype === 'gzip' || subtype === 'x-gzip') return Buffer.from(gzip, 'base64')
  if (subtype === 'wav' || subtype === 'x-wav') return wav
  return subtype === 'pdf' ? pdf() : null
}

/** One empty page. */
function pdf(): Buffer {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, number) => {
    const offset = text.length
    text += `${number + 1} 0 obj${object}endobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const start = text.length
  return Buffer.from(
    `${text}xref\n0 4\n0000000000 65535 f \n${offsets.join('')}trailer<</Size 4/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
  )
}

/** Silence, 8 kHz, 8 bits. */
function wavOf(samples: number): Buffer {
  const wav = Buffer.alloc(44 + samples, 0x80)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + samples, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(8_000, 24)
  wav.writeUInt32LE(8_000, 28)
  wav.writeUInt16LE(1, 32)
  wav.writeUInt16LE(8, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples, 40)
  return wav
}

function seededBytes(seed: string): Buffer {
  const bytes = Buffer.alloc(SEEDED_BYTES)
  let state = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193)
  for (let i = 0; i < SEEDED_BYTES; i++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + i
    bytes[i] = (state >>> 16) & 0xff
  }
  return bytes
}
