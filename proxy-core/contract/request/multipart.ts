/** One part of a multipart body. */
export interface Part {
  /** Of `Content-Disposition`; null where it gives none. */
  name: string | null
  /** There is one: the part is a file. */
  filename: string | null
  contentType: string | null
  body: Buffer
}

const MAX_PARTS = 10_000
const MAX_PART_HEAD_BYTES = 16 * 1024

/** The boundary of a `Content-Type`, or null. */
export function boundaryOf(contentType: string): string | null {
  const [, quoted, plain] = /;\s*boundary=(?:"((?:[^"\\]|\\.)+)"|([^\s;]+))/i.exec(contentType) ?? []
  return quoted?.replace(/\\(.)/g, '$1') ?? plain ?? null
}

/** RFC 2046, 5.1.1. Null for what is not closed by its boundary or has a part without an end to its head. */
export function readParts(bytes: Uint8Array, boundary: string): Part[] | null {
  const body = Buffer.concat([Buffer.from('\r\n'), bytes])
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const parts: Part[] = []
  let at = body.indexOf(delimiter)
  while (at >= 0 && parts.length <= MAX_PARTS) {
    const from = at + delimiter.length
    if (body.toString('latin1', from, from + 2) === '--') return parts
    const line = body.indexOf('\r\n', from)
    const next = line < 0 ? -1 : body.indexOf(delimiter, line)
    const part = next < 0 ? null : readPart(body.subarray(line, next))
    if (part === null) return null
    parts.push(part)
    at = next
  }
  return null
}

/** From the line end before the part's head to its last byte. */
function readPart(bytes: Buffer): Part | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0 || end > MAX_PART_HEAD_BYTES) return null
  const head = bytes.toString('utf8', 0, end).replace(/\r\n[ \t]+/g, ' ')
  const field = (name: string) => new RegExp(`\\r\\n${name}:[ \\t]*([^\\r]*)`, 'i').exec(head)?.[1]?.trim() ?? null
  const disposition = field('content-disposition') ?? ''
  return {
    name: dispositionParameter(disposition, 'name'),
    filename: dispositionParameter(disposition, 'filename\\*?'),
    contentType: field('content-type'),
    body: bytes.subarray(end + 4),
  }
}

function dispositionParameter(disposition: string, name: string): string | null {
  const [, quoted, plain] = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'i').exec(disposition) ?? []
  return quoted?.replace(/\\(.)/g, '$1') ?? plain ?? null
}
