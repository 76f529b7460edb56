import { z } from 'zod'

const MS_PER_UNIT: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const BYTES_PER_UNIT: Record<string, number> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
}

/** Milliseconds of `300ms`, `2s`, `1.5m`, or a bare number of milliseconds; null when it is none of these. */
export function parseDuration(text: string | number): number | null {
  return parseQuantity(text, MS_PER_UNIT)
}

/** Bytes of `1MiB`, `10kb`, or a bare number of bytes; null when it is none of these. */
export function parseSize(text: string | number): number | null {
  return parseQuantity(text, BYTES_PER_UNIT)
}

function parseQuantity(text: string | number, units: Record<string, number>): number | null {
  if (typeof text === 'number') return Number.isFinite(text) && text >= 0 ? text : null
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text)
  if (!match) return null
  const unit = (match[2] as string).toLowerCase()
  const factor = unit === '' ? 1 : units[unit]
  return factor === undefined ? null : Number(match[1]) * factor
}

/** A duration as people write it; kept as written, so that a file is saved the way it was. */
export const duration = z
  .union([z.string(), z.number()])
  .refine((value) => parseDuration(value) !== null, { message: 'a time, such as 300ms or 2s' })

/** A size as people write it; kept as written. */
export const size = z
  .union([z.string(), z.number()])
  .refine((value) => parseSize(value) !== null, { message: 'a size, such as 1MiB or 10kB' })
