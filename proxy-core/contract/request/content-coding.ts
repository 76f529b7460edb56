import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

const decoders: Record<string, typeof gunzipSync | undefined> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

/** A body before its Content-Encoding, or what keeps it from being known. */
export type Decoded = Uint8Array | { fault: 'unknown' | 'too-long' | 'broken'; coding: string }

/** @param most how long it may become, in bytes */
export function withoutCoding(body: Uint8Array, contentEncoding: string | undefined, most: number): Decoded {
  if (contentEncoding === undefined) return body
  const coding = contentEncoding.trim().toLowerCase()
  if (coding === 'identity' || coding === '') return body
  const decode = decoders[coding]
  if (decode === undefined) return { fault: 'unknown', coding }
  try {
    return decode(body, { maxOutputLength: most })
  } catch (error) {
    return { fault: (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-long' : 'broken', coding }
  }
}
