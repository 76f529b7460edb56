import { createRequire } from 'node:module'
import type { Format } from 'ajv'

const require = createRequire(import.meta.url)
const known = new Map<string, (value: unknown) => boolean>()

/** Whether a value is of a format, as validation sees it; every value is of a format that nobody knows. */
export function formatAccepts(format: string, value: unknown): boolean {
  let accepts = known.get(format)
  if (accepts === undefined) {
    accepts = acceptor(format)
    known.set(format, accepts)
  }
  return accepts(value)
}

function acceptor(name: string): (value: unknown) => boolean {
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
