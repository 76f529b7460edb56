import { isAscii } from 'node:buffer'

/** Ends the reading of a text at an offset, for a clause without its full stop. Never returns. */
export type Refuse = (code: 'document-syntax' | 'document-too-complex' | 'document-not-openapi', message: string, offset: number) => never

/** What was put up with while parsing. */
export interface SourceFault {
  code: string
  message: string
  offset: number
}

export function textOf(bytes: Uint8Array): string {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const start = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start)
  // a string of one byte per character parses faster and takes half of the memory
  return isAscii(buffer) ? buffer.toString('latin1') : buffer.toString('utf8')
}
