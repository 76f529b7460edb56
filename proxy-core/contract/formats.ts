import { createRequire } from 'node:module'
import type { Format } from 'ajv'

const require = createRequire(import.meta.url)
const known = new Map<string, (value: unknown) => boolean>()

/** RFC 3339 wants a colon in the offset; validation lets `+0000` pass, as requests have it. */
const strict: Record<string, RegExp | undefined> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i,
  time: /^\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i,
}

/** Whether a value that is to be made is of a format: as validation sees it, or stricter. Every value is of a format that nobody knows. */
export function formatAccepts(format: string, value: unknown): boolean {
  let accepts = known.get(format)
  if (accepts === undefined) {
    accepts = acceptor(format)
    known.set(format, accepts)
  }
  return accepts(value)
}

function acceptor(name: string): (value: unknown) => boolean {
  const usual = usualAcceptor(name)
  const form = Object.hasOwn(strict, name) ? strict[name] : undefined
  return form === undefined ? usual : (value) => usual(value) && (typeof value !== 'string' || form.test(value))
}

function usualAcceptor(name: string): (value: unknown) => boolean {
  const format = formatNamed(name)
  if (format === undefined || format === true) return () => true
  if (format instanceof RegExp) return (value) => typeof value !== 'string' || format.test(value)
  if (typeof format === 'function') return (value) => typeof value !== 'string' || format(value)
  const { validate, type = 'string' } = format as { validate: unknown; type?: string }
  if (validate instanceof RegExp) return (value) => typeof value !== 'string' || validate.test(value)
  return (value) => typeof value !== type || (validate as (value: unknown) => boolean)(value)
}

function formatNamed(name: string): Format | undefined {
  const { default: formats } = require('ajv-formats') as typeof import('ajv-formats')
  try {
    return formats.default.get(name as 'date')
  } catch {
    return undefined
  }
}
